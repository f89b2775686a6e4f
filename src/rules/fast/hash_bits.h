// HashBits: whether anything with this hash was ever added, in a bit or two of memory a hash: what most
// look-ups end with.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace cm {

class HashBits {
 public:
  /// The bits where a loop can keep them in registers.
  class View {
   public:
    [[nodiscard]] bool may_have(std::uint64_t hash) const {
      const std::uint64_t bit = hash >> shift_;
      return (blocks_[bit / 64] >> bit % 64 & 1U) != 0;
    }

   private:
    friend class HashBits;
    View(const std::uint64_t* blocks, unsigned shift) : blocks_(blocks), shift_(shift) {}
    const std::uint64_t* blocks_;
    unsigned shift_;
  };

  /// Forgets what was added; room for so many hashes with few that are taken for others.
  void reset(std::size_t hashes) {
    const auto size_bits = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(hashes, 64) * bits_a_hash - 1));
    shift_ = 64 - size_bits;
    blocks_.assign((std::size_t{1} << size_bits) / 64, 0);
  }

  void add(std::uint64_t hash) {
    const std::uint64_t bit = hash >> shift_;
    blocks_[bit / 64] |= std::uint64_t{1} << bit % 64;
  }

  [[nodiscard]] View view() const { return {blocks_.data(), shift_}; }

 private:
  static constexpr std::size_t bits_a_hash = 48;

  std::vector<std::uint64_t> blocks_;
  unsigned shift_ = 63;
};

}  // namespace cm
