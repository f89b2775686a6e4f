// The cheap scan of every comment: signs of evasive spelling in folded text. Sixty-four bytes at a time
// become bit masks, one bit a byte; where their pattern fits, the place is looked at closer.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/characters.h"
#include "text/deobfuscate.h"
#include "text/utf8.h"
#include "text/vectors.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cm {
namespace {

// A window of 64 bytes answers for those in its middle: patterns look back and ahead.
constexpr std::size_t window = 64;
constexpr std::size_t look_back = 8;
constexpr std::size_t step = 40;

constexpr std::size_t longest_name = 64;

/// What stands where in a window.
struct Masks {
  std::uint64_t letter = 0;  ///< a to z
  std::uint64_t wide = 0;    ///< bytes beyond ASCII
  std::uint64_t digit = 0;   ///< 0 to 9
  std::uint64_t leet = 0;    ///< 0 1 4 @ $ ! |
  std::uint64_t sign = 0;    ///< @ $ !
  std::uint64_t dollar = 0;
  std::uint64_t at = 0;
  std::uint64_t mask = 0;  ///< * %
  std::uint64_t three = 0;
  std::uint64_t u_or_i = 0;
  std::uint64_t quiet = 0;  ///< a blank or an apostrophe or a quote
  std::uint64_t same_as_next = 0;
  std::uint64_t same_as_second = 0;
  std::uint64_t two_byte = 0;   ///< the first of two
  std::uint64_t four_byte = 0;  ///< the first of four
};

bool is_letter_byte(unsigned char c) { return c >= 0x80 || (c >= 'a' && c <= 'z'); }
bool is_digit_byte(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_vowel(unsigned char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }
bool is_consonant(unsigned char c) { return c >= 'a' && c <= 'z' && !is_vowel(c); }

/// `bytes` has `window` bytes and two more.
Masks masks_of_plainly(const unsigned char* bytes) {
  Masks masks;
  for (std::size_t i = 0; i < window; ++i) {
    const unsigned char c = bytes[i];
    const auto put = [&](std::uint64_t& mask, bool holds) { mask |= std::uint64_t{holds ? 1U : 0U} << i; };
    put(masks.letter, c >= 'a' && c <= 'z');
    put(masks.wide, c >= 0x80);
    put(masks.digit, is_digit_byte(c));
    put(masks.sign, c == '@' || c == '$' || c == '!');
    put(masks.leet, c == '0' || c == '1' || c == '4' || c == '@' || c == '$' || c == '!' || c == '|');
    put(masks.dollar, c == '$');
    put(masks.at, c == '@');
    put(masks.mask, c == '*' || c == '%');
    put(masks.three, c == '3');
    put(masks.u_or_i, c == 'u' || c == 'i');
    put(masks.quiet, c == ' ' || c == '\'' || c == '"');
    put(masks.same_as_next, c == bytes[i + 1]);
    put(masks.same_as_second, c == bytes[i + 2]);
    put(masks.two_byte, (c & 0xE0U) == 0xC0U);
    put(masks.four_byte, c == 0xF0);
  }
  return masks;
}

#if defined(__SSE2__)
Masks masks_of_sse2(const unsigned char* bytes) {
  Masks masks;
  for (std::size_t i = 0; i < window; i += 16) {
    const auto load = [&](std::size_t at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes + at)); };
    const __m128i x = load(i);
    const auto is = [&](int c) { return _mm_cmpeq_epi8(x, _mm_set1_epi8(static_cast<char>(c))); };
    const auto range = [&](char first, char last) {
      const __m128i from = _mm_sub_epi8(x, _mm_set1_epi8(first));
      return _mm_cmpeq_epi8(_mm_min_epu8(from, _mm_set1_epi8(static_cast<char>(last - first))), from);
    };
    const auto either = [](const __m128i& a, const __m128i& b) { return _mm_or_si128(a, b); };
    const auto put = [&](std::uint64_t& mask, const __m128i& holds) {
      mask |= std::uint64_t{static_cast<std::uint32_t>(_mm_movemask_epi8(holds))} << i;
    };
    const __m128i dollar = is('$');
    const __m128i at = is('@');
    const __m128i sign = either(either(dollar, at), is('!'));
    put(masks.letter, range('a', 'z'));
    put(masks.wide, x);
    put(masks.digit, range('0', '9'));
    put(masks.sign, sign);
    put(masks.leet, either(either(sign, is('|')), either(is('4'), range('0', '1'))));
    put(masks.dollar, dollar);
    put(masks.at, at);
    put(masks.mask, either(is('*'), is('%')));
    put(masks.three, is('3'));
    put(masks.u_or_i, either(is('u'), is('i')));
    put(masks.quiet, either(is(' '), either(is('\''), is('"'))));
    put(masks.same_as_next, _mm_cmpeq_epi8(x, load(i + 1)));
    put(masks.same_as_second, _mm_cmpeq_epi8(x, load(i + 2)));
    put(masks.two_byte, _mm_cmpeq_epi8(_mm_and_si128(x, _mm_set1_epi8(static_cast<char>(0xE0))),
                                       _mm_set1_epi8(static_cast<char>(0xC0))));
    put(masks.four_byte, is(0xF0));
  }
  return masks;
}
#else
Masks masks_of_sse2(const unsigned char* bytes) { return masks_of_plainly(bytes); }
#endif

#if defined(__x86_64__)
namespace avx2 {

[[gnu::target("avx2")]] __m256i all(int c) { return _mm256_set1_epi8(static_cast<char>(c)); }
[[gnu::target("avx2")]] __m256i is(const __m256i& x, int c) { return _mm256_cmpeq_epi8(x, all(c)); }
[[gnu::target("avx2")]] __m256i either(const __m256i& a, const __m256i& b) { return _mm256_or_si256(a, b); }
[[gnu::target("avx2")]] __m256i in_range(const __m256i& x, int first, int last) {
  const __m256i from = _mm256_sub_epi8(x, all(first));
  return _mm256_cmpeq_epi8(_mm256_min_epu8(from, all(last - first)), from);
}
[[gnu::target("avx2")]] std::uint64_t bits(const __m256i& holds) {
  return static_cast<std::uint32_t>(_mm256_movemask_epi8(holds));
}

}  // namespace avx2

/// The same with registers twice as wide.
[[gnu::target("avx2")]] Masks masks_of_avx2(const unsigned char* bytes) {
  Masks masks;
  for (std::size_t i = 0; i < window; i += 32) {
    const __m256i x = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i));
    const __m256i next = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i + 1));
    const __m256i second = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes + i + 2));
    const __m256i dollar = avx2::is(x, '$');
    const __m256i at = avx2::is(x, '@');
    const __m256i sign = avx2::either(avx2::either(dollar, at), avx2::is(x, '!'));
    const __m256i zero_one_four = avx2::either(avx2::is(x, '4'), avx2::in_range(x, '0', '1'));
    const __m256i quotes = avx2::either(avx2::is(x, '\''), avx2::is(x, '"'));
    masks.letter |= avx2::bits(avx2::in_range(x, 'a', 'z')) << i;
    masks.wide |= avx2::bits(x) << i;
    masks.digit |= avx2::bits(avx2::in_range(x, '0', '9')) << i;
    masks.sign |= avx2::bits(sign) << i;
    masks.leet |= avx2::bits(avx2::either(avx2::either(sign, avx2::is(x, '|')), zero_one_four)) << i;
    masks.dollar |= avx2::bits(dollar) << i;
    masks.at |= avx2::bits(at) << i;
    masks.mask |= avx2::bits(avx2::either(avx2::is(x, '*'), avx2::is(x, '%'))) << i;
    masks.three |= avx2::bits(avx2::is(x, '3')) << i;
    masks.u_or_i |= avx2::bits(avx2::either(avx2::is(x, 'u'), avx2::is(x, 'i'))) << i;
    masks.quiet |= avx2::bits(avx2::either(avx2::is(x, ' '), quotes)) << i;
    masks.same_as_next |= avx2::bits(_mm256_cmpeq_epi8(x, next)) << i;
    masks.same_as_second |= avx2::bits(_mm256_cmpeq_epi8(x, second)) << i;
    masks.two_byte |= avx2::bits(avx2::is(_mm256_and_si256(x, avx2::all(0xE0)), 0xC0)) << i;
    masks.four_byte |= avx2::bits(avx2::is(x, 0xF0)) << i;
  }
  return masks;
}
#else
Masks masks_of_avx2(const unsigned char* bytes) { return masks_of_plainly(bytes); }
#endif

template <Vectors with>
Masks masks_of(const unsigned char* bytes) {
  if constexpr (with == Vectors::avx2) return masks_of_avx2(bytes);
  if constexpr (with == Vectors::sse2) return masks_of_sse2(bytes);
  return masks_of_plainly(bytes);
}

/// A folded text whose neighbourhood is blanks.
class Text {
 public:
  explicit Text(std::string_view text) : text_(text) {}

  [[nodiscard]] unsigned char at(std::size_t i) const {
    return i < text_.size() ? static_cast<unsigned char>(text_[i]) : ' ';
  }
  [[nodiscard]] unsigned char before(std::size_t i) const { return i > 0 ? at(i - 1) : ' '; }

  /// Whether the byte stands in a "@name" or right behind one; "@ss" and "@$$" are no names.
  [[nodiscard]] bool is_in_mention(std::size_t i) const {
    const std::size_t farthest = i > longest_name ? i - longest_name : 0;
    while (i > farthest && (is_letter_byte(at(i - 1)) || is_digit_byte(at(i - 1)) || at(i - 1) == '_')) --i;
    if (i == 0 || at(i - 1) != '@' || is_letter_byte(before(i - 1))) return false;
    return at(i) != '$' && !(at(i) == 's' && at(i + 1) == 's');
  }

  /// Whether a row of the letter at `i` begins here, in a word that has other letters too.
  [[nodiscard]] bool is_stretched(std::size_t i) const {
    const CodePoint letter = code_point_at(text_, i);
    if (!is_word_character(letter.value)) return false;
    const std::string_view bytes = text_.substr(i, letter.size);
    if (i >= letter.size && text_.substr(i - letter.size, letter.size) == bytes) return false;
    std::size_t end = i + letter.size;
    while (text_.substr(end, letter.size) == bytes) end += letter.size;
    return is_letter_byte(before(i)) || is_letter_byte(at(end));
  }

  /// Three single letters in a row with up to three signs between two of them, or two single letters and
  /// the start of a word with no blank between.
  [[nodiscard]] bool has_single_letters() const {
    std::size_t singles = 0;
    std::size_t letters = 0;
    std::size_t group = 0;  // letters and digits in this group
    std::size_t gap = 0;    // bytes since the last group
    bool tight = true;      // no blank since the first single letter
    const auto forget = [&] {
      singles = 0;
      letters = 0;
      tight = true;
    };
    for (std::size_t i = 0; i < text_.size();) {
      const CodePoint c = code_point_at(text_, i);
      const bool ascii_unit =
          is_letter_byte(at(i)) || is_digit_byte(at(i)) || c.value == U'@' || c.value == U'$' || c.value == U'!';
      if (c.value < 0x80 ? ascii_unit : is_word_character(c.value) || is_flag_letter(c.value)) {
        if (gap > 3) forget();
        gap = 0;
        ++group;
        if (group == 1 && singles >= 2 && tight && letters >= 1) return true;
        if (group == 2) forget();
      } else {
        if (group == 1) {
          ++singles;
          if (is_letter_byte(before(i))) ++letters;
          if (letters >= 3) return true;
        }
        group = 0;
        ++gap;
        if (c.value == U' ') tight = false;
        if (c.value == U'\'' || c.value == U'"') forget();
      }
      i += c.size;
    }
    return group == 1 && letters >= 2 && is_letter_byte(before(text_.size()));
  }

 private:
  std::string_view text_;
};

/// What of a window needs a closer look: bits of the places.
struct Places {
  std::uint64_t leet = 0;       ///< a digit or sign among letters
  std::uint64_t sure = 0;       ///< signs that mean evasion anywhere
  std::uint64_t stretched = 0;  ///< the first of three of the same
  std::uint64_t singles = 0;    ///< single letters
};

Places places_in(const Masks& m, const unsigned char* bytes) {
  Places places;
  const std::uint64_t letter = m.letter | m.wide;
  const std::uint64_t behind_letter = letter << 1U;
  const std::uint64_t before_letter = letter >> 1U;
  places.leet = behind_letter & ((m.leet & before_letter) | (m.mask & (before_letter | m.same_as_next)) |
                                 (m.digit & m.same_as_next & (letter >> 2U)) | (m.dollar & (m.dollar >> 1U)));
  // The few that ask for consonants.
  std::uint64_t doubled = m.u_or_i & m.same_as_next & behind_letter & (letter >> 2U);
  for (; doubled != 0; doubled &= doubled - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(doubled));
    if (i > 0 && i + 2 < window && is_consonant(bytes[i - 1]) && is_consonant(bytes[i + 2]))
      places.sure |= std::uint64_t{1} << i;
  }
  std::uint64_t threes = m.three & behind_letter & before_letter;
  for (; threes != 0; threes &= threes - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(threes));
    if (i > 0 && i + 1 < window && is_consonant(bytes[i - 1]) && is_consonant(bytes[i + 1]))
      places.leet |= std::uint64_t{1} << i;
  }
  std::uint64_t signs = (m.dollar | m.at) & ~behind_letter & (before_letter | (m.dollar >> 1U));
  for (; signs != 0; signs &= signs - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(signs));
    if (i + 2 >= window) continue;
    const bool dollar = bytes[i] == '$' && is_letter_byte(bytes[i + 1]) && is_letter_byte(bytes[i + 2]);
    const bool at = bytes[i] == '@' && (bytes[i + 1] == '$' || (bytes[i + 1] == 's' && bytes[i + 2] == 's'));
    if (dollar || at) places.sure |= std::uint64_t{1} << i;
  }
  const std::uint64_t same_letter = m.same_as_next & m.letter;
  const std::uint64_t pair = m.same_as_second & (m.same_as_second >> 1U);
  places.stretched = (same_letter & (same_letter >> 1U)) | (m.two_byte & pair & (pair >> 2U));

  const std::uint64_t unit = letter | m.digit | m.sign;
  const std::uint64_t open = ~(unit << 1U);
  const std::uint64_t gap = ~unit & ~m.quiet;
  const auto row = [](std::uint64_t singles, unsigned size) {
    const auto next = [size](std::uint64_t mask) {
      return mask >> (size + 1) | mask >> (size + 2) | mask >> (size + 3);
    };
    const std::uint64_t two = singles & next(singles);
    return two & next(two);
  };
  const auto tight = [&](std::uint64_t singles, unsigned size) {
    return singles & (singles >> (size + 1)) & (gap >> size) & (gap >> (2 * size + 1)) & (unit >> (2 * size + 2));
  };
  const std::uint64_t one = unit & ~m.wide & open & ~(unit >> 1U);
  const std::uint64_t two = m.two_byte & open & ~(unit >> 2U);
  const std::uint64_t four = m.four_byte & open & ~(unit >> 4U);
  places.singles = row(one, 1) | row(two, 2) | (four & (four >> 5U) & (four >> 10U)) | tight(one, 1) | tight(two, 2);
  return places;
}

template <Vectors with>
bool has_odd_spelling_in(std::string_view folded) {
  const Text text(folded);
  bool singles_asked = false;
  for (std::size_t begin = 0; begin < folded.size(); begin += step) {
    // The window begins `look_back` bytes earlier; blanks stand outside the text.
    std::array<unsigned char, window + 16> edge;
    const unsigned char* bytes = nullptr;
    if (begin >= look_back && begin - look_back + window + 2 <= folded.size()) {
      bytes = reinterpret_cast<const unsigned char*>(folded.data()) + (begin - look_back);
    } else {
      edge.fill(' ');
      const std::size_t from = begin >= look_back ? begin - look_back : 0;
      const std::size_t skip = begin >= look_back ? 0 : look_back - begin;
      const std::size_t count = std::min(folded.size() - from, window + 2 - skip);
      std::memcpy(edge.data() + skip, folded.data() + from, count);
      bytes = edge.data();
    }
    const Masks masks = masks_of<with>(bytes);
    Places places = places_in(masks, bytes);
    constexpr std::uint64_t middle = ((std::uint64_t{1} << step) - 1) << look_back;
    const auto place_of = [&](std::uint64_t mask) {
      return begin + static_cast<std::size_t>(std::countr_zero(mask)) - look_back;
    };
    if ((places.sure & middle) != 0) return true;
    for (std::uint64_t left = places.leet & middle; left != 0; left &= left - 1) {
      if (!text.is_in_mention(place_of(left))) return true;
    }
    for (std::uint64_t left = places.stretched & middle; left != 0; left &= left - 1) {
      if (text.is_stretched(place_of(left))) return true;
    }
    if (!singles_asked && (places.singles & middle) != 0) {
      singles_asked = true;
      if (text.has_single_letters()) return true;
    }
  }
  return false;
}

}  // namespace

bool has_odd_spelling(std::string_view folded, Vectors with) {
  switch (with) {
    case Vectors::none:
      return has_odd_spelling_in<Vectors::none>(folded);
    case Vectors::sse2:
      return has_odd_spelling_in<Vectors::sse2>(folded);
    case Vectors::avx2:
      return has_odd_spelling_in<Vectors::avx2>(folded);
  }
  return has_odd_spelling_in<Vectors::none>(folded);
}

}  // namespace cm
