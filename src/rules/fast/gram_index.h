// GramIndex: where any of many literals stands in a text, by a few bytes of each that are looked up
// at every letter.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/fast/candidates.h"
#include "rules/fast/gram_filter.h"
#include "text/viewed_bytes.h"

namespace cm {

class GramIndex {
 public:
  /// Literals of required_literals.h's length or longer.
  void add(std::string_view literal, std::uint32_t id);

  /// To be called once, after the last add().
  void build();

  [[nodiscard]] bool empty() const { return literals_.empty(); }

  /// Appends every place where a literal stands; places of one literal in their order.
  void find(const ViewedBytes& view, CandidateScratch& scratch, std::vector<Candidate>& found) const;

 private:
  /// How many bytes make a key: by the literal's first byte and its length.
  enum Kind : std::size_t { long_ascii, long_wide, short_ascii, short_wide };

  struct Literal {
    std::string text;
    std::uint32_t id = 0;
    std::uint32_t anchor = 0;  // where in the text its key stands
    Kind kind = long_ascii;
    std::uint64_t key = 0;
  };

  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t first = 0;  // in literals_, which is sorted by key
    std::uint32_t count = 0;  // 0: nothing here
  };

  void confirm(std::string_view text, std::uint32_t at, Kind kind, std::vector<Candidate>& found) const;

  std::vector<Literal> literals_;
  GramFilter filter_;
  std::vector<Slot> slots_;
  unsigned slot_shift_ = 28;
};

}  // namespace cm
