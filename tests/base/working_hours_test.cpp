#include "base/working_hours.h"

#include <doctest/doctest.h>

using namespace cm;
using namespace std::chrono_literals;

namespace {

Timestamp at(const char* text) { return parse_iso8601(text).value(); }

std::string after(const char* start, std::chrono::seconds span, const WorkingHours& hours) {
  return to_iso8601(after_working(at(start), span, hours));
}

WorkingHours office(const std::string& time_zone) {
  WorkingHours hours;
  hours.time_zone = time_zone;
  hours.hours = parse_open_hours("09:00-18:00").value();
  hours.days = {false, true, true, true, true, true, false};
  return hours;
}

}  // namespace

TEST_CASE("a team that is always there works 48 hours in 48 hours, whatever the clocks do") {
  WorkingHours always;
  always.time_zone = "Europe/Paris";
  CHECK(after("2026-10-24T12:00:00Z", 48h, always) == "2026-10-26T12:00:00Z");
  CHECK(after("2026-03-28T12:00:00Z", 48h, always) == "2026-03-30T12:00:00Z");
}

TEST_CASE("only the hours that are worked count, by the clock on the wall") {
  // Paris is UTC+1 in winter. Friday 20 November 2026, 16:00 to 18:00, then Monday from 9:00 on.
  CHECK(after("2026-11-20T15:00:00Z", 3h, office("Europe/Paris")) == "2026-11-23T09:00:00Z");
  CHECK(after("2026-11-20T15:00:00Z", 2h, office("Europe/Paris")) == "2026-11-20T17:00:00Z");
  CHECK(after("2026-11-21T10:30:00Z", 1min, office("Europe/Paris")) == "2026-11-23T08:01:00Z");
  CHECK(after("2026-11-20T05:00:00Z", 1h, office("Europe/Paris")) == "2026-11-20T09:00:00Z");
}

TEST_CASE("working hours follow a clock change to the minute") {
  // The clocks go back on Sunday 25 October 2026: Friday's 17:59 is UTC+2, Monday's 9:01 is UTC+1.
  CHECK(after("2026-10-23T15:59:00Z", 2min, office("Europe/Paris")) == "2026-10-26T08:01:00Z");
  // They go forward on Sunday 29 March 2026.
  CHECK(after("2026-03-27T16:59:00Z", 2min, office("Europe/Paris")) == "2026-03-30T07:01:00Z");
}

TEST_CASE("a day of 25 hours is worked for 25, one of 23 for 23") {
  WorkingHours weekend = office("Europe/Paris");
  weekend.hours = OpenHours{};
  weekend.days = {true, false, false, false, false, false, false};
  // Sundays only, all day: 25 October 2026 has 25 hours, 29 March 2026 has 23.
  CHECK(after("2026-10-24T12:00:00Z", 25h, weekend) == "2026-10-25T23:00:00Z");
  CHECK(after("2026-03-28T12:00:00Z", 23h, weekend) == "2026-03-29T22:00:00Z");
  CHECK(after("2026-03-28T12:00:00Z", 23h + 1min, weekend) == "2026-04-04T22:01:00Z");
}

TEST_CASE("an opening hour that the clocks skip is the moment of the change") {
  WorkingHours night = office("Europe/Paris");
  night.hours = parse_open_hours("02:30-04:00").value();
  night.days = {true, true, true, true, true, true, true};
  // 29 March 2026: from 2:00 the clocks show 3:00, at 01:00 UTC; open until 4:00, 02:00 UTC.
  CHECK(after("2026-03-29T00:00:00Z", 30min, night) == "2026-03-29T01:30:00Z");
}

TEST_CASE("nobody is at work on a holiday") {
  WorkingHours hours = office("Europe/Paris");
  hours.holidays = {std::chrono::sys_days(std::chrono::year(2026) / 12 / 25)};
  CHECK(after("2026-12-24T16:30:00Z", 1h, hours) == "2026-12-28T08:30:00Z");
}

TEST_CASE("hours, days and time zones are read, and nonsense is not") {
  CHECK(parse_open_hours("00:00-24:00") == OpenHours{});
  for (const char* wrong : {"", "9-18", "18:00-09:00", "09:00-09:00", "09:00-24:01", "0a:00-18:00", "09:60-18:00"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_open_hours(wrong));
  }
  CHECK(parse_weekday("sun") == 0U);
  CHECK(parse_weekday("sat") == 6U);
  CHECK_FALSE(parse_weekday("Sunday"));
  CHECK_FALSE(problem_of_time_zone("Europe/Paris"));
  CHECK(problem_of_time_zone("Europe/Atlantis") ==
        "this system knows no time zone \"Europe/Atlantis\"; names are such as \"Europe/Paris\"");
  CHECK(local_text(at("2026-07-01T10:00:00Z"), "Europe/Paris") == "2026-07-01 12:00");
}
