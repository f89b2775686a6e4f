// How `cm scan` prints: one line a format.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "model/subject.h"
#include "model/verdict.h"
#include "rules/rule_set.h"

namespace cm {

/// A judged comment and where it came from.
struct ScannedComment {
  const Subject& comment;
  const Verdict& verdict;
  std::string_view file;   ///< empty: the store
  std::uint64_t line = 0;  ///< 0: the store
  bool coloured = false;
};

struct ScanFormat {
  std::string_view name;
  std::string (*head)(const RuleSet&);
  void (*append)(const ScannedComment&, std::string& text);
  std::string_view separator;  ///< stands before each comment but the first
  std::string_view tail;
};

[[nodiscard]] std::span<const ScanFormat> scan_formats();

}  // namespace cm
