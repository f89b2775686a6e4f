// The classes of code points that annex 29's rules speak of; the table is made at build time.
#pragma once

#include <cstdint>
#include <span>

namespace cm {

enum class GraphemeClass : std::uint8_t {
  other,
  control,
  cr,
  lf,
  extend,
  zwj,
  regional,
  prepend,
  spacing_mark,
  l,
  v,
  t,
  lv,
  lvt,
  pictograph,
};

struct GraphemeRange {
  char32_t first;
  char32_t last;
  GraphemeClass kind;
};

/// Sorted, without gaps' filling: a code point in none of them is `other`.
[[nodiscard]] std::span<const GraphemeRange> grapheme_ranges();

}  // namespace cm
