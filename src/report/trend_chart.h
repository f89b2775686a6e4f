// A trend as inline SVG.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "report/report.h"

namespace cm {

/// A chart without words in it, which stretches to the room it gets: what it shows stands in its title and
/// description, for those who hear it, and its scale in the text around it. Both are HTML already.
[[nodiscard]] std::string trend_chart(std::span<const TrendBar> bars, std::string_view id, std::string_view title,
                                      std::string_view description);

}  // namespace cm
