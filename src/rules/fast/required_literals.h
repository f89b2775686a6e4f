// Literals that every match of a regex must contain: what is looked for before the regex is tried.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cm {

/// How the text that will be searched was made.
enum class TextCase {
  as_it_came,
  folded,  ///< by text/fold.h: a letter that has two cases stands in its small form only
};

/// What every text that a regex matches has. What is not known is left out: that costs speed, never a hit.
struct Requirements {
  /// At least one of these stands in it. Nothing when no such list was found, or only one with too
  /// common or too short literals.
  std::optional<std::vector<std::string>> literals;
  /// At least one of each of these stands in it, too: short ones such as "%" among them.
  std::vector<std::vector<std::string>> also;
  std::size_t digits = 0;  ///< so many digits of ASCII, or more
  std::size_t wide = 0;    ///< so many code points beyond ASCII in a row, or more

  bool operator==(const Requirements&) const = default;
};

/// Nothing is known of a regex that RE2 does not compile, or with syntax that is not understood here.
[[nodiscard]] Requirements requirements_of(std::string_view regex, TextCase text_case);

/// How rare a literal is in ordinary text, about, in bits. From general letter frequencies of English,
/// French and Arabic, not from anybody's comments.
[[nodiscard]] double rarity(std::string_view literal);

/// Literals shorter than this are not looked for (gram_index.h).
[[nodiscard]] bool is_long_enough(std::string_view literal);

}  // namespace cm
