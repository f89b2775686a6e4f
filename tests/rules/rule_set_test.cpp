#include "rules/rule_set.h"

#include <doctest/doctest.h>

#include "rules/rules_of.h"

using namespace cm;

TEST_CASE("matches come in the order of the rules, also those by conditions alone") {
  const RuleSet rules = rules_of(R"(
[[rule]]
id = 'b'
words = ['x']
[[rule]]
id = 'a'
when = { links = { max = 0 } }
[[rule]]
id = 'c'
regex = ['x']
)");
  const Findings findings = judged(rules, comment_saying("x"));
  REQUIRE(findings.matches.size() == 3);
  CHECK(findings.matches[0].rule->id == "b");
  CHECK(findings.matches[1].rule->id == "a");
  CHECK(findings.matches[2].rule->id == "c");
}

TEST_CASE("a rule that is off is not tried, a shadow rule is told as such") {
  CHECK_FALSE(matches(rule_with("words = ['x']\nmode = 'off'"), "x"));
  CHECK(judged(rule_with("words = ['x']\nmode = 'shadow'"), comment_saying("x")).matches.at(0).mode ==
        RuleMode::shadow);
}

TEST_CASE("of two rules with one id the later file's stands") {
  std::vector<RulePack> packs;
  for (const char* word : {"one", "two"}) {
    packs.push_back(parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\nwords = ['" + std::string(word) + "']\n", "f.toml",
                                RuleOrigin::local)
                        .packs.at(0));
  }
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(std::move(packs), problems);
  CHECK(problems.empty());
  CHECK_FALSE(matches(rules, "one"));
  CHECK(matches(rules, "two"));
}

TEST_CASE("a regex that does not compile is a problem at its place, and nothing is judged") {
  RuleFiles files = parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\nregex = ['a', '(b']\n", "f.toml", RuleOrigin::local);
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(std::move(files.packs), problems);
  REQUIRE(problems.size() == 1);
  CHECK(to_string(problems[0]).starts_with("f.toml:4:15: this regex does not compile: "));
  CHECK_FALSE(matches(rules, "a"));
}

TEST_CASE("a rule's own language keeps it off comments known to be in another") {
  const RuleSet rules = rule_with("words = ['chat']\nlang = ['fr']");
  Comment comment = comment_saying("chat");
  CHECK(judged(rules, comment).matches.size() == 1);
  comment.lang = "fr-CA";
  CHECK(judged(rules, comment).matches.size() == 1);
  comment.lang = "en";
  CHECK(judged(rules, comment).matches.empty());
  comment.lang = "und";
  CHECK(judged(rules, comment).matches.size() == 1);
}

TEST_CASE("every condition must hold, each from its limit on") {
  const RuleSet links = rule_with("when = { links = { min = 1, max = 2 } }");
  CHECK_FALSE(matches(links, "none"));
  CHECK(matches(links, "https://a.example"));
  CHECK(matches(links, "https://a.example https://b.example"));
  CHECK_FALSE(matches(links, "https://a.example https://b.example https://c.example"));
  const RuleSet mentions = rule_with("when = { mentions = { min = 2 }, hashtags = { min = 1 } }");
  CHECK(matches(mentions, "@ann @bea #win"));
  CHECK_FALSE(matches(mentions, "@ann mail@acme.example #win"));
  CHECK_FALSE(matches(mentions, "@ann @bea we are #1"));
}

TEST_CASE("emoji and capitals are counted as people see them") {
  CHECK(matches(rule_with("when = { emoji = { min = 3, max = 3 } }"), "a 👍🏽 👨‍👩‍👧 🇫🇷"));
  CHECK(matches(rule_with("when = { emoji_share = { min = 0.5 } }"), "🔥🔥 ab"));
  CHECK_FALSE(matches(rule_with("when = { emoji_share = { min = 0.5 } }"), "🔥🔥 abc"));
  const RuleSet shouting = rule_with("when = { capitals_share = { min = 0.8 } }");
  CHECK(matches(shouting, "ÉTÉ ПЛОХО!!"));
  CHECK_FALSE(matches(shouting, "Été plohO"));
  CHECK_FALSE(matches(shouting, "مرحبا 123"));
  CHECK(matches(rule_with("when = { length = { max = 3 } }"), "é ü"));
}

TEST_CASE("an unknown fact flags, skips or matches, as the rule says") {
  const std::string newcomer = "words = ['x']\naction = 'hide'\nwhen = { author = { age_days = { max = 3 } }";
  const Comment comment = comment_saying("x");
  const Surroundings young{.author_age_days = 2};
  const Surroundings old{.author_age_days = 4};
  const RuleSet flag = rule_with(newcomer + " }");
  CHECK(judged(flag, comment).matches.at(0).ceiling == Action::flag);
  CHECK(judged(flag, comment, young).matches.at(0).ceiling == Action::hide);
  CHECK(judged(flag, comment, old).matches.empty());
  CHECK(judged(rule_with(newcomer + ", unknown = 'skip' }"), comment).matches.empty());
  CHECK(judged(rule_with(newcomer + ", unknown = 'match' }"), comment).matches.at(0).ceiling == Action::hide);
}

TEST_CASE("the author's age is counted from the account's making when nobody counted it") {
  const RuleSet rules = rule_with("words = ['x']\nwhen = { author = { age_days = { max = 3 } }, unknown = 'skip' }");
  Comment comment = comment_saying("x");
  comment.created_at = parse_iso8601("2026-11-20T10:00:00Z");
  comment.author.created_at = parse_iso8601("2026-11-17T09:00:00Z");
  CHECK(judged(rules, comment).matches.size() == 1);
  comment.author.created_at = parse_iso8601("2026-11-16T09:00:00Z");
  CHECK(judged(rules, comment).matches.empty());
}

TEST_CASE("roles and earlier comments are asked for") {
  const RuleSet rules =
      rule_with("when = { author = { role_not = ['staff'], prior_comments = { max = 0 } }, unknown = 'skip' }");
  CHECK(rules.wants_prior_comments());
  Comment comment = comment_saying("x");
  comment.author.role = "member";
  CHECK(judged(rules, comment, {.prior_comments = 0}).matches.size() == 1);
  CHECK(judged(rules, comment, {.prior_comments = 1}).matches.empty());
  comment.author.role = "";
  CHECK(judged(rules, comment, {.prior_comments = 0}).matches.size() == 1);
  comment.author.role = "staff";
  CHECK(judged(rules, comment, {.prior_comments = 0}).matches.empty());
}

TEST_CASE("repeats are counted in the windows that rules name") {
  const RuleSet rules = rules_of(R"(
[[rule]]
id = 'a'
when = { repeats = { min = 3, within_minutes = 10 }, unknown = 'skip' }
[[rule]]
id = 'b'
when = { repeats = { min = 5 }, unknown = 'skip' }
)");
  CHECK(rules.repeat_windows() == std::vector<std::int64_t>{10, 60});
  CHECK(judged(rules, comment_saying("x"), {.repeats = {2, 5}}).matches.at(0).rule->id == "b");
  CHECK(judged(rules, comment_saying("x"), {.repeats = {3, 4}}).matches.at(0).rule->id == "a");
  CHECK(judged(rules, comment_saying("x")).matches.empty());
}

TEST_CASE("an override bends a rule on one channel and language only") {
  const RuleSet rules = rules_of("[[rule]]\nid = 'spam.a'\nwords = ['x']\nscore = 5\naction = 'hide'\n",
                                 {RuleOverride{.rules = {"spam.*"}, .channels = {"blog"}, .mode = RuleMode::off},
                                  RuleOverride{.rules = {"*"}, .lang = {"fr"}, .score = 1, .ceiling = Action::flag}});
  Comment comment = comment_saying("x");
  comment.channel = "shop";
  CHECK(judged(rules, comment).matches.at(0).score == 5);
  comment.lang = "fr";
  CHECK(judged(rules, comment).matches.at(0).score == 1);
  CHECK(judged(rules, comment).matches.at(0).ceiling == Action::flag);
  comment.channel = "blog";
  CHECK(judged(rules, comment).matches.empty());
}

TEST_CASE("an override can switch on a rule that is off, and one that fits nothing is a problem") {
  const RuleSet rules = rules_of("[[rule]]\nid = 'a'\nwords = ['x']\nmode = 'off'\n",
                                 {RuleOverride{.rules = {"a"}, .mode = RuleMode::enforce}});
  CHECK(matches(rules, "x"));
  std::vector<Problem> problems;
  (void)RuleSet::compile({}, problems, {RuleOverride{.rules = {"a"}, .place = {.file = "cm.toml", .line = 3}}});
  CHECK(to_string(problems) == "cm.toml:3: this override fits no rule that is loaded");
}

TEST_CASE("the fingerprint changes with anything that can change a verdict, and with nothing else") {
  const std::string rule = "words = ['x', 'y']\n";
  const std::string print = rule_with(rule).fingerprint();
  CHECK(rule_with("# a remark\n" + rule).fingerprint() == print);
  CHECK(rule_with("words = ['xy']\n").fingerprint() != print);
  CHECK(rule_with(rule + "score = 3\n").fingerprint() != print);
  CHECK(rule_with(rule + "when = { links = { min = 1 } }\n").fingerprint() != print);
}
