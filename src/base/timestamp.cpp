#include "base/timestamp.h"

#include <array>
#include <cstdio>

namespace cm {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Reads from the front of a text; every take_... leaves it where it was when it does not fit.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : rest_(text) {}

  std::optional<int> take_digits(std::size_t count) {
    if (rest_.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const char digit = rest_[i];
      if (digit < '0' || digit > '9') return std::nullopt;
      value = value * 10 + (digit - '0');
    }
    rest_.remove_prefix(count);
    return value;
  }

  bool take(char wanted) {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // ".25" and ".2500001" are both 250 milliseconds: what is finer is dropped.
  milliseconds take_fraction() {
    if (!take('.') && !take(',')) return milliseconds(0);
    int value = 0;
    int scale = 100;
    while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
      value += (rest_.front() - '0') * scale;
      scale /= 10;
      rest_.remove_prefix(1);
    }
    return milliseconds(value);
  }

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// The zone's offset from UTC: "Z", "+01:00", "-0530", "+01" or nothing.
std::optional<minutes> take_zone(Cursor& cursor) {
  if (cursor.at_end() || cursor.take('Z') || cursor.take('z')) return minutes(0);
  const bool east = cursor.take('+');
  if (!east && !cursor.take('-')) return std::nullopt;
  const auto hour = cursor.take_digits(2);
  if (!hour || *hour > 23) return std::nullopt;
  int minute = 0;
  if (!cursor.at_end()) {
    cursor.take(':');
    const auto read = cursor.take_digits(2);
    if (!read || *read > 59) return std::nullopt;
    minute = *read;
  }
  const minutes offset = hours(*hour) + minutes(minute);
  return east ? offset : -offset;
}

}  // namespace

std::string to_iso8601(Timestamp moment) {
  const auto day = std::chrono::floor<days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  std::array<char, 48> buffer{};
  const int year = static_cast<int>(date.year());
  const auto month = static_cast<unsigned>(date.month());
  const auto day_of_month = static_cast<unsigned>(date.day());
  const int hour = static_cast<int>(time.hours().count());
  const int minute = static_cast<int>(time.minutes().count());
  const int second = static_cast<int>(time.seconds().count());
  const int millisecond = static_cast<int>(time.subseconds().count());
  int length = std::snprintf(buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d", year, month, day_of_month,
                             hour, minute, second);
  std::string text(buffer.data(), static_cast<std::size_t>(length));
  if (millisecond != 0) {
    length = std::snprintf(buffer.data(), buffer.size(), ".%03d", millisecond);
    text.append(buffer.data(), static_cast<std::size_t>(length));
  }
  return text + "Z";
}

std::optional<Timestamp> parse_iso8601(std::string_view text) {
  Cursor cursor(text);
  const auto year = cursor.take_digits(4);
  if (!year || !cursor.take('-')) return std::nullopt;
  const auto month = cursor.take_digits(2);
  if (!month || !cursor.take('-')) return std::nullopt;
  const auto day = cursor.take_digits(2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date(std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day)));
  if (!date.ok()) return std::nullopt;
  Timestamp moment = std::chrono::sys_days(date);
  if (cursor.at_end()) return moment;

  if (!cursor.take('T') && !cursor.take('t') && !cursor.take(' ')) return std::nullopt;
  const auto hour = cursor.take_digits(2);
  if (!hour || *hour > 23 || !cursor.take(':')) return std::nullopt;
  const auto minute = cursor.take_digits(2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  milliseconds fraction(0);
  if (cursor.take(':')) {
    const auto read = cursor.take_digits(2);
    if (!read || *read > 60) return std::nullopt;  // 60: a leap second
    second = *read;
    fraction = cursor.take_fraction();
  }
  cursor.take(' ');  // "2026-11-20 10:00:00 +0000"
  const auto offset = take_zone(cursor);
  if (!offset || !cursor.at_end()) return std::nullopt;
  moment += hours(*hour) + minutes(*minute) + seconds(second) + fraction;
  return moment - *offset;
}

std::optional<seconds> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 8) return std::nullopt;
  const char unit = text.back();
  text.remove_suffix(1);
  const auto count = Cursor(text).take_digits(text.size());
  if (!count) return std::nullopt;
  switch (unit) {
    case 's':
      return seconds(*count);
    case 'm':
      return minutes(*count);
    case 'h':
      return hours(*count);
    case 'd':
      return days(*count);
    case 'w':
      return std::chrono::weeks(*count);
    default:
      return std::nullopt;
  }
}

}  // namespace cm
