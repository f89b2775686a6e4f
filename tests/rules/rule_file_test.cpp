#include "rules/rule_file.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "base/files.h"
#include "support/temporary_folder.h"

using namespace cm;

namespace {

RuleFiles parsed(const std::string& rules, RuleOrigin origin = RuleOrigin::local) {
  return parse_rules("cm_rules = 1\n" + rules, "acme.toml", origin);
}

Rule only_rule(const std::string& rules, RuleOrigin origin = RuleOrigin::local) {
  RuleFiles files = parsed(rules, origin);
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  REQUIRE(files.packs.size() == 1);
  REQUIRE(files.packs[0].rules.size() == 1);
  return files.packs[0].rules[0];
}

/// All problems of a rule file, one a line.
std::string problems_of(const std::string& rules) { return to_string(parsed(rules).problems); }

}  // namespace

TEST_CASE("a rule is read with all its parts") {
  const Rule rule = only_rule(R"(pack = { id = "acme.en", version = "3", lang = ["en"] }
[[rule]]
id       = "abuse.en.strong"
severity = "high"
mode     = "enforce"
view     = ["deob", "fold"]
words    = ['fuck*', 'bullshit']
boundary = "word"
except   = ['shit-hot deal']
score    = 8
action   = "hide"
labels   = ["profanity"]
department = "community"
[rule.test]
match = ['FUUUCK off']
clean = ['Scunthorpe'])");
  CHECK(rule.facts.id == "abuse.en.strong");
  CHECK(rule.facts.severity == Severity::high);
  CHECK(rule.facts.mode == RuleMode::enforce);
  CHECK(rule.facts.score == 8);
  CHECK(rule.facts.ceiling == Action::hide);
  CHECK(rule.facts.labels == std::vector<std::string>{"profanity"});
  CHECK(rule.views == std::vector<View>{View::fold, View::deob});
  REQUIRE(rule.words.size() == 2);
  CHECK(rule.words[1].text == "bullshit");
  CHECK(to_string(rule.words[1].place) == "acme.toml:8:22");
  CHECK(rule.excepts.size() == 1);
  CHECK(rule.must_match.size() == 1);
  CHECK(rule.must_leave.size() == 1);
}

TEST_CASE("conditions, cases and protection are read") {
  const RuleFiles files = parsed(R"(
[[rule]]
id = "spam.any.newcomer-link"
lang = ["*"]
fields = ["link_host"]
view = ["raw"]
regex = ['(?i)^bit\.ly$']
[rule.when]
links   = { min = 1 }
author  = { age_days = { max = 30 }, prior_comments = { max = 2 }, role_not = ["staff"] }
repeats = { min = 3, within_minutes = 60 }
capitals_share = { min = 0.5 }
unknown = "skip"
[[rule.test.case]]
text = 'win now https://bit.ly/x'
author = { age_days = 2, prior_comments = 0 }
repeats = 5
expect = "hide"
[[rule]]
id = "protect.en.complaint"
kind = "protect"
cap = "flag"
unless = ["spam.*"]
words = ['never arrived']
follow_up = { contact_hours = 24, move_to = "private-same-channel" }
)");
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  const Rule& spam = files.packs[0].rules[0];
  REQUIRE(spam.when);
  CHECK(spam.when->links->min == 1.0);
  CHECK(spam.when->age_days->max == 30.0);
  CHECK(spam.when->prior_comments->max == 2.0);
  CHECK(spam.when->capitals_share->min == 0.5);
  CHECK(spam.when->role_not == std::vector<std::string>{"staff"});
  CHECK(spam.when->repeats_min == 3);
  CHECK(spam.when->unknown == UnknownFact::skip);
  REQUIRE(spam.cases.size() == 1);
  CHECK(spam.cases[0].age_days == 2);
  CHECK(spam.cases[0].repeats == 5);
  CHECK(spam.cases[0].expect == Action::hide);
  const Rule& protect = files.packs[0].rules[1];
  CHECK(protect.facts.kind == RuleKind::protect);
  CHECK(protect.facts.cap == Action::flag);
  CHECK(protect.facts.unless == std::vector<std::string>{"spam.*"});
  CHECK(protect.facts.contact_hours == 24);
}

TEST_CASE("a rule that does not say its mode only reports when it is local, and acts when it is shipped") {
  const std::string rule = "[[rule]]\nid = 'a'\nwords = ['x']\n";
  CHECK(only_rule(rule, RuleOrigin::local).facts.mode == RuleMode::shadow);
  CHECK(only_rule(rule, RuleOrigin::shipped).facts.mode == RuleMode::enforce);
  CHECK(only_rule(rule + "mode = 'off'\n", RuleOrigin::shipped).facts.mode == RuleMode::off);
}

TEST_CASE("every problem of a file is told at once, each with its place") {
  const std::string all = problems_of(R"([[rule]]
id = "a"
view = ["flod"]
wrods = ['x']
words = ['x', 7]
score = "8"
[[rule]]
id = "b"
words = ['x']
severity = "hgih"
[rule.when]
links = { mni = 1 }
)");
  CHECK(all.find("acme.toml:4:9: \"view\" cannot be \"flod\"; did you mean \"fold\"?") != std::string::npos);
  CHECK(all.find("acme.toml:5:1: \"wrods\" is no key of a rule; did you mean \"words\"?") != std::string::npos);
  CHECK(all.find("acme.toml:6:15: \"words\" must be a list of texts, and is a whole number") != std::string::npos);
  CHECK(all.find("acme.toml:7:9: \"score\" must be a whole number, and is a text") != std::string::npos);
  CHECK(all.find("acme.toml:11:12: \"severity\" cannot be \"hgih\"; did you mean \"high\"?") != std::string::npos);
  CHECK(all.find("acme.toml:13:11: \"mni\" is no key of \"links\"; did you mean \"min\"?") != std::string::npos);
  CHECK(std::count(all.begin(), all.end(), '\n') == 5);
}

TEST_CASE("what is no TOML is told with its place") {
  CHECK(problems_of("[[rule]]\nid = \"a\nwords = ['x']\n").starts_with("acme.toml:3:"));
}

TEST_CASE("a rule without an id, or that would match every comment, is refused") {
  CHECK(problems_of("[[rule]]\nwords = ['x']\n").find("has no \"id\"") != std::string::npos);
  CHECK(problems_of("[[rule]]\nid = 'a'\n").find("would match every comment") != std::string::npos);
  CHECK(problems_of("[[rule]]\nid = 'a'\nwords = ['**']\n").find("needs at least one letter") != std::string::npos);
}

TEST_CASE("no rule may delete") {
  CHECK(problems_of("[[rule]]\nid = 'a'\nwords = ['x']\naction = 'delete'\n").find("no rule deletes") !=
        std::string::npos);
}

TEST_CASE("an id that stands twice is refused and the first place named") {
  CHECK(problems_of("[[rule]]\nid = 'a'\nwords = ['x']\n[[rule]]\nid = 'a'\nwords = ['y']\n")
            .find("acme.toml:5:1: a rule with the id \"a\" stands already at acme.toml:2:1") != std::string::npos);
}

TEST_CASE("a pattern over 100 kB is refused and one of 100 kB is read") {
  const std::string rule = "[[rule]]\nid = 'a'\nwords = ['";
  CHECK(problems_of(rule + std::string(100'000, 'x') + "']\n").empty());
  CHECK(problems_of(rule + std::string(100'001, 'x') + "']\n").find("100001 bytes") != std::string::npos);
}

TEST_CASE("a hundred thousand rules are read") {
  std::string many;
  for (int i = 0; i < 100'000; ++i) {
    many += "[[rule]]\nid = 'r" + std::to_string(i) + "'\nwords = ['w" + std::to_string(i) + "']\n";
  }
  const RuleFiles files = parsed(many);
  CHECK(files.problems.empty());
  CHECK(files.packs.at(0).rules.size() == 100'000);
}

TEST_CASE("a folder is read in the order of its names, and words files beside the rule file") {
  const TemporaryFolder folder;
  write_file(folder.path() / "b.toml", "cm_rules = 1\n[[rule]]\nid = 'b'\nwords_file = 'b.txt'\n");
  write_file(folder.path() / "a.toml", "cm_rules = 1\n[[rule]]\nid = 'a'\nwords = ['x']\n");
  write_file(folder.path() / "b.txt", "\xEF\xBB\xBF# a list\r\n  one  # of many\r\n\r\n#\r\ntwo words\r\nc#\n");
  write_file(folder.path() / "notes.md", "not a rule file");
  const RuleFiles files = read_rules(folder.path(), RuleOrigin::local);
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  REQUIRE(files.packs.size() == 2);
  CHECK(files.packs[0].id == "a");
  const std::vector<Pattern>& words = files.packs[1].rules.at(0).words;
  REQUIRE(words.size() == 3);
  CHECK(words[0].text == "one");
  CHECK(words[0].place.line == 2);
  CHECK(words[1].text == "two words");
  CHECK(words[2].text == "c#");
}

TEST_CASE("a words file that is not there, and a folder without rules, are problems with a place") {
  CHECK(problems_of("[[rule]]\nid = 'a'\nwords_file = 'nowhere.txt'\n").starts_with("acme.toml:4:14: cannot read"));
  const TemporaryFolder folder;
  CHECK(read_rules(folder.path(), RuleOrigin::local).problems.size() == 1);
  CHECK(read_rules(folder.path() / "nothing.toml", RuleOrigin::local).problems.size() == 1);
}
