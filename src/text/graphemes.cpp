#include "text/graphemes.h"

#include <algorithm>

#include "text/grapheme_classes.h"
#include "text/utf8.h"

namespace cm {
namespace {

using enum GraphemeClass;

GraphemeClass class_of(char32_t code_point) {
  const auto ranges = grapheme_ranges();
  const auto after = std::ranges::upper_bound(ranges, code_point, {}, &GraphemeRange::first);
  if (after == ranges.begin()) return other;
  const auto& range = *(after - 1);
  return code_point <= range.last ? range.kind : other;
}

bool is_control(GraphemeClass kind) { return kind == control || kind == cr || kind == lf; }

/// What the rules need to know of the grapheme so far.
struct Before {
  GraphemeClass last = other;
  bool pictograph_then_joiner = false;  // rule 11: a pictograph, extenders, and last a joiner
  bool after_pictograph = false;        // a pictograph and nothing but extenders since
  std::size_t regionals = 0;
};

bool breaks(const Before& before, GraphemeClass next) {
  if (before.last == cr && next == lf) return false;
  if (is_control(before.last) || is_control(next)) return true;
  if (before.last == l && (next == l || next == v || next == lv || next == lvt)) return false;
  if ((before.last == lv || before.last == v) && (next == v || next == t)) return false;
  if ((before.last == lvt || before.last == t) && next == t) return false;
  if (next == extend || next == zwj || next == spacing_mark) return false;
  if (before.last == prepend) return false;
  if (before.pictograph_then_joiner && next == pictograph) return false;
  return !(before.last == regional && next == regional && before.regionals % 2 == 1);
}

void go_on(Before& before, GraphemeClass next) {
  before.pictograph_then_joiner = before.after_pictograph && next == zwj;
  before.after_pictograph = next == pictograph || (before.after_pictograph && next == extend);
  before.regionals = next == regional ? before.regionals + 1 : 0;
  before.last = next;
}

}  // namespace

Grapheme grapheme_at(std::string_view text, std::size_t at) {
  Grapheme result;
  Before before;
  while (at + result.size < text.size()) {
    const CodePoint point = code_point_at(text, at + result.size);
    const GraphemeClass kind = class_of(point.value);
    if (result.code_points > 0 && breaks(before, kind)) break;
    // The copyright sign and its like are pictographs only when a variation selector says so.
    if (kind == regional || (kind == pictograph && point.value > 0xFF)) result.is_emoji = true;
    go_on(before, kind);
    result.size += point.size;
    ++result.code_points;
  }
  return result;
}

std::size_t count_graphemes(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += grapheme_at(text, at).size) ++count;
  return count;
}

}  // namespace cm
