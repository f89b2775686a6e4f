#include "rules/fast/token_index.h"

#include <algorithm>

namespace cm {

std::size_t TokenIndex::start_size(std::string_view start) {
  // Few sizes, so that a word of the text is looked up few times: whole letters of two scripts.
  constexpr std::size_t ascii_sizes[] = {4, 3, 2, 1};
  constexpr std::size_t wide_sizes[] = {6, 4, 3, 2, 1};
  const bool wide = (static_cast<unsigned char>(start[0]) & 0x80U) != 0;
  if (wide) {
    for (const std::size_t size : wide_sizes)
      if (size <= start.size()) return size;
  }
  for (const std::size_t size : ascii_sizes)
    if (size <= start.size()) return size;
  return 1;
}

void TokenIndex::add_token(std::string_view token, std::uint32_t id) {
  std::string padded(token);
  padded.resize(token.size() + 8);
  entries_.push_back({token_hash(padded.data(), token.size()), id});
}

void TokenIndex::add_start(std::string_view start, std::uint32_t id) {
  const std::size_t size = start_size(start);
  std::string padded(start);
  padded.resize(start.size() + 8);
  start_sizes_ |= std::uint32_t{1} << size;
  entries_.push_back({start_hash(load(padded.data(), 8), size), id});
}

void TokenIndex::build() {
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  const std::size_t size = std::max<std::size_t>(entries_.size(), 64);
  const auto bits = static_cast<unsigned>(std::bit_width(size * 16 - 1));
  bitmap_shift_ = 64 - bits;
  bitmap_.assign((std::size_t{1} << bits) / 64, 0);
  const auto slot_bits = static_cast<unsigned>(std::bit_width(size * 2 - 1));
  slot_shift_ = 64 - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, Slot{});
  for (std::size_t i = 0; i < entries_.size();) {
    std::size_t end = i;
    while (end < entries_.size() && entries_[end].hash == entries_[i].hash) ++end;
    const std::uint64_t hash = entries_[i].hash;
    const std::uint64_t bit = hash >> bitmap_shift_;
    bitmap_[bit / 64] |= std::uint64_t{1} << bit % 64;
    std::size_t slot = hash >> slot_shift_;
    while (slots_[slot].count != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {hash, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
    i = end;
  }
}

}  // namespace cm
