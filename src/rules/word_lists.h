// Word lists of other tools: into a rule file, and out of rules.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_file.h"

namespace cm {

/// Words of another tool, and how that tool compares them.
struct ForeignWords {
  std::vector<std::string> words;    ///< '*' at either end
  std::vector<std::string> regexes;  ///< words with a wildcard inside, as the views compare
  Boundary boundary = Boundary::word;
  std::size_t left_out = 0;  ///< lines without a letter, and repeats
};

/// What a list could not hold.
struct ExportReport {
  std::size_t written = 0;
  std::size_t regexes = 0;      ///< no list knows cm's regexes
  std::size_t conditional = 0;  ///< words of rules with conditions: a list would act without them
  std::size_t too_short = 0;    ///< words that a tool without word boundaries would find inside ordinary words
  std::size_t over_limit = 0;   ///< what the tool's limit leaves no room for
};

struct ListFormat {
  std::string_view name;
  std::string_view meaning;
  ForeignWords (*read)(std::string_view contents);  ///< null: cannot be imported
  std::size_t most_words;                           ///< 0: no limit
  std::size_t most_characters;                      ///< 0: no limit
  bool finds_inside_words;                          ///< the tool has no word boundaries
  bool knows_stars;
  std::string_view separator;
};

/// Every format, one line each.
[[nodiscard]] std::span<const ListFormat> list_formats();

/// A rule file in shadow mode with these words.
[[nodiscard]] std::string rule_file_of(const ForeignWords& foreign, std::string_view id, std::string_view label,
                                       std::string_view source);

/// The words of evidence rules that read the text, the strongest rules first; `ordinary` are folded
/// words that a list without boundaries must not hit.
[[nodiscard]] std::string word_list_of(const std::vector<const Rule*>& rules, const ListFormat& format,
                                       const std::vector<std::string>& ordinary, ExportReport& report);

}  // namespace cm
