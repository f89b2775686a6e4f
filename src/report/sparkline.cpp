#include "report/sparkline.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace cm {

std::string sparkline(std::span<const TrendBar> bars, std::size_t width) {
  constexpr std::array<std::string_view, 8> blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  if (bars.empty() || width == 0) return {};
  const std::size_t joined = (bars.size() + width - 1) / width;
  std::vector<std::int64_t> heights((bars.size() + joined - 1) / joined);
  for (std::size_t i = 0; i < bars.size(); ++i) heights[i / joined] += bars[i].whole;
  const std::int64_t highest = *std::max_element(heights.begin(), heights.end());
  std::string line;
  for (const std::int64_t height : heights) {
    if (height == 0) {
      line += ' ';
    } else {
      line += blocks[static_cast<std::size_t>((height * 8 - 1) / highest)];
    }
  }
  return line;
}

}  // namespace cm
