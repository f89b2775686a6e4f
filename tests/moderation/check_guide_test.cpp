#include "moderation/check_guide.h"

#include <doctest/doctest.h>

#include "rules/rule_file.h"

using namespace cm;

namespace {

RuleSet guide() {
  std::vector<Problem> problems;
  std::vector<RulePack> packs;
  RuleFiles files = parse_rules(
      "cm_rules = 1\npack = { id = \"tone\", version = \"1\" }\n"
      "[[rule]]\nid = \"tone.never.fault\"\nmode = \"enforce\"\nwords = ['your fault']\n"
      "[[rule]]\nid = \"tone.rather.issue\"\nmode = \"shadow\"\nwords = ['issue']\n",
      "tone.toml", RuleOrigin::local);
  REQUIRE(files.problems.empty());
  return RuleSet::compile(std::move(files.packs), problems);
}

}  // namespace

TEST_CASE("an enforced rule of the guide keeps a reply back, one in shadow mode only speaks") {
  const auto findings = check_guide(guide(), "We are sorry.\nIt was your fault, an issue - AB", "en");
  REQUIRE(findings.size() == 2);
  CHECK(findings[0].check == "tone");
  CHECK(findings[0].blocks);
  CHECK(findings[0].message == "the guide's rule \"tone.never.fault\" speaks against it, line 2, byte 8");
  CHECK_FALSE(findings[1].blocks);
  CHECK(check_guide(guide(), "We are sorry - AB", "en").empty());
}
