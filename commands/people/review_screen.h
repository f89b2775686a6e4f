// One comment as a person sees it who decides on it: the thread around it, what matched and why.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sheet/sheet_row.h"
#include "store/store.h"

namespace cm {

struct ScreenStyle {
  std::size_t width = 80;  ///< columns; no line takes more
  bool coloured = false;   ///< else what matched stands in [brackets]
  std::string time_zone = "UTC";
};

/// `row` is the comment's, with its due_at. Nothing of it can move the cursor, change colours or turn the
/// direction of what stands around it.
[[nodiscard]] std::string screen_of(const StoredComment& stored, const Store::Thread& thread, const SheetRow& row,
                                    const ScreenStyle& style);

/// A stretch of a text, in bytes.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// A stranger's text, safe for the terminal, broken into lines of at most `style.width` columns after `indent`,
/// with the spans set off. Spans may overlap and come in any order.
[[nodiscard]] std::string laid_out(std::string_view text, std::vector<Span> spans, std::string_view indent,
                                   const ScreenStyle& style);

}  // namespace cm
