#include "rules/fast/token_index.h"

#include <algorithm>
#include <bit>
#include <string>

#include "rules/fast/packed_bytes.h"

namespace cm {
namespace {

// Few sizes, so that a word of the text is looked up few times: whole letters of two scripts.
constexpr std::array<std::size_t, 4> ascii_start_sizes{4, 3, 2, 1};
constexpr std::array<std::size_t, 5> wide_start_sizes{6, 4, 3, 2, 1};

constexpr std::uint64_t mixer = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t size_mixer = 0xC2B2AE3D27D4EB4FU;

std::size_t is_wide(char first) { return (static_cast<unsigned char>(first) & 0x80U) != 0 ? 1 : 0; }

/// May read up to 15 bytes behind the token.
std::uint64_t token_hash(const char* bytes, std::size_t size) {
  const std::size_t rest = size > 8 ? size - 8 : 0;
  std::uint64_t hash = (first_bytes(packed_bytes(bytes), size) ^ size * size_mixer) * mixer;
  hash = (std::rotl(hash, 29) ^ first_bytes(packed_bytes(bytes + 8), rest)) * mixer;
  for (std::size_t at = 16; at < size; at += 8) {
    hash = (std::rotl(hash, 29) ^ first_bytes(packed_bytes(bytes + at), size - at)) * mixer;
  }
  return hash;
}

std::uint64_t start_hash(std::uint64_t packed, std::size_t size) {
  return (first_bytes(packed, size) ^ (size + 64) * size_mixer) * mixer;
}

template <typename Sizes>
std::size_t largest_that_fits(const Sizes& sizes, std::size_t most) {
  return *std::find_if(sizes.begin(), sizes.end(), [&](std::size_t size) { return size <= most; });
}

/// Writes where words begin and end, and gives their number.
std::size_t find_words(const ViewedBytes& view, std::uint32_t* begins, std::uint32_t* ends) {
  const std::uint64_t* const blocks = view.word_bits();
  std::size_t begun = 0;
  std::size_t ended = 0;
  std::uint64_t before = 0;  // 1: the last byte of the block before is part of a word
  for (std::size_t block = 0; block < view.word_bit_blocks(); ++block) {
    const std::uint64_t word = blocks[block];
    const std::uint64_t shifted = word << 1U | before;
    const auto base = static_cast<std::uint32_t>(block * 64);
    for (std::uint64_t at = word & ~shifted; at != 0; at &= at - 1)
      begins[begun++] = base + static_cast<std::uint32_t>(std::countr_zero(at));
    for (std::uint64_t at = ~word & shifted; at != 0; at &= at - 1)
      ends[ended++] = base + static_cast<std::uint32_t>(std::countr_zero(at));
    before = word >> 63U;
  }
  if (ended < begun) ends[ended] = static_cast<std::uint32_t>(view.text().size());
  return begun;
}

}  // namespace

void TokenIndex::add_token(std::string_view token, std::uint32_t id) {
  std::string padded(token);
  padded.resize(token.size() + 16);
  entries_.push_back({token_hash(padded.data(), token.size()), id});
}

void TokenIndex::add_start(std::string_view start, std::uint32_t id) {
  const std::size_t wide = is_wide(start.front());
  const std::size_t size = wide != 0 ? largest_that_fits(wide_start_sizes, start.size())
                                     : largest_that_fits(ascii_start_sizes, start.size());
  std::vector<std::size_t>& sizes = start_sizes_[wide];
  if (std::find(sizes.begin(), sizes.end(), size) == sizes.end()) sizes.push_back(size);
  std::string padded(start);
  padded.resize(start.size() + 8);
  entries_.push_back({start_hash(packed_bytes(padded.data()), size), id});
}

void TokenIndex::build() {
  std::stable_sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  const std::size_t size = std::max<std::size_t>(entries_.size(), 64);
  bits_.reset(size);
  const auto slot_bits = static_cast<unsigned>(std::bit_width(size * 2 - 1));
  slot_shift_ = 64 - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, Slot{});
  for (std::size_t i = 0; i < entries_.size();) {
    std::size_t end = i;
    while (end < entries_.size() && entries_[end].hash == entries_[i].hash) ++end;
    const std::uint64_t hash = entries_[i].hash;
    bits_.add(hash);
    std::size_t slot = hash >> slot_shift_;
    while (slots_[slot].count != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {hash, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
    i = end;
  }
}

/// Leaves of the words those that may be found, and gives their number. Nothing here branches on what
/// a word is: most words are not, and which are cannot be foreseen.
std::size_t TokenIndex::words_worth_a_look(const ViewedBytes& view, CandidateScratch& scratch) const {
  const std::size_t most = view.text().size() / 2 + 2;
  if (scratch.begins.size() < most) scratch.begins.resize(most);
  if (scratch.ends.size() < most) scratch.ends.resize(most);
  std::uint32_t* const begins = scratch.begins.data();
  std::uint32_t* const ends = scratch.ends.data();
  const std::size_t words = find_words(view, begins, ends);
  const char* const bytes = view.text().data();
  const HashBits::View bits = bits_.view();
  std::size_t left = 0;
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t begin = begins[i];
    const std::uint32_t end = ends[i];
    unsigned maybe = bits.may_have(token_hash(bytes + begin, end - begin)) ? 1 : 0;
    const std::uint64_t packed = packed_bytes(bytes + begin);
    for (const std::size_t size : start_sizes_[is_wide(bytes[begin])]) {
      maybe |= bits.may_have(start_hash(packed, size)) ? 1U : 0U;
    }
    begins[left] = begin;
    ends[left] = end;
    left += maybe;
  }
  return left;
}

void TokenIndex::tell(std::uint64_t hash, std::uint32_t begin, std::vector<Candidate>& found) const {
  for (std::size_t slot = hash >> slot_shift_;; slot = (slot + 1) & (slots_.size() - 1)) {
    const Slot& here = slots_[slot];
    if (here.count == 0) return;
    if (here.hash != hash) continue;
    for (std::uint32_t i = here.first; i < here.first + here.count; ++i) found.push_back({entries_[i].id, begin});
    return;
  }
}

void TokenIndex::find(const ViewedBytes& view, CandidateScratch& scratch, std::vector<Candidate>& found) const {
  if (entries_.empty()) return;
  const char* const bytes = view.text().data();
  const std::size_t words = words_worth_a_look(view, scratch);
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t begin = scratch.begins[i];
    tell(token_hash(bytes + begin, scratch.ends[i] - begin), begin, found);
    for (const std::size_t size : start_sizes_[is_wide(bytes[begin])]) {
      tell(start_hash(packed_bytes(bytes + begin), size), begin, found);
    }
  }
}

}  // namespace cm
