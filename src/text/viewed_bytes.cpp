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
  std::uint32_t stop;   ///< neither a letter, digit, sign nor a single blank: to be looked at closer
  std::uint32_t words;  ///< letters, digits, underscores
};

#if defined(__SSE2__)
AsciiStep ascii_step(const char* from, char* to, std::uint32_t blank_before) {
  const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
  const auto above = [&](const __m128i& values, char limit) { return _mm_cmpgt_epi8(values, _mm_set1_epi8(limit)); };
  const auto below = [&](const __m128i& values, char limit) { return _mm_cmplt_epi8(values, _mm_set1_epi8(limit)); };
  const auto mask = [](const __m128i& values) { return static_cast<std::uint32_t>(_mm_movemask_epi8(values)); };
  const __m128i capital = _mm_and_si128(above(bytes, 'A' - 1), below(bytes, 'Z' + 1));
  const __m128i small = _mm_or_si128(bytes, _mm_and_si128(capital, _mm_set1_epi8(0x20)));
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), small);
  const __m128i letter = _mm_and_si128(above(small, 'a' - 1), below(small, 'z' + 1));
  const __m128i digit = _mm_and_si128(above(bytes, '0' - 1), below(bytes, '9' + 1));
  const __m128i line = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'));
  const std::uint32_t blanks = mask(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(' ')));
  // Signed comparison: bytes beyond ASCII are below 0x20 too.
  const std::uint32_t other = mask(_mm_or_si128(below(bytes, 0x20), _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7F))));
  return {other | (blanks & (blanks << 1U | blank_before)), mask(_mm_or_si128(letter, _mm_or_si128(digit, line)))};
}
constexpr std::size_t step_size = 16;
#endif

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
  for (std::size_t at = begin; at < size_;) {
    const CodePoint c = code_point_at(text, at);
    if (is_word_character(c.value)) {
      for (std::size_t i = at; i < at + c.size; ++i) bits_[i / 64] |= std::uint64_t{1} << i % 64;
    }
    at += c.size;
  }
}

void ViewedBytes::take(std::string_view utf8) {
  make_room(utf8.size());
  odd_ = false;
  std::copy(utf8.begin(), utf8.end(), text_.begin());
  std::fill_n(bits_.begin(), (utf8.size() + room) / 64 + 2, 0);
  finish(utf8.size());
  mark_words(0);
}

template <bool vectors>
void ViewedBytes::fold(std::string_view utf8) {
  // Few texts grow; those that do come back for more room.
  std::size_t limit = 0;
  std::size_t clear_from = 0;
  const auto grow_to = [&](std::size_t size) {
    make_room(size + 64);
    limit = size;
    const std::size_t blocks = (size + 64 + room) / 64 + 2;
    std::fill(bits_.begin() + static_cast<std::ptrdiff_t>(clear_from),
              bits_.begin() + static_cast<std::ptrdiff_t>(blocks), 0);
    clear_from = blocks;
  };
  grow_to(utf8.size() + utf8.size() / 2 + 64);
  const char* const in = utf8.data();
  char* out = text_.data();
  std::uint64_t* bits = bits_.data();
  std::size_t at = 0;
  std::size_t o = 0;
  bool blank = true;  // a blank stands last, or nothing
  std::uint32_t odd = 0;

  const auto put_bits = [&](std::size_t to, std::uint64_t mask) {
    bits[to / 64] |= mask << to % 64;
    if (to % 64 > 48) bits[to / 64 + 1] |= mask >> (64 - to % 64);
  };
  const auto put_blank = [&] {
    if (!blank) out[o++] = ' ';
    blank = true;
  };

  while (at < utf8.size()) {
    if (o > limit) {
      grow_to(limit * 2);
      out = text_.data();
      bits = bits_.data();
    }
#if defined(__SSE2__)
    if constexpr (vectors) {
      if (utf8.size() - at >= step_size) {
        const AsciiStep step = ascii_step(in + at, out + o, blank ? 1U : 0U);
        const auto taken = std::min<std::size_t>(static_cast<std::size_t>(std::countr_zero(step.stop)), step_size);
        if (taken > 0) {
          put_bits(o, step.words & ((std::uint32_t{1} << taken) - 1));
          o += taken;
          at += taken;
          blank = out[o - 1] == ' ';
          if (taken == step_size) continue;
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
    odd |= entry;
    const FoldKind kind = tables::kind_of(entry);
    const std::uint64_t word = (entry & tables::word_bit) != 0 ? ~std::uint64_t{0} : 0;
    if (kind >= FoldKind::one && kind <= FoldKind::three) {
      const char bytes[4] = {static_cast<char>(entry & 0xFFU), static_cast<char>(entry >> 8U & 0xFFU),
                             static_cast<char>(entry >> 16U & 0xFFU), 0};
      std::memcpy(out + o, bytes, 4);
      const auto count = static_cast<std::size_t>(kind);
      put_bits(o, word & ((std::uint64_t{1} << count) - 1));
      o += count;
      blank = false;
    } else if (kind == FoldKind::copy) {
      std::memcpy(out + o, in + at, size);
      put_bits(o, word & ((std::uint64_t{1} << size) - 1));
      o += size;
      blank = false;
    } else if (kind == FoldKind::blank) {
      put_blank();
    } else if (kind == FoldKind::pool || kind == FoldKind::jamo) {
      // Rare: long forms, and Hangul letters that join what stands before them. The slow fold knows how.
      std::size_t before = o;
      if (kind == FoldKind::jamo && o > 0) before -= code_point_before({out, o}, o).size;
      std::string made = folded(std::string(out + before, o - before).append(in + at, size));
      if (before < o && out[before] == ' ') made.insert(0, 1, ' ');
      if (before + made.size() > limit) {
        grow_to((before + made.size()) * 2);
        out = text_.data();
        bits = bits_.data();
      }
      std::memcpy(out + before, made.data(), made.size());
      for (std::size_t i = before; i < o; ++i) bits[i / 64] &= ~(std::uint64_t{1} << i % 64);
      o = before + made.size();
      blank = false;
      size_ = o;
      mark_words(before);
    }
    at += size;
  }
  if (o > 0 && out[o - 1] == ' ') --o;
  odd_ = (odd & tables::odd_bit) != 0;
  finish(o);
}

void ViewedBytes::take_folded(std::string_view utf8) { fold<true>(utf8); }

void ViewedBytes::take_folded_plainly(std::string_view utf8) { fold<false>(utf8); }

}  // namespace cm
