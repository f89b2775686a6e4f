// A trend in one line of text.
#pragma once

#include <span>
#include <string>

#include "report/report.h"

namespace cm {

/// One of ▁▂▃▄▅▆▇█ a bar, by its height beside the highest; a blank where nothing came. Neighbours are
/// joined until at most `width` are left.
[[nodiscard]] std::string sparkline(std::span<const TrendBar> bars, std::size_t width);

}  // namespace cm
