// WorkingHours: when a team is at work, and the moment after so much of its time.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace cm {

/// From `open` to `close`, both minutes after midnight by the clock on the wall; 24:00 is the midnight after.
struct OpenHours {
  std::chrono::minutes open{0};
  std::chrono::minutes close{24 * 60};

  friend bool operator==(const OpenHours&, const OpenHours&) = default;
};

struct WorkingHours {
  std::string time_zone = "UTC";                                       ///< a name of the IANA time zone database
  OpenHours hours;                                                     ///< of every day at work
  std::array<bool, 7> days{true, true, true, true, true, true, true};  ///< from Sunday on
  std::set<std::chrono::sys_days> holidays;  ///< days of the calendar on which nobody is at work

  /// Every minute of every day: the time zone makes no difference.
  [[nodiscard]] bool always() const;
};

/// The moment at which `span` of working time has passed since `start`. An hour that a clock change takes
/// away or gives is not counted or counted, as it is worked. `hours` has a day at work and a known time zone.
[[nodiscard]] Timestamp after_working(Timestamp start, std::chrono::seconds span, const WorkingHours& hours);

/// Why this is no time zone: its name is not known, or the system has no time zone database; else nothing.
[[nodiscard]] std::optional<std::string> problem_of_time_zone(const std::string& name);

/// "2026-11-20 11:00" by the clock on the wall of that time zone.
[[nodiscard]] std::string local_text(Timestamp moment, const std::string& time_zone);

/// Reads "09:00-18:00" and "00:00-24:00"; nothing for anything else, or when it ends before it begins.
[[nodiscard]] std::optional<OpenHours> parse_open_hours(std::string_view text);

/// 0 for "sun" to 6 for "sat"; nothing for anything else.
[[nodiscard]] std::optional<std::size_t> parse_weekday(std::string_view text);

}  // namespace cm
