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

RuleFiles parsed(const std::vector<RuleSources>& named) {
  RuleFiles all;
  for (const RuleSources& sources : named) {
    RuleFiles some = parse_rules(sources);
    std::move(some.packs.begin(), some.packs.end(), std::back_inserter(all.packs));
    std::move(some.problems.begin(), some.problems.end(), std::back_inserter(all.problems));
  }
  return all;
}

std::vector<RuleSource> all_files(const std::vector<RuleSources>& named) {
  std::vector<RuleSource> all;
  for (const RuleSources& sources : named) all.insert(all.end(), sources.files.begin(), sources.files.end());
  return all;
}

/// What tells this build of cm from any other: when and how large its file is.
std::optional<std::string> program_version() {
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (failed) return std::nullopt;
  const auto written = fs::last_write_time(program, failed);
  if (failed) return std::nullopt;
  const auto size = fs::file_size(program, failed);
  if (failed) return std::nullopt;
  return std::to_string(size) + "." + std::to_string(written.time_since_epoch().count());
}

}  // namespace

std::vector<RuleSources> Workbench::rule_sources_named(const std::vector<std::string>& names, const fs::path& start) {
  const fs::path shipped = shipped_rules_folder();
  const std::vector<std::string> there = shipped_packs();
  std::vector<RuleSources> all;
  for (const std::string& name : with_the_common_pack(names, there)) {
    fs::path path;
    if (name.starts_with(pack_prefix)) {
      const std::string pack = name.substr(pack_prefix.size());
      if (std::find(there.begin(), there.end(), pack) == there.end()) {
        const std::vector<std::string_view> known(there.begin(), there.end());
        all.push_back(RuleSources{.problems = {{{name, 0, 0},
                                                "no shipped pack has this name in \"" + shipped.string() + "\"" +
                                                    did_you_mean(pack, known)}}});
        continue;
      }
      path = fs::is_directory(shipped / pack) ? shipped / pack : shipped / (pack + ".toml");
    } else {
      path = start / name;
    }
    all.push_back(read_rule_sources(path, stands_in(path, shipped) ? RuleOrigin::shipped : RuleOrigin::local));
  }
  return all;
}

RuleFiles Workbench::read_rules_named(const std::vector<std::string>& names, const fs::path& start) {
  return parsed(rule_sources_named(names, start));
}

/// $XDG_CACHE_HOME/cm or ~/.cache/cm. A home that is not told, or not an absolute path, has no cache.
std::optional<RuleCache> Workbench::rule_cache() const {
  fs::path folder = environment_("XDG_CACHE_HOME").value_or("");
  if (!folder.is_absolute()) {
    folder = environment_("HOME").value_or("");
    if (!folder.is_absolute()) return std::nullopt;
    folder /= ".cache";
  }
  std::optional<std::string> version = program_version();
  if (!version) return std::nullopt;
  return RuleCache(folder / "cm", *std::move(version));
}

RuleSet Workbench::compile_named(const std::vector<std::string>& names, const fs::path& start,
                                 const std::function<std::vector<RuleOverride>(const RuleFiles&)>& overrides_for) {
  const std::vector<RuleSources> named = rule_sources_named(names, start);
  const std::optional<RuleCache> cache = rule_cache();
  const bool readable =
      std::all_of(named.begin(), named.end(), [](const RuleSources& one) { return one.problems.empty(); });
  const std::vector<RuleSource> sources = cache && readable ? all_files(named) : std::vector<RuleSource>();
  if (!sources.empty()) {
    if (std::optional<std::vector<RulePack>> packs = cache->find(sources)) {
      RuleFiles files{.packs = *std::move(packs)};
      std::vector<RuleOverride> overrides = overrides_for(files);
      return compiled(std::move(files), std::move(overrides));
    }
  }
  RuleFiles files = parsed(named);
  std::vector<RuleOverride> overrides = overrides_for(files);
  RuleSet rules = compiled(std::move(files), std::move(overrides));
  if (!sources.empty()) cache->keep(sources, rules.packs());
  return rules;
}

RuleSet Workbench::compile_rules(const std::vector<std::string>& names, const fs::path& start) {
  return compile_named(names, start, [this](const RuleFiles& files) {
    std::vector<RuleOverride> overrides = settings().overrides;
    std::erase_if(overrides, [&](const RuleOverride& one) { return !fits_one_of(files.packs, one); });
    return overrides;
  });
}

const RuleSet& Workbench::rules() {
  if (!rules_) {
    // Here every override must fit a rule: one that fits none is mistyped.
    const auto all_overrides = [this](const RuleFiles& /*files*/) { return settings().overrides; };
    rules_ = std::make_shared<RuleSet>(compile_named(settings().rules, folder(), all_overrides));
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
