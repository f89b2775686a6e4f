// The character tables that make_tables.cpp writes at build time from ICU's data, so that cm itself needs no ICU.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cm::tables {

/// What becomes of a code point in the fold view. Code points below 0x800 are never `copy`.
enum class FoldKind : std::uint32_t {
  copy,   ///< stays as it is
  one,    ///< becomes one byte, in the low bits of the entry
  two,    ///< becomes two bytes, the first in the lowest bits
  three,  ///< becomes three bytes
  pool,   ///< becomes fold_pool[low 16 bits], as many bytes as bits 16 to 23 say
  blank,  ///< becomes a blank, one for a run of them
  mark,   ///< goes away and belongs to the letter before it
  drop,   ///< goes away
  jamo,   ///< a Hangul vowel or final in the low bits, which may join the syllable before it
};

/// Scripts and classes that the judge tells apart.
enum class CharClass : std::uint8_t {
  other,  ///< punctuation, symbols, controls
  latin,
  greek,
  cyrillic,
  arabic,
  hebrew,
  letter,  ///< of any other script
  mark,
  digit,  ///< decimal digits of any script
  blank,
};

constexpr std::size_t page_bits = 7;
constexpr std::size_t page_size = std::size_t{1} << page_bits;
constexpr char32_t last_code_point = 0x10FFFF;

/// Entries of code points below 0x800 stand at their own index; the others are found through the page.
extern const std::uint16_t fold_page[];
extern const std::uint32_t fold_entries[];
extern const unsigned char fold_pool[];

/// Bits 0 to 3: CharClass. Then flags:
constexpr std::uint8_t upper_flag = 0x10;
constexpr std::uint8_t lower_flag = 0x20;
constexpr std::uint8_t emoji_flag = 0x40;
constexpr std::uint8_t look_alike_flag = 0x80;
extern const std::uint16_t property_page[];
extern const std::uint8_t properties[];

/// Letters that look like others: code point in the high bits, the ASCII letter in the low 8. Sorted.
extern const std::uint32_t look_alikes[];
extern const std::size_t look_alike_count;

inline std::uint32_t fold_entry(char32_t code_point) {
  return fold_entries[std::size_t{fold_page[code_point >> page_bits]} * page_size + (code_point & (page_size - 1))];
}

/// Bits of an entry beyond its kind (bits 24 to 27): what it becomes is part of a word; it may be meant
/// for another letter; what it becomes has a digit of ASCII; what it becomes has more than ASCII.
constexpr std::uint32_t word_bit = 0x10000000;
constexpr std::uint32_t odd_bit = 0x20000000;
constexpr std::uint32_t digit_bit = 0x40000000;
constexpr std::uint32_t wide_bit = 0x80000000;

inline FoldKind kind_of(std::uint32_t entry) { return static_cast<FoldKind>(entry >> 24 & 0xFU); }

inline std::uint8_t property_of(char32_t code_point) {
  return properties[std::size_t{property_page[code_point >> page_bits]} * page_size + (code_point & (page_size - 1))];
}

}  // namespace cm::tables
