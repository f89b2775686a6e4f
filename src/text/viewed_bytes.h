// ViewedBytes: a text as one view shows it, laid out for searching: which bytes belong to words, and
// room behind the end, so that searches may load eight bytes anywhere in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "text/vectors.h"

namespace cm {

class ViewedBytes {
 public:
  /// Bytes that may be read behind the last one; they are 0.
  static constexpr std::size_t room = 32;

  /// Takes fold(utf8).text in, with vector instructions at several bytes a step. `utf8` is valid UTF-8.
  void take_folded(std::string_view utf8, Vectors with = vectors());

  /// Takes a text in as it is.
  void take(std::string_view utf8);

  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

  /// Bit i of word i / 64: byte i is part of a word character (text/characters.h). Bits behind the end are 0.
  [[nodiscard]] const std::uint64_t* word_bits() const { return bits_.data(); }
  [[nodiscard]] std::size_t word_bit_blocks() const { return (size_ + 63) / 64; }

  /// Whether the text may have anything but ASCII.
  [[nodiscard]] bool goes_beyond_ascii() const { return beyond_ascii_; }

  /// How many digits of ASCII the text has.
  [[nodiscard]] std::size_t count_digits() const;

  /// Whether so many code points beyond ASCII stand in a row.
  [[nodiscard]] bool has_wide_row(std::size_t length) const;

  /// Whether a letter of the text that was folded may be meant for another, or its direction is turned.
  [[nodiscard]] bool has_odd_letters() const { return odd_; }

 private:
  template <bool in_steps>
  void fold(std::string_view utf8);
  void make_room(std::size_t size);
  void mark_words(std::size_t begin);
  void finish(std::size_t size);

  std::vector<char> text_;
  std::vector<std::uint64_t> bits_;
  std::size_t size_ = 0;
  bool has_digits_ = false;
  bool beyond_ascii_ = false;
  bool odd_ = false;
};

}  // namespace cm
