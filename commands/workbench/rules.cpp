// The workbench's rules: which files a name means.

#include <algorithm>
#include <system_error>

#include "base/error.h"
#include "base/suggest.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view pack_prefix = "pack:";
constexpr std::string_view common_pack = "any";  // links, contact numbers, gestures: what needs no language

/// Every language pack brings the common one along, before the first, so that what comes later can
/// replace its rules.
std::vector<std::string> with_the_common_pack(std::vector<std::string> names, const std::vector<std::string>& there) {
  const std::string common = std::string(pack_prefix) + std::string(common_pack);
  const bool is_shipped = std::find(there.begin(), there.end(), common_pack) != there.end();
  const auto first =
      std::find_if(names.begin(), names.end(), [](const std::string& name) { return name.starts_with(pack_prefix); });
  if (is_shipped && first != names.end() && std::find(names.begin(), names.end(), common) == names.end()) {
    names.insert(first, common);
  }
  return names;
}

bool stands_in(const fs::path& path, const fs::path& folder) {
  std::error_code failed;
  const fs::path whole = fs::weakly_canonical(path, failed);
  const fs::path around = fs::weakly_canonical(folder, failed);
  const auto ends = std::mismatch(around.begin(), around.end(), whole.begin(), whole.end());
  return ends.first == around.end();
}

bool fits_one_of(const std::vector<RulePack>& packs, const RuleOverride& one) {
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      for (const std::string& pattern : one.rules) {
        if (id_fits(pattern, rule.facts.id)) return true;
      }
    }
  }
  return false;
}

RuleSet compiled(RuleFiles files, std::vector<RuleOverride> overrides) {
  std::vector<Problem> problems = std::move(files.problems);
  RuleSet rules = RuleSet::compile(std::move(files.packs), problems, std::move(overrides));
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  return rules;
}

}  // namespace

RuleFiles Workbench::read_rules_named(const std::vector<std::string>& names, const fs::path& start) {
  const fs::path shipped = shipped_rules_folder();
  const std::vector<std::string> there = shipped_packs();
  RuleFiles all;
  for (const std::string& name : with_the_common_pack(names, there)) {
    fs::path path;
    if (name.starts_with(pack_prefix)) {
      const std::string pack = name.substr(pack_prefix.size());
      if (std::find(there.begin(), there.end(), pack) == there.end()) {
        const std::vector<std::string_view> known(there.begin(), there.end());
        all.problems.push_back(
            {{name, 0, 0},
             "no shipped pack has this name in \"" + shipped.string() + "\"" + did_you_mean(pack, known)});
        continue;
      }
      path = fs::is_directory(shipped / pack) ? shipped / pack : shipped / (pack + ".toml");
    } else {
      path = start / name;
    }
    RuleFiles some = read_rules(path, stands_in(path, shipped) ? RuleOrigin::shipped : RuleOrigin::local);
    std::move(some.packs.begin(), some.packs.end(), std::back_inserter(all.packs));
    std::move(some.problems.begin(), some.problems.end(), std::back_inserter(all.problems));
  }
  return all;
}

RuleSet Workbench::compile_rules(const std::vector<std::string>& names, const fs::path& start) {
  RuleFiles files = read_rules_named(names, start);
  std::vector<RuleOverride> overrides = settings().overrides;
  std::erase_if(overrides, [&](const RuleOverride& one) { return !fits_one_of(files.packs, one); });
  return compiled(std::move(files), std::move(overrides));
}

const RuleSet& Workbench::rules() {
  if (!rules_) {
    // Here every override must fit a rule: one that fits none is mistyped.
    rules_ = std::make_shared<RuleSet>(compiled(read_rules_named(settings().rules, folder()), settings().overrides));
  }
  return *rules_;
}

PolicySettings Workbench::policy_settings() {
  PolicySettings policy = default_policy();
  if (settings().policy) policy.groups = *settings().policy;
  policy.protect_complaints = settings().protect_complaints;
  return policy;
}

Policy Workbench::policy() { return Policy(policy_settings()); }

}  // namespace cm
