// TokenIndex: which of many words and phrases a text may have, by looking each of its words up.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "rules/fast/candidates.h"
#include "rules/fast/hash_bits.h"
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

  /// Appends each word of the text that may be one of the tokens or begin with one of the starts, from
  /// left to right.
  void find(const ViewedBytes& view, CandidateScratch& scratch, std::vector<Candidate>& found) const;

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

  [[nodiscard]] std::size_t words_worth_a_look(const ViewedBytes& view, CandidateScratch& scratch) const;
  void tell(std::uint64_t hash, std::uint32_t begin, std::vector<Candidate>& found) const;

  std::vector<Entry> entries_;
  HashBits bits_;
  std::vector<Slot> slots_;
  unsigned slot_shift_ = 60;
  // The sizes of starts, for those that begin in ASCII and those that begin beyond it.
  std::array<std::vector<std::size_t>, 2> start_sizes_;
};

}  // namespace cm
