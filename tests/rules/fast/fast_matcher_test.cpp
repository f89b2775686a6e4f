#include "rules/fast/fast_matcher.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "reference/reference_matcher.h"
#include "rules/rule_set.h"

namespace cm {
namespace {

/// The same rules behind both matchers.
struct TwoJudges {
  explicit TwoJudges(const std::string& toml)
      : fast(compiled(toml, make_fast_matcher)), reference(compiled(toml, make_reference_matcher)) {}

  static RuleSet compiled(const std::string& toml, MakeMatcher make) {
    RuleFiles files = parse_rules("cm_rules = 1\n" + toml, "test.toml", RuleOrigin::shipped);
    std::vector<Problem> problems = std::move(files.problems);
    RuleSet rules = RuleSet::compile(std::move(files.packs), problems, {}, make);
    INFO(to_string(problems));
    REQUIRE(problems.empty());
    return rules;
  }

  static std::string shown(const Findings& findings) {
    std::string all;
    for (const Match& match : findings.matches) {
      all += match.rule->id + " " + std::string(to_string(match.field)) + " " + std::string(to_string(match.view)) +
             " " + std::to_string(match.begin) + "-" + std::to_string(match.end) + "\n";
    }
    return all;
  }

  void agree_on(const Comment& comment) {
    const std::string expected = shown(reference.judge(subject_of(comment), {}));
    INFO(comment.text);
    REQUIRE(shown(fast.judge(subject_of(comment), {})) == expected);
    hits += expected.empty() ? 0 : 1;
  }

  RuleSet fast;
  RuleSet reference;
  int hits = 0;
};

constexpr const char* many_rules = R"(
[[rule]]
id = 'words'
view = ['fold', 'deob']
words = ['fuck*', 'ass', 'shit-hot deal', '*hole', '*ock*', 'كلب', 'son of a', 'x', '@ss', '<3', 'é', '$$*', 'b']
except = ['ass hat', 'shit-hot deal x']
[[rule]]
id = 'other-order'
view = ['deob', 'fold', 'raw']
fields = ['author_name', 'text']
words = ['ass', 'Fuck', 'fuck']
[[rule]]
id = 'start'
boundary = 'start'
words = ['co', 'كل', 'scunt']
[[rule]]
id = 'end'
boundary = 'end'
words = ['ass', 'لب', 'up']
[[rule]]
id = 'none'
boundary = 'none'
view = ['raw', 'fold', 'deob']
words = ['uc', 'ass', '😀', 'pass é', '.', 'ﬁ']
[[rule]]
id = 'regex'
boundary = 'start'
view = ['fold', 'deob']
regex = ['charged (?:me )?twice', '(?:as|fu)+', 'c.{0,5}k', '[!?]{2,}', '\d{3}']
except = ['asas']
[[rule]]
id = 'open'
boundary = 'word'
regex = ['\d+', '[a-c]+x?', 'é', '\pL{9,}', '(?:ass|hat)* ?x']
[[rule]]
id = 'raw'
view = ['raw']
boundary = 'none'
regex = ['(?i)FUCK', 'A[A-Z]+', 'É']
[[rule]]
id = 'hosts'
fields = ['link_host', 'text']
view = ['raw', 'fold']
boundary = 'none'
regex = ['(?i)^(?:bit\.ly|t\.me)$', '\.top$', 'cock']
words = ['acme']
[[rule]]
id = 'url'
fields = ['link_url']
view = ['fold', 'deob']
regex = ['free', 'fuck']
[[rule]]
id = 'name'
fields = ['author_name']
words = ['admin*', 'a']
)";

TEST_CASE("a thread keeps room enough for texts of every size") {
  TwoJudges judges(many_rules);
  for (const std::size_t words : {20U, 2000U, 3000U, 500U, 9000U}) {
    std::string text;
    for (std::size_t i = 0; i < words; ++i) text += "b ";
    judges.agree_on(Comment{.id = "1", .text = text + "charged twice"});
  }
}

TEST_CASE("the fast matcher finds what the reference matcher finds") {
  TwoJudges judges(many_rules);
  const std::vector<std::string> parts{"fuck",
                                       "FUCK",
                                       "f.u.c.k",
                                       "f u c k",
                                       "ass",
                                       "a$$",
                                       "@ss",
                                       "asasas",
                                       "hat",
                                       "shit-hot deal",
                                       " x",
                                       "x",
                                       " ",
                                       " ",
                                       "-",
                                       ".",
                                       "!!",
                                       "?",
                                       "arsehole",
                                       "cock",
                                       "peacock",
                                       "co",
                                       "é",
                                       "e\u0301",
                                       "É",
                                       "كلب",
                                       "كَـلْب",
                                       "كلـبة",
                                       "لب",
                                       "😀",
                                       "<3",
                                       "$$$",
                                       "son of a",
                                       "sonofa",
                                       "\u200B",
                                       "\u200D",
                                       "_",
                                       "123",
                                       "9",
                                       "charged me twice",
                                       "charged twice",
                                       "CHARGED",
                                       "uuu",
                                       "sss",
                                       "fυck",
                                       "ﬁ",
                                       "pass é",
                                       "bit.ly/x",
                                       "https://t.me/free",
                                       "shop.top",
                                       "acme.example",
                                       "hxxp://fuck.example/free",
                                       "Scunthorpe",
                                       "\n",
                                       "\u202E",
                                       "b",
                                       "c",
                                       "up",
                                       "ﷺ",
                                       "abcabcabcabc"};
  std::mt19937 random(3);
  for (int round = 0; round < 20000; ++round) {
    Comment comment{.id = "c"};
    const std::size_t count = random() % 9;
    for (std::size_t i = 0; i < count; ++i) {
      comment.text += parts[random() % parts.size()];
      if (random() % 3 == 0) comment.text += ' ';
    }
    if (random() % 3 == 0) comment.author.name = parts[random() % parts.size()] + (random() % 2 == 0 ? " admin" : "");
    judges.agree_on(comment);
  }
  CHECK(judges.hits > 10000);
}

TEST_CASE("a text longer than any before it is searched whole") {
  TwoJudges judges(many_rules);
  for (const std::size_t size : {100UL, 70'000UL, 10UL, 300'000UL}) {
    std::string text(size, 'q');
    judges.agree_on(Comment{.id = "c", .text = text + " fuck"});
    judges.agree_on(Comment{.id = "c", .text = "كلب" + text + "é f.u.c.k"});
  }
}

TEST_CASE("rules without patterns, and no rules at all, find nothing") {
  TwoJudges judges("[[rule]]\nid = 'links'\n[rule.when]\nlinks = { min = 9 }\n");
  judges.agree_on(Comment{.id = "c", .text = "fuck"});
  CHECK(judges.hits == 0);
}

}  // namespace
}  // namespace cm
