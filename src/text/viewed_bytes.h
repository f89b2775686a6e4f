// ViewedBytes: a text as one view shows it, laid out for searching: which bytes belong to words, and
// room behind the end, so that searches may load eight bytes anywhere in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cm {

/// Kinds of characters that a text has or a pattern needs, as bits.
using CharacterKinds = std::uint8_t;
constexpr CharacterKinds ascii_digits = 1;
constexpr CharacterKinds beyond_ascii = 2;
constexpr CharacterKinds all_kinds = ascii_digits | beyond_ascii;

class ViewedBytes {
 public:
  /// Bytes that may be read behind the last one; they are 0.
  static constexpr std::size_t room = 32;

  /// Takes fold(utf8).text in, at several bytes a step. `utf8` is valid UTF-8.
  void take_folded(std::string_view utf8);

  /// The same without the vector instructions of this machine: what other machines do.
  void take_folded_plainly(std::string_view utf8);

  /// Takes a text in as it is.
  void take(std::string_view utf8);

  [[nodiscard]] std::string_view text() const { return {text_.data(), size_}; }

  /// Bit i of word i / 64: byte i is part of a word character (text/characters.h). Bits behind the end are 0.
  [[nodiscard]] const std::uint64_t* word_bits() const { return bits_.data(); }
  [[nodiscard]] std::size_t word_bit_blocks() const { return (size_ + 63) / 64; }

  /// The kinds of characters in the text; all of them where nobody looked.
  [[nodiscard]] CharacterKinds kinds() const { return kinds_; }

  /// Whether a letter of the text that was folded may be meant for another, or its direction is turned.
  [[nodiscard]] bool has_odd_letters() const { return odd_; }

 private:
  template <bool vectors>
  void fold(std::string_view utf8);
  void make_room(std::size_t size);
  void mark_words(std::size_t begin);
  void finish(std::size_t size);

  std::vector<char> text_;
  std::vector<std::uint64_t> bits_;
  std::size_t size_ = 0;
  CharacterKinds kinds_ = 0;
  bool odd_ = false;
};

}  // namespace cm
