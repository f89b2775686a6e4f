// The fold view: text as rules compare it, and the way back to the bytes it came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cm {

/// A text as one view shows it. Byte i of `text` came from the original bytes [begin[i], end[i]).
/// A span [b, e) of the view is [begin[b], end[e - 1]) in the original: combining marks that sit on
/// the last letter belong to it, zero-width characters and separators behind it do not.
struct ViewedText {
  std::string text;
  std::vector<std::uint32_t> begin;
  std::vector<std::uint32_t> end;
};

/// NFKC, case folded, marks stripped (also Arabic harakat), zero-width characters and tatweel
/// dropped, Arabic letter variants unified, typographic quotes to ASCII, white space to one blank
/// (none at either end). `utf8` must be valid UTF-8.
[[nodiscard]] ViewedText fold(std::string_view utf8);

/// The original bytes [begin[from], end[to - 1]) of fold(utf8), for a span [from, to) of its text that is not empty.
struct OriginalSpan {
  std::size_t begin = 0;
  std::size_t end = 0;
};
[[nodiscard]] OriginalSpan unfolded(std::string_view utf8, std::size_t from, std::size_t to);

/// The same text as fold(utf8).text, without the way back: for hashing repeats and folding patterns.
[[nodiscard]] std::string folded(std::string_view utf8);

}  // namespace cm
