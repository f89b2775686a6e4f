// TokenIndex: which of many words and phrases a text may have, by looking each of its words up.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "text/viewed_bytes.h"

namespace cm {

class TokenIndex {
 public:
  /// A word of the text that is `token` and nothing more.
  void add_token(std::string_view token, std::uint32_t id);

  /// A word of the text that begins with `start`.
  void add_start(std::string_view start, std::uint32_t id);

  /// To be called once, after the last addition.
  void build();

  [[nodiscard]] bool empty() const { return entries_.empty(); }

  /// Calls found(id, begin) for each word of the text that may be one of the tokens or begin with one of
  /// the starts: whoever asked compares the letters.
  template <typename Found>
  void find(const ViewedBytes& view, Found&& found) const;

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t id = 0;
  };
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = 0;  // in entries_, which is sorted by hash
    std::uint32_t count = 0;  // 0: nothing here
  };

  static constexpr std::size_t longest_start = 6;
  static constexpr std::uint64_t mixer = 0x9E3779B97F4A7C15U;

  static std::uint64_t load(const char* bytes, std::size_t size) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return size >= 8 ? value : value & ((std::uint64_t{1} << size * 8) - 1);
  }

  /// May read up to seven bytes behind the token.
  static std::uint64_t token_hash(const char* bytes, std::size_t size) {
    std::uint64_t hash = (load(bytes, size) ^ size * 0xC2B2AE3D27D4EB4FU) * mixer;
    for (std::size_t at = 8; at < size; at += 8) {
      hash = (std::rotl(hash, 29) ^ load(bytes + at, size - at)) * mixer;
    }
    return hash;
  }
  static std::uint64_t start_hash(std::uint64_t first_bytes, std::size_t size) {
    return ((first_bytes & ((std::uint64_t{1} << size * 8) - 1)) ^ (size + 64) * 0xC2B2AE3D27D4EB4FU) * mixer;
  }
  static std::size_t start_size(std::string_view start);

  [[nodiscard]] bool may_have(std::uint64_t hash) const {
    const std::uint64_t bit = hash >> bitmap_shift_;
    return (bitmap_[bit / 64] >> bit % 64 & 1U) != 0;
  }

  template <typename Found>
  void tell(std::uint64_t hash, std::size_t begin, Found& found) const {
    for (std::size_t slot = hash >> slot_shift_;; slot = (slot + 1) & (slots_.size() - 1)) {
      const Slot& here = slots_[slot];
      if (here.count == 0) return;
      if (here.hash != hash) continue;
      for (std::uint32_t i = here.first; i < here.first + here.count; ++i) found(entries_[i].id, begin);
      return;
    }
  }

  std::vector<Entry> entries_;
  std::vector<std::uint64_t> bitmap_;
  std::vector<Slot> slots_;
  unsigned bitmap_shift_ = 52;
  unsigned slot_shift_ = 60;
  std::uint32_t start_sizes_ = 0;  // bit n: there are starts of n bytes
};

template <typename Found>
void TokenIndex::find(const ViewedBytes& view, Found&& found) const {
  if (entries_.empty()) return;
  const char* const bytes = view.text().data();
  const std::uint64_t* const bits = view.word_bits();
  const std::size_t blocks = view.word_bit_blocks();
  const auto look_up = [&](std::size_t begin, std::size_t end) {
    const std::size_t size = end - begin;
    const std::uint64_t hash = token_hash(bytes + begin, size);
    if (may_have(hash)) tell(hash, begin, found);
    if (start_sizes_ == 0) return;
    const std::uint64_t first_bytes = load(bytes + begin, 8);
    for (std::uint32_t sizes = start_sizes_; sizes != 0; sizes &= sizes - 1) {
      const auto start = static_cast<std::size_t>(std::countr_zero(sizes));
      if (start > size) break;
      const std::uint64_t started = start_hash(first_bytes, start);
      if (may_have(started)) tell(started, begin, found);
    }
  };
  bool inside = false;
  std::size_t begin = 0;
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::uint64_t word = bits[block];
    // A bit where a word begins or ends.
    std::uint64_t edges = word ^ (word << 1U | (inside ? 1U : 0U));
    for (; edges != 0; edges &= edges - 1) {
      const std::size_t at = block * 64 + static_cast<std::size_t>(std::countr_zero(edges));
      if (inside) {
        look_up(begin, at);
      } else {
        begin = at;
      }
      inside = !inside;
    }
  }
  if (inside) look_up(begin, view.text().size());
}

}  // namespace cm
