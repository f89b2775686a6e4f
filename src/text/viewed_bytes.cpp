#include "text/viewed_bytes.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <string>

#include "text/characters.h"
#include "text/fold.h"
#include "text/tables/tables.h"
#include "text/utf8.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cm {
namespace {

using tables::FoldKind;

/// Sixteen bytes of ASCII made small, and what stands where: one bit a byte.
struct AsciiStep {
  std::uint32_t stop;    ///< neither a letter, digit, sign nor a single blank: to be looked at closer
  std::uint32_t words;   ///< letters, digits, underscores
  std::uint32_t digits;  ///< 0 to 9
};

#if defined(__SSE2__)
/// Which of sixteen bytes are letters, digits or underscores of ASCII.
std::uint32_t ascii_words(const __m128i& bytes) {
  const __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
  const auto in_range = [](const __m128i& values, char first, char last) {
    return _mm_and_si128(_mm_cmpgt_epi8(values, _mm_set1_epi8(static_cast<char>(first - 1))),
                         _mm_cmplt_epi8(values, _mm_set1_epi8(static_cast<char>(last + 1))));
  };
  const __m128i letters_and_digits = _mm_or_si128(in_range(small, 'a', 'z'), in_range(bytes, '0', '9'));
  return static_cast<std::uint32_t>(
      _mm_movemask_epi8(_mm_or_si128(letters_and_digits, _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_')))));
}

AsciiStep ascii_step(const char* from, char* to, std::uint32_t blank_before) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const auto above = [&](const __m128i& values, char limit) { return _mm_cmpgt_epi8(values, _mm_set1_epi8(limit)); };
  const auto below = [&](const __m128i& values, char limit) { return _mm_cmplt_epi8(values, _mm_set1_epi8(limit)); };
  const auto mask = [](const __m128i& values) { return static_cast<std::uint32_t>(_mm_movemask_epi8(values)); };
  const __m128i capital = _mm_and_si128(above(bytes, 'A' - 1), below(bytes, 'Z' + 1));
  const __m128i small = _mm_or_si128(bytes, _mm_and_si128(capital, _mm_set1_epi8(0x20)));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), small);
  const __m128i letter = _mm_and_si128(above(small, 'a' - 1), below(small, 'z' + 1));
  const __m128i line = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
  const std::uint32_t digits = mask(_mm_and_si128(above(bytes, '0' - 1), below(bytes, '9' + 1)));
  const std::uint32_t blanks = mask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
  // Signed comparison: bytes beyond ASCII are below 0x20 too.
  const std::uint32_t other = mask(_mm_or_si128(below(bytes, 0x20), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
  return {other | (blanks & (blanks << 1U | blank_before)), mask(_mm_or_si128(letter, line)) | digits, digits};
}
constexpr std::size_t step_size = 16;

/// Whether it is worth a step: between letters of another script it is not.
bool begins_with_ascii(const char* bytes) {
  std::uint32_t four = 0;
  std::memcpy(&four, bytes, sizeof four);
  return (four & 0x80808080U) == 0;
}
#endif

/// Sets bits from left to right, each block of 64 in a register until it is full.
class BitWriter {
 public:
  BitWriter(std::uint64_t* blocks, std::size_t at) : blocks_(blocks), block_(at / 64) {
    if (at % 64 != 0) word_ = blocks[block_] & ((std::uint64_t{1} << at % 64) - 1);
  }

  /// Up to 16 bits from `at` on, which is at most 48 behind where the last ones began.
  void put(std::size_t at, std::uint64_t bits) {
    if (at / 64 != block_) {
      blocks_[block_++] = word_;
      word_ = over_;
      over_ = 0;
    }
    word_ |= bits << at % 64;
    if (at % 64 > 48) over_ |= bits >> (64 - at % 64);
  }

  void finish() const {
    blocks_[block_] = word_;
    blocks_[block_ + 1] = over_;
  }

 private:
  std::uint64_t* blocks_;
  std::size_t block_;
  std::uint64_t word_ = 0;
  std::uint64_t over_ = 0;
};

}  // namespace

void ViewedBytes::make_room(std::size_t size) {
  if (text_.size() < size + room) text_.resize(size + room + size / 2);
  const std::size_t blocks = (size + room) / 64 + 2;
  if (bits_.size() < blocks) bits_.resize(blocks + blocks / 2);
}

void ViewedBytes::finish(std::size_t size) {
  size_ = size;
  std::memset(text_.data() + size, 0, room);
}

void ViewedBytes::mark_words(std::size_t begin) {
  const std::string_view text(text_.data(), size_);
  BitWriter words(bits_.data(), begin);
  for (std::size_t at = begin; at < size_;) {
#if defined(__SSE2__)
    if (size_ - at >= step_size && begins_with_ascii(text.data() + at)) {
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
      const auto wide = static_cast<std::uint32_t>(_mm_movemask_epi8(bytes));
      const auto size = std::min<std::size_t>(static_cast<std::size_t>(std::countr_zero(wide)), step_size);
      words.put(at, ascii_words(bytes) & ((std::uint32_t{1} << size) - 1));
      at += size;
      continue;
    }
#endif
    const CodePoint c = code_point_at(text, at);
    words.put(at, is_word_character(c.value) ? (std::uint64_t{1} << c.size) - 1 : 0);
    at += c.size;
  }
  words.finish();
}

void ViewedBytes::take(std::string_view utf8) {
  make_room(utf8.size());
  odd_ = false;
  has_digits_ = true;
  beyond_ascii_ = true;
  std::copy(utf8.begin(), utf8.end(), text_.begin());
  finish(utf8.size());
  mark_words(0);
}

template <bool in_steps>
void ViewedBytes::fold(std::string_view utf8) {
  // Few texts grow; those that do come back for more room.
  std::size_t limit = utf8.size() + utf8.size() / 2 + 64;
  make_room(limit + 64);
  const char* const in = utf8.data();
  char* out = text_.data();
  BitWriter words(bits_.data(), 0);
  std::size_t at = 0;
  std::size_t o = 0;
  bool blank = true;  // a blank stands last, or nothing
  std::uint32_t entries = 0;
  std::uint32_t digits = 0;

  const auto grow_to = [&](std::size_t size) {
    words.finish();
    limit = size;
    make_room(limit + 64);
    out = text_.data();
    words = BitWriter(bits_.data(), o);
  };

  while (at < utf8.size()) {
    if (o > limit) grow_to(limit * 2);
#if defined(__SSE2__)
    if constexpr (in_steps) {
      if (utf8.size() - at >= step_size && begins_with_ascii(in + at)) {
        const AsciiStep step = ascii_step(in + at, out + o, blank ? 1U : 0U);
        const auto taken = std::min<std::size_t>(static_cast<std::size_t>(std::countr_zero(step.stop)), step_size);
        if (taken > 0) {
          const std::uint32_t mask = (std::uint32_t{1} << taken) - 1;
          words.put(o, step.words & mask);
          digits |= step.digits & mask;
          o += taken;
          at += taken;
          blank = out[o - 1] == ' ';
          continue;
        }
      }
    }
#endif
    const auto lead = static_cast<unsigned char>(in[at]);
    char32_t c = lead;
    std::size_t size = 1;
    if (lead >= 0x80) {
      if (lead < 0xE0) {
        c = (lead & 0x1FU) << 6U | (static_cast<unsigned char>(in[at + 1]) & 0x3FU);
        size = 2;
      } else {
        const CodePoint point = code_point_at(utf8, at);
        c = point.value;
        size = point.size;
      }
    }
    const std::uint32_t entry = c < 0x800 ? tables::fold_entries[c] : tables::fold_entry(c);
    entries |= entry;
    const FoldKind kind = tables::kind_of(entry);
    const std::uint64_t word = (entry & tables::word_bit) != 0 ? ~std::uint64_t{0} : 0;
    if (kind >= FoldKind::one && kind <= FoldKind::three) {
      const char bytes[4] = {static_cast<char>(entry & 0xFFU), static_cast<char>(entry >> 8U & 0xFFU),
                             static_cast<char>(entry >> 16U & 0xFFU), 0};
      std::memcpy(out + o, bytes, 4);
      const auto count = static_cast<std::size_t>(kind);
      words.put(o, word & ((std::uint64_t{1} << count) - 1));
      o += count;
      blank = false;
    } else if (kind == FoldKind::copy) {
      std::memcpy(out + o, in + at, size);
      words.put(o, word & ((std::uint64_t{1} << size) - 1));
      o += size;
      blank = false;
    } else if (kind == FoldKind::blank) {
      if (!blank) {
        words.put(o, 0);
        out[o++] = ' ';
      }
      blank = true;
    } else if (kind == FoldKind::pool || kind == FoldKind::jamo) {
      // Rare: long forms, and Hangul letters that join what stands before them. The slow fold knows how.
      std::size_t before = o;
      if (kind == FoldKind::jamo && o > 0) before -= code_point_before({out, o}, o).size;
      std::string made = folded(std::string(out + before, o - before).append(in + at, size));
      if (before < o && out[before] == ' ') made.insert(0, 1, ' ');
      if (before + made.size() > limit) grow_to((before + made.size()) * 2);
      words.finish();
      std::memcpy(out + before, made.data(), made.size());
      o = before + made.size();
      blank = false;
      size_ = o;
      mark_words(before);
      words = BitWriter(bits_.data(), o);
    }
    at += size;
  }
  words.finish();
  if (o > 0 && out[o - 1] == ' ') --o;
  odd_ = (entries & tables::odd_bit) != 0;
  has_digits_ = digits != 0 || (entries & tables::digit_bit) != 0;
  beyond_ascii_ = (entries & tables::wide_bit) != 0;
  finish(o);
}

std::size_t ViewedBytes::count_digits() const {
  if (!has_digits_) return 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return static_cast<std::size_t>(std::count_if(text().begin(), text().end(), is_digit));
}

bool ViewedBytes::has_wide_row(std::size_t length) const {
  if (!beyond_ascii_) return false;
  std::size_t row = 0;
  for (const char c : text()) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      row = 0;
    } else if (byte >= 0xC0 && ++row >= length) {
      return true;
    }
  }
  return false;
}

void ViewedBytes::take_folded(std::string_view utf8, Vectors with) {
  if (with == Vectors::none) {
    fold<false>(utf8);
  } else {
    fold<true>(utf8);
  }
}

}  // namespace cm
