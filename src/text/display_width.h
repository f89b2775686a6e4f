// How many columns of a terminal a text takes, and where its lines are broken.
#pragma once

#include <cstddef>
#include <string_view>

namespace cm {

/// 2 for an East Asian wide letter and an emoji, 0 for a mark that stands on another letter, else 1. `grapheme`
/// is one character as a reader sees it (text/graphemes.h), in valid UTF-8.
[[nodiscard]] std::size_t width_of_grapheme(std::string_view grapheme, bool is_emoji);

/// Of a whole text in valid UTF-8, without line breaks.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace cm
