// Graphemes: characters as a reader sees them, by the rules of Unicode's annex 29.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace cm {

/// One character as a reader sees it.
struct Grapheme {
  std::size_t size = 0;         ///< in bytes
  std::size_t code_points = 0;  ///< it is made of
  bool is_emoji = false;        ///< a pictograph or a flag
};

/// The grapheme that starts at `at`, which is before the end of `text`. `text` is valid UTF-8.
[[nodiscard]] Grapheme grapheme_at(std::string_view text, std::size_t at);

[[nodiscard]] std::size_t count_graphemes(std::string_view text);

}  // namespace cm
