#include "base/suggest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace cm {
namespace {

// Levenshtein's distance, one row at a time.
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known) {
  std::optional<std::string_view> best;
  std::size_t best_distance = 0;
  for (const std::string_view candidate : known) {
    const std::size_t far = std::max<std::size_t>(1, candidate.size() / 3);
    const std::size_t steps = distance(word, candidate);
    if (steps <= far && (!best || steps < best_distance)) {
      best = candidate;
      best_distance = steps;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const auto best = nearest(word, known);
  return best ? "; did you mean \"" + std::string(*best) + "\"?" : std::string();
}

}  // namespace cm
