#include "text/simhash.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

namespace cm {
namespace {

// FNV-1a with a final mix, so that short words differ in all bits.
std::uint64_t hash_of(std::string_view word) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char letter : word) {
    hash ^= static_cast<unsigned char>(letter);
    hash *= 0x100000001b3U;
  }
  hash ^= hash >> 33U;
  hash *= 0xff51afd7ed558ccdU;
  hash ^= hash >> 33U;
  return hash;
}

class Votes {
 public:
  void add(std::uint64_t feature) {
    for (std::size_t bit = 0; bit < votes_.size(); ++bit) votes_[bit] += ((feature >> bit) & 1U) != 0 ? 1 : -1;
  }

  [[nodiscard]] std::uint64_t majority() const {
    std::uint64_t result = 0;
    for (std::size_t bit = 0; bit < votes_.size(); ++bit) {
      if (votes_[bit] > 0) result |= std::uint64_t{1} << bit;
    }
    return result;
  }

 private:
  std::array<int, 64> votes_{};
};

}  // namespace

std::uint64_t simhash(std::string_view folded_text) {
  Votes votes;
  std::size_t at = 0;
  while (at < folded_text.size()) {
    const std::size_t end = std::min(folded_text.find(' ', at), folded_text.size());
    if (end > at) votes.add(hash_of(folded_text.substr(at, end - at)));
    at = end + 1;
  }
  return votes.majority();
}

std::size_t count_near_duplicates(std::span<const std::uint64_t> fingerprints, std::size_t least) {
  // Identical ones first: a flood of one text is then one comparison, not a square of them.
  std::vector<std::uint64_t> sorted(fingerprints.begin(), fingerprints.end());
  std::sort(sorted.begin(), sorted.end());
  struct Kind {
    std::uint64_t fingerprint;
    std::size_t count;
  };
  std::vector<Kind> kinds;
  for (const std::uint64_t fingerprint : sorted) {
    if (fingerprint == 0) continue;
    if (!kinds.empty() && kinds.back().fingerprint == fingerprint) {
      ++kinds.back().count;
    } else {
      kinds.push_back({fingerprint, 1});
    }
  }
  std::size_t near_others = 0;
  for (const Kind& kind : kinds) {
    std::size_t near = kind.count - 1;
    for (const Kind& other : kinds) {
      if (near >= least) break;
      const int apart = std::popcount(kind.fingerprint ^ other.fingerprint);
      if (apart > 0 && apart <= near_duplicate_bits) near += other.count;
    }
    if (near >= least) near_others += kind.count;
  }
  return near_others;
}

}  // namespace cm
