#include "report/written_figure.h"

#include <fmt/core.h>

#include <cmath>
#include <cstdint>

namespace cm {
namespace {

std::string grouped(std::int64_t count) {
  std::string digits = std::to_string(count);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

// Two units are as much as anybody reads.
std::string written_span(std::int64_t seconds) {
  constexpr std::int64_t minute = 60;
  constexpr std::int64_t hour = 60 * minute;
  constexpr std::int64_t day = 24 * hour;
  if (seconds < minute) return fmt::format("{} s", seconds);
  if (seconds < hour) return fmt::format("{} min", seconds / minute);
  if (seconds < 2 * day) return fmt::format("{} h {} min", seconds / hour, seconds % hour / minute);
  return fmt::format("{} d {} h", seconds / day, seconds % day / hour);
}

}  // namespace

std::string written_figure(const std::optional<double>& value, KpiUnit unit) {
  if (!value) return "–";
  switch (unit) {
    case KpiUnit::count:
      return grouped(std::llround(*value));
    case KpiUnit::share:
      return fmt::format("{:.1f} %", *value * 100);
    case KpiUnit::ratio:
      return fmt::format("{:.2f}", *value);
    case KpiUnit::span:
      return written_span(std::llround(*value));
    case KpiUnit::score:
      return fmt::format("{:.1f}", *value);
  }
  return {};
}

std::string plain_figure(const std::optional<double>& value, KpiUnit unit) {
  if (!value) return {};
  if (unit == KpiUnit::count || unit == KpiUnit::span) return std::to_string(std::llround(*value));
  return fmt::format("{:.4f}", *value);
}

}  // namespace cm
