#include "report/trend_chart.h"

#include <fmt/core.h>

#include <algorithm>

namespace cm {
namespace {

constexpr double height = 100;
constexpr double gap = 0.16;  // between two bars, of a bar's width

// One path for all bars: a hundredth of the bytes of a rectangle each.
std::string path_of(std::span<const TrendBar> bars, std::int64_t highest, std::int64_t TrendBar::*part) {
  std::string path;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    const double tall = static_cast<double>(bars[i].*part) * height / static_cast<double>(highest);
    if (bars[i].*part == 0) continue;
    path +=
        fmt::format("M{:g} {:g}v-{:.4g}h{:g}v{:.4g}z", static_cast<double>(i) + gap / 2, height, tall, 1 - gap, tall);
  }
  return path;
}

}  // namespace

std::string trend_chart(std::span<const TrendBar> bars, std::string_view id, std::string_view title,
                        std::string_view description) {
  std::int64_t highest = 1;
  for (const TrendBar& bar : bars) highest = std::max(highest, bar.whole);
  return fmt::format(
      "<svg class=\"trend\" role=\"img\" aria-labelledby=\"{0}-title {0}-desc\" viewBox=\"0 0 {1} {2}\" "
      "preserveAspectRatio=\"none\"><title id=\"{0}-title\">{3}</title><desc id=\"{0}-desc\">{4}</desc>"
      "<path class=\"whole\" d=\"{5}\"/><path class=\"part\" d=\"{6}\"/></svg>",
      id, bars.size(), height, title, description, path_of(bars, highest, &TrendBar::whole),
      path_of(bars, highest, &TrendBar::part));
}

}  // namespace cm
