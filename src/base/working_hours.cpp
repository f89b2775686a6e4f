#include "base/working_hours.h"

#include <date/tz.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "base/error.h"

namespace cm {
namespace {

constexpr std::array<std::string_view, 7> weekdays{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
constexpr int longest_break_days = 3660;  // a calendar without a day at work ends the search

const date::time_zone* find_zone(const std::string& name) {
  try {
    return date::locate_zone(name);
  } catch (const std::runtime_error&) {
    return nullptr;
  }
}

const date::time_zone& zone_named(const std::string& name) {
  const date::time_zone* zone = find_zone(name);
  if (zone == nullptr) throw Error(ErrorKind::wrong_use, problem_of_time_zone(name).value_or(name));
  return *zone;
}

bool is_worked(date::local_days day, const WorkingHours& hours) {
  const std::chrono::sys_days calendar_day(day.time_since_epoch());
  return hours.days[date::weekday(day).c_encoding()] && !hours.holidays.contains(calendar_day);
}

/// Of an hour that a clock change repeats the first; of one that it skips the moment of the change.
Timestamp moment_of(const date::time_zone& zone, date::local_days day, std::chrono::minutes of_day) {
  return zone.to_sys(date::local_time<std::chrono::milliseconds>(day) + of_day, date::choose::earliest);
}

std::optional<std::chrono::minutes> parse_time_of_day(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  int hour = 0;
  int minute = 0;
  const auto [hour_end, no_hour] = std::from_chars(text.data(), text.data() + 2, hour);
  const auto [minute_end, no_minute] = std::from_chars(text.data() + 3, text.data() + 5, minute);
  if (no_hour != std::errc() || no_minute != std::errc() || hour_end != text.data() + 2 ||
      minute_end != text.data() + 5 || hour < 0 || minute < 0 || minute > 59 || hour * 60 + minute > 24 * 60) {
    return std::nullopt;
  }
  return std::chrono::minutes(hour * 60 + minute);
}

}  // namespace

bool WorkingHours::always() const {
  return hours == OpenHours{} && holidays.empty() &&
         std::all_of(days.begin(), days.end(), [](bool at_work) { return at_work; });
}

Timestamp after_working(Timestamp start, std::chrono::seconds span, const WorkingHours& hours) {
  if (hours.always()) return start + span;
  const date::time_zone& zone = zone_named(hours.time_zone);
  auto left = std::chrono::duration_cast<std::chrono::milliseconds>(span);
  auto day = date::floor<date::days>(zone.to_local(start));
  for (int passed = 0; passed < longest_break_days; ++passed, day += date::days(1)) {
    if (!is_worked(day, hours)) continue;
    const Timestamp from = std::max(start, moment_of(zone, day, hours.hours.open));
    const Timestamp until = moment_of(zone, day, hours.hours.close);
    if (from >= until) continue;
    if (left <= until - from) return from + left;
    left -= until - from;
  }
  return start + span;
}

std::optional<std::string> problem_of_time_zone(const std::string& name) {
  if (find_zone(name) != nullptr) return std::nullopt;
  // Every database has this one.
  if (find_zone("Etc/UTC") == nullptr) {
    return "this system has no time zone database, which \"" + name + "\" is looked up in; install the package tzdata";
  }
  return "this system knows no time zone \"" + name + "\"; names are such as \"Europe/Paris\"";
}

std::string local_text(Timestamp moment, const std::string& time_zone) {
  if (time_zone == "UTC") return date::format("%F %R", date::floor<std::chrono::minutes>(moment));
  return date::format("%F %R", date::floor<std::chrono::minutes>(zone_named(time_zone).to_local(moment)));
}

std::optional<OpenHours> parse_open_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto open = parse_time_of_day(text.substr(0, 5));
  const auto close = parse_time_of_day(text.substr(6));
  if (!open || !close || *open >= *close) return std::nullopt;
  return OpenHours{*open, *close};
}

std::optional<std::size_t> parse_weekday(std::string_view text) {
  const auto found = std::find(weekdays.begin(), weekdays.end(), text);
  if (found == weekdays.end()) return std::nullopt;
  return static_cast<std::size_t>(found - weekdays.begin());
}

}  // namespace cm
