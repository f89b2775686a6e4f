// lint: what is wrong with rules that can be read and compiled: habits that let good comments suffer,
// bad ones pass, or time be wasted.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "rules/rule_file.h"

namespace cm {

struct LintFinding {
  std::string_view check;  ///< "inside-a-word"
  Place place;
  std::string message;
};

/// What lint needs beside the rules.
struct LintContext {
  std::vector<std::string> ordinary_words;  ///< which hold ruder ones; folded and sorted
  std::vector<std::string> everyday_words;  ///< which every other comment holds; folded and sorted
};

struct LintCheck {
  std::string_view name;
  std::string_view meaning;
  void (*look)(const Rule&, const LintContext&, std::vector<LintFinding>&);
};

/// Every check that looks at one rule alone, one line each; `duplicates` looks at all of them.
[[nodiscard]] std::span<const LintCheck> lint_checks();

/// All findings, in the order of files and lines.
[[nodiscard]] std::vector<LintFinding> lint(const std::vector<RulePack>& packs, const LintContext& context);

/// The words of every ordinary-words.txt and everyday-words.txt in a folder and below. None when there
/// are no such files.
[[nodiscard]] LintContext lint_context_below(const std::filesystem::path& folder);

}  // namespace cm
