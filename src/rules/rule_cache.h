// RuleCache: parsed rule files, kept in the user's cache folder, so that the next run need neither parse
// nor compile them. Safe to delete, and believed only as far as it is checked.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "rules/rule_file.h"

namespace cm {

class RuleCache {
 public:
  /// `version` is that of the program: what another one wrote is not read.
  RuleCache(std::filesystem::path folder, std::string version);

  /// What parsing these files gave when they were last parsed with the same contents; nothing when
  /// they were not, or the entry is damaged, somebody else's or unreadable.
  [[nodiscard]] std::optional<std::vector<RulePack>> find(const std::vector<RuleSource>& sources) const;

  /// Keeps what these files hold: without problems, and after compile(). Where the folder cannot be
  /// written nothing is kept.
  void keep(const std::vector<RuleSource>& sources, const std::vector<RulePack>& packs) const;

 private:
  [[nodiscard]] std::string key_of(const std::vector<RuleSource>& sources) const;
  [[nodiscard]] std::filesystem::path entry(const std::string& key) const;
  void remove_oldest() const;

  std::filesystem::path folder_;
  std::string version_;
};

}  // namespace cm
