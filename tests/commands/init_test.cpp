#include "formats/init_files.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "config/settings.h"
#include "policy/policy.h"
#include "rules/rule_file.h"
#include "rules/rule_set.h"

namespace cm {
namespace {

TEST_CASE("The config that cm init writes has no problem and is what cm does without one") {
  const SettingsRead read = read_settings(initial_settings(), "/site/cm.toml", {});
  CHECK(to_string(read.problems).empty());
  const Settings without;
  CHECK(read.settings.store == without.store);
  CHECK(read.settings.protect_complaints == without.protect_complaints);
  CHECK(read.settings.guard.max_actions == without.guard.max_actions);
  CHECK(read.settings.guard.max_hidden_share == without.guard.max_hidden_share);
  CHECK(read.settings.follow_up.contact_hours == without.follow_up.contact_hours);
  for (const std::string& pack : without.rules) {
    CAPTURE(pack);
    CHECK(std::count(read.settings.rules.begin(), read.settings.rules.end(), pack) == 1);
  }

  REQUIRE(read.settings.policy);
  const PolicyTable usual = default_policy().groups;
  CHECK(read.settings.policy->size() == usual.size());
  for (const auto& usual_group : usual) {
    const std::string& group = usual_group.first;
    const Thresholds& thresholds = usual_group.second;
    CAPTURE(group);
    REQUIRE(read.settings.policy->contains(group));
    CHECK(read.settings.policy->at(group).flag == thresholds.flag);
    CHECK(read.settings.policy->at(group).hold == thresholds.hold);
    CHECK(read.settings.policy->at(group).hide == thresholds.hide);
  }
}

TEST_CASE("The channels that cm init explains are right once their signs are taken away") {
  std::string settings(initial_settings());
  const std::size_t channels = settings.find("# [[channel]]");
  REQUIRE(channels != std::string::npos);
  std::string opened = settings.substr(0, channels);
  for (std::size_t at = channels; at < settings.size();) {
    const std::size_t end = settings.find('\n', at);
    std::string line = settings.substr(at, end - at);
    line.erase(0, line.starts_with("# ") ? 2 : 1);
    opened += line + "\n";
    at = end + 1;
  }
  const std::vector<KnownPlatform> platforms{{"file", {"path"}}, {"wordpress", {"url", "user"}}};
  const SettingsRead read = read_settings(opened, "/site/cm.toml", platforms);
  CHECK(to_string(read.problems).empty());
  CHECK(read.settings.channels.size() == 2);
}

TEST_CASE("The rule that cm init writes compiles and only reports") {
  RuleFiles files = parse_rules(initial_rules(), "rules/local.toml", RuleOrigin::local);
  CHECK(to_string(files.problems).empty());
  REQUIRE(files.packs.size() == 1);
  REQUIRE(files.packs.front().rules.size() == 1);
  CHECK(files.packs.front().rules.front().facts.mode == RuleMode::shadow);
  std::vector<Problem> problems;
  (void)RuleSet::compile(std::move(files.packs), problems);
  CHECK(to_string(problems).empty());
}

}  // namespace
}  // namespace cm
