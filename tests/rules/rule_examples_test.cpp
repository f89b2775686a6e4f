#include "rules/rule_examples.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "rules/rules_of.h"

using namespace cm;

namespace {

ExampleReport tried(const std::string& keys) {
  RuleFiles files = parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\n" + keys, "f.toml", RuleOrigin::local);
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(all_enforced(std::move(files.packs)), problems);
  REQUIRE(problems.empty());
  return try_examples(rules, [](const Findings& findings) {
    return findings.matches.empty() ? Action::none : findings.matches.front().ceiling;
  });
}

}  // namespace

TEST_CASE("examples are tried as if the rule were enforced, whatever its mode") {
  for (const char* mode : {"shadow", "enforce", "off"}) {
    const ExampleReport report = tried("mode = '" + std::string(mode) +
                                       "'\nwords = ['bad']\n[rule.test]\nmatch = ['BAD']\nclean = ['badger']\n");
    CHECK(report.examples == 2);
    CHECK(report.failed.empty());
  }
}

TEST_CASE("a failed example is told with its place and the text as the rule saw it") {
  const ExampleReport report =
      tried("words = ['bad']\nview = ['fold', 'deob']\n[rule.test]\nmatch = ['G0OD']\nclean = ['So BAD']\n");
  REQUIRE(report.failed.size() == 2);
  CHECK(to_string(report.failed[0].place) == "f.toml:7:10");
  CHECK(report.failed[0].seen.front().second == "g0od");
  CHECK(report.failed[1].why == "should stay clean and matches \"BAD\" in view fold");
}

TEST_CASE("a case brings the facts that conditions ask for") {
  const std::string rule =
      "words = ['win']\naction = 'hide'\nwhen = { author = { age_days = { max = 30 } }, repeats = { min = 3 } }\n";
  const std::string newcomer = "[[rule.test.case]]\ntext = 'win now'\nauthor = { age_days = 2 }\nrepeats = ";
  CHECK(tried(rule + newcomer + "5\nexpect = 'hide'\n").failed.empty());
  CHECK(tried(rule + newcomer + "2\nexpect = 'none'\n").failed.empty());
  const ExampleReport report = tried(rule + newcomer + "2\nexpect = 'hide'\n");
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].why == "should come to \"hide\" and comes to \"none\": it does not match");
}

TEST_CASE("for a rule that reads names an example is a name") {
  CHECK(tried("fields = ['author_name']\nwords = ['support']\n[rule.test]\nmatch = ['Acme Support']\n").failed.empty());
}
