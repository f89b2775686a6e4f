// GramFilter: where in a text the key of a literal may stand: one bit of memory is asked at each letter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "text/vectors.h"
#include "text/viewed_bytes.h"

namespace cm {

/// A key is the first bytes of a letter and those behind it, packed (packed_bytes.h): four of them where
/// the first is ASCII and six where it is not; short keys have three and four.
class GramFilter {
 public:
  /// The same for a key wherever it stands. Up to 48 bits of `key` count.
  static std::uint32_t hash(std::uint64_t key, bool is_short) {
    const auto low = static_cast<std::uint32_t>(key);
    const auto high = static_cast<std::uint32_t>(key >> 32U);
    return is_short ? low * short_mixer : low * low_mixer + high * high_mixer;
  }

  /// Forgets what was added; room for so many keys.
  void reset(std::size_t keys);

  void add(std::uint64_t key, bool is_short);

  [[nodiscard]] bool has_short() const { return has_short_; }

  /// Writes the places where a key may stand, from left to right, and gives their number: up to the
  /// size of the text. `best` are instructions that this machine has.
  [[nodiscard]] std::size_t scan(const ViewedBytes& view, Vectors best, std::uint32_t* places) const;

 private:
  static constexpr std::uint32_t low_mixer = 0x9E3779B1U;
  static constexpr std::uint32_t high_mixer = 0x85EBCA77U;
  static constexpr std::uint32_t short_mixer = 0xC2B2AE3DU;

  template <bool wide_too, bool short_too>
  [[nodiscard]] std::size_t scan_plainly(std::string_view text, std::uint32_t* places) const;
#if defined(__x86_64__)
  template <bool wide_too, bool short_too>
  [[nodiscard]] std::size_t scan_avx2(std::string_view text, std::uint32_t* places) const;
#endif

  std::vector<std::uint32_t> bits_;
  unsigned shift_ = 31;
  bool has_short_ = false;
};

}  // namespace cm
