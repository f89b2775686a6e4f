#include "rules/fast/gram_filter.h"

#include <algorithm>
#include <bit>

#include "rules/fast/packed_bytes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cm {
namespace {

constexpr std::size_t bits_a_key = 48;

}  // namespace

void GramFilter::reset(std::size_t keys) {
  const auto size_bits = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(keys, 64) * bits_a_key - 1));
  shift_ = 32 - size_bits;
  bits_.assign((std::size_t{1} << size_bits) / 32, 0);
  has_short_ = false;
}

void GramFilter::add(std::uint64_t key, bool is_short) {
  const std::uint32_t bit = hash(key, is_short) >> shift_;
  bits_[bit / 32] |= std::uint32_t{1} << bit % 32;
  has_short_ = has_short_ || is_short;
}

/// Nothing here branches on what is found: that cannot be foreseen.
template <bool wide_too, bool short_too>
std::size_t GramFilter::scan_plainly(std::string_view text, std::uint32_t* places) const {
  const char* const bytes = text.data();
  const std::uint32_t* const bits = bits_.data();
  const unsigned shift = shift_;
  const auto bit_of = [&](std::uint32_t hashed) { return bits[hashed >> shift >> 5U] >> (hashed >> shift & 31U) & 1U; };
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint64_t packed = packed_bytes(bytes + at);
    const bool wide = wide_too && (packed & 0x80U) != 0;
    std::uint32_t maybe = bit_of(hash(first_bytes(packed, wide ? 6 : 4), false));
    if constexpr (short_too) maybe |= bit_of(hash(first_bytes(packed, wide ? 4 : 3), true));
    if constexpr (wide_too) maybe &= (packed & 0xC0U) != 0x80U ? 1U : 0U;  // keys begin where letters begin
    places[count] = static_cast<std::uint32_t>(at);
    count += maybe;
  }
  return count;
}

#if defined(__x86_64__)
namespace {

struct BitsInMemory {
  const int* words;
  int shift;
};

/// The bit that each of eight hashes names, as the sign of a number.
[[gnu::target("avx2")]] __m256i sign_is_bit(const BitsInMemory& bits, const __m256i& hashed) {
  const __m256i all_bits = _mm256_set1_epi32(31);
  const __m256i words =
      _mm256_i32gather_epi32(bits.words, _mm256_srl_epi32(hashed, _mm_cvtsi32_si128(bits.shift + 5)), 4);
  const __m256i bit = _mm256_and_si256(_mm256_srl_epi32(hashed, _mm_cvtsi32_si128(bits.shift)), all_bits);
  return _mm256_sllv_epi32(words, _mm256_sub_epi32(all_bits, bit));
}

}  // namespace

/// Eight places at once. Reads up to eight bytes behind the text, and leaves none of it to do.
template <bool wide_too, bool short_too>
[[gnu::target("avx2")]] std::size_t GramFilter::scan_avx2(std::string_view text, std::uint32_t* places) const {
  const BitsInMemory bits{reinterpret_cast<const int*>(bits_.data()), static_cast<int>(shift_)};
  // Bytes 0 to 3 and 4 to 5 behind each of eight places.
  const __m256i low_bytes = _mm256_setr_epi8(0, 1, 2, 3, 1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6,  //
                                             4, 5, 6, 7, 5, 6, 7, 8, 6, 7, 8, 9, 7, 8, 9, 10);
  const __m256i high_bytes = _mm256_setr_epi8(4, 5, -1, -1, 5, 6, -1, -1, 6, 7, -1, -1, 7, 8, -1, -1,  //
                                              8, 9, -1, -1, 9, 10, -1, -1, 10, 11, -1, -1, 11, 12, -1, -1);
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += 8) {
    const __m256i bytes =
        _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at)));
    const __m256i low = _mm256_shuffle_epi8(bytes, low_bytes);
    __m256i hashed = _mm256_mullo_epi32(low, _mm256_set1_epi32(static_cast<int>(low_mixer)));
    __m256i short_key = _mm256_and_si256(low, _mm256_set1_epi32(0xFFFFFF));
    __m256i begins = _mm256_set1_epi32(-1);
    if constexpr (wide_too) {
      const __m256i wide = _mm256_srai_epi32(_mm256_slli_epi32(low, 24), 31);
      const __m256i high = _mm256_and_si256(_mm256_shuffle_epi8(bytes, high_bytes), wide);
      hashed = _mm256_add_epi32(hashed, _mm256_mullo_epi32(high, _mm256_set1_epi32(static_cast<int>(high_mixer))));
      short_key = _mm256_blendv_epi8(short_key, low, wide);
      const __m256i lead = _mm256_and_si256(low, _mm256_set1_epi32(0xC0));
      begins = _mm256_xor_si256(begins, _mm256_cmpeq_epi32(lead, _mm256_set1_epi32(0x80)));
    }
    __m256i maybe = sign_is_bit(bits, hashed);
    if constexpr (short_too) {
      const __m256i short_hashed = _mm256_mullo_epi32(short_key, _mm256_set1_epi32(static_cast<int>(short_mixer)));
      maybe = _mm256_or_si256(maybe, sign_is_bit(bits, short_hashed));
    }
    maybe = _mm256_and_si256(maybe, begins);
    auto mask = static_cast<unsigned>(_mm256_movemask_ps(_mm256_castsi256_ps(maybe)));
    if (text.size() - at < 8) mask &= (1U << (text.size() - at)) - 1;
    for (; mask != 0; mask &= mask - 1) {
      places[count++] = static_cast<std::uint32_t>(at + static_cast<std::size_t>(std::countr_zero(mask)));
    }
  }
  return count;
}
#endif

std::size_t GramFilter::scan(const ViewedBytes& view, Vectors best, std::uint32_t* places) const {
  const std::string_view text = view.text();
  const auto with = [&]<bool wide_too, bool short_too>() {
#if defined(__x86_64__)
    if (best >= Vectors::avx2) return scan_avx2<wide_too, short_too>(text, places);
#endif
    return scan_plainly<wide_too, short_too>(text, places);
  };
  if (view.goes_beyond_ascii()) {
    return has_short_ ? with.template operator()<true, true>() : with.template operator()<true, false>();
  }
  return has_short_ ? with.template operator()<false, true>() : with.template operator()<false, false>();
}

}  // namespace cm
