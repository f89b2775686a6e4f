#include "sheet/sheet_reader.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/suggest.h"
#include "base/timestamp.h"
#include "sheet/csv_writer.h"
#include "sheet/sheet_row.h"
#include "sheet/workbook_reader.h"

namespace cm {
namespace {

constexpr std::array<std::string_view, people_column_count> people_names{"department",      "owner",    "status",
                                                                         "last_contact_at", "contacts", "note"};

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view white = " \t\r\n";
  const std::size_t begin = text.find_first_not_of(white);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(white) - begin + 1);
}

std::string in_lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

std::string with_plain_line_breaks(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r') {
      plain += '\n';
      if (i + 1 < text.size() && text[i + 1] == '\n') ++i;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

// The numbers in "20/11/2026 10:05:30 PM", and the sign between the first two.
struct TypedDate {
  std::vector<int> numbers;
  std::vector<std::size_t> digits;
  char sign = 0;
  bool afternoon = false;
  bool forenoon = false;
};

std::optional<TypedDate> take_apart(std::string_view typed) {
  TypedDate date;
  std::size_t at = 0;
  while (at < typed.size()) {
    const char letter = typed[at];
    if (letter >= '0' && letter <= '9') {
      int number = 0;
      const auto [end, error] = std::from_chars(typed.data() + at, typed.data() + typed.size(), number);
      if (error != std::errc()) return std::nullopt;
      const auto size = static_cast<std::size_t>(end - typed.data()) - at;
      date.numbers.push_back(number);
      date.digits.push_back(size);
      at += size;
      if (date.numbers.size() == 1 && at < typed.size()) date.sign = typed[at];
    } else if (letter == 'A' || letter == 'a' || letter == 'P' || letter == 'p') {
      (letter == 'A' || letter == 'a' ? date.forenoon : date.afternoon) = true;
      const std::string_view rest = typed.substr(at + 1);
      if (!rest.starts_with('M') && !rest.starts_with('m') && !rest.starts_with('.')) return std::nullopt;
      at = typed.size();
    } else if (letter == '/' || letter == '.' || letter == '-' || letter == ':' || letter == ' ' || letter == ',' ||
               letter == 'T') {
      ++at;
    } else {
      return std::nullopt;
    }
  }
  return date;
}

std::string two_digits(int number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// Excel and LibreOffice keep a date as days since 1899-12-30.
std::optional<std::string> from_serial_number(std::string_view typed) {
  double days = 0;
  std::string plain(typed);
  std::replace(plain.begin(), plain.end(), ',', '.');
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), days);
  if (error != std::errc() || end != plain.data() + plain.size() || days < 20000 || days > 80000) return std::nullopt;
  using namespace std::chrono;
  const auto start = sys_days(year(1899) / 12 / 30);
  const auto moment = start + seconds(std::llround(days * 86400));
  return to_iso8601(time_point_cast<milliseconds>(moment));
}

// What the dates of a sheet that leave no doubt tell of the others.
DateOrder order_told_by(const std::vector<std::string>& dates) {
  bool day_first = false;
  bool month_first = false;
  for (const auto& typed : dates) {
    const auto date = take_apart(typed);
    if (!date || date->sign != '/' || date->numbers.size() < 3 || date->digits[0] == 4) continue;
    if (date->numbers[0] > 12) day_first = true;
    if (date->numbers[1] > 12) month_first = true;
    if (date->forenoon || date->afternoon) month_first = true;
  }
  if (day_first == month_first) return DateOrder::unknown;
  return day_first ? DateOrder::day_first : DateOrder::month_first;
}

}  // namespace

std::string_view to_string(PeopleColumn column) { return people_names[static_cast<std::size_t>(column)]; }

std::optional<std::string> plain_moment(std::string_view typed, DateOrder order) {
  typed = trimmed(typed);
  if (typed.empty()) return std::string();
  const bool iso = typed.size() >= 10 && typed[4] == '-' && typed[7] == '-';
  if (iso) {
    const auto moment = parse_iso8601(typed);
    if (!moment) return std::nullopt;
    const std::string plain = to_iso8601(*moment);
    if (typed.size() == 10) return plain.substr(0, 10);
    const bool to_the_minute = std::count(typed.begin(), typed.end(), ':') == 1;
    return to_the_minute ? plain.substr(0, 16) : plain;
  }
  if (const auto serial = from_serial_number(typed)) return serial;
  const auto date = take_apart(typed);
  if (!date || date->numbers.size() < 3 || date->numbers.size() > 6 || date->numbers.size() == 4) return std::nullopt;
  if (date->sign != '/' && date->sign != '.' && date->sign != '-') return std::nullopt;
  int day = date->numbers[0];
  int month = date->numbers[1];
  int year = date->numbers[2];
  if (date->digits[0] == 4) {
    std::swap(day, year);
  } else if (date->sign == '/' && (order == DateOrder::month_first || (order == DateOrder::unknown && month > 12))) {
    std::swap(day, month);
  } else if (date->sign == '/' && order == DateOrder::unknown && day <= 12 && day != month) {
    return std::nullopt;
  }
  if (year < 100) year += 2000;
  std::string iso_text = std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day);
  if (date->numbers.size() > 3) {
    int hour = date->numbers[3];
    if ((date->afternoon || date->forenoon) && (hour < 1 || hour > 12)) return std::nullopt;
    if (date->afternoon && hour < 12) hour += 12;
    if (date->forenoon && hour == 12) hour = 0;
    iso_text += "T" + two_digits(hour) + ":" + two_digits(date->numbers[4]);
    if (date->numbers.size() > 5) iso_text += ":" + two_digits(date->numbers[5]) + "Z";
  }
  if (!parse_iso8601(iso_text)) return std::nullopt;
  return iso_text;
}

bool same_cell(PeopleColumn column, std::string_view left, std::string_view right) {
  if (column != PeopleColumn::last_contact_at || left == right) return left == right;
  if (left.empty() || right.empty()) return false;
  // A spreadsheet that shows no seconds saves none.
  const std::string_view shorter = left.size() < right.size() ? left : right;
  const std::string_view longer = left.size() < right.size() ? right : left;
  return longer.starts_with(shorter) && (shorter.size() == 10 || shorter.size() == 16);
}

EditedSheet read_sheet(std::string_view contents, const std::string& file, DateOrder order) {
  EditedSheet sheet;
  std::optional<std::size_t> key_column;
  std::array<std::optional<std::size_t>, people_column_count> places{};
  bool header_read = false;
  std::vector<std::string> dates;

  read_table(contents, file, [&](CsvRecord& record) {
    if (!header_read) {
      header_read = true;
      for (std::size_t i = 0; i < record.cells.size(); ++i) {
        const std::string name = in_lower_case(trimmed(record.cells[i]));
        if (name == "key") key_column = i;
        for (std::size_t known = 0; known < people_names.size(); ++known) {
          if (people_names[known] == name) places[known] = i;
        }
      }
      if (!key_column) {
        sheet.problems.push_back(
            {{file, record.line, 1}, "no column is called \"key\": this is no sheet of cm export"});
      }
      return;
    }
    if (!key_column) return;
    EditedRow row;
    row.place = {file, record.line, 0};
    if (*key_column < record.cells.size()) row.key = from_plain_cell(trimmed(record.cells[*key_column]));
    if (row.key.empty()) {
      sheet.problems.push_back({row.place, "the row has no key"});
      return;
    }
    for (std::size_t i = 0; i < people_column_count; ++i) {
      if (!places[i]) continue;
      // Spreadsheets leave out the empty cells at the end of a row.
      const std::string cell = *places[i] < record.cells.size() ? from_plain_cell(record.cells[*places[i]]) : "";
      row.cells[i] = with_plain_line_breaks(trimmed(cell));
    }
    if (const auto& date = row.cells[static_cast<std::size_t>(PeopleColumn::last_contact_at)]) dates.push_back(*date);
    sheet.rows.push_back(std::move(row));
  });
  if (!header_read) sheet.problems.push_back({{file, 0, 0}, "the sheet is empty"});

  if (order == DateOrder::unknown) order = order_told_by(dates);
  const auto column_of = [&](PeopleColumn column) {
    const auto place = places[static_cast<std::size_t>(column)];
    return place ? static_cast<std::uint32_t>(*place + 1) : 0U;
  };
  for (EditedRow& row : sheet.rows) {
    const auto problem = [&](PeopleColumn column, const std::string& why) {
      sheet.problems.push_back(
          {{file, row.place.line, column_of(column)}, std::string(to_string(column)) + ": " + why});
    };
    if (auto& status = row.cells[static_cast<std::size_t>(PeopleColumn::status)]) {
      *status = in_lower_case(*status);
      if (!status->empty() &&
          std::find(follow_up_statuses.begin(), follow_up_statuses.end(), *status) == follow_up_statuses.end()) {
        problem(PeopleColumn::status, "no status is called \"" + *status + "\"" +
                                          did_you_mean(*status, follow_up_statuses) +
                                          " (open, contacted, waiting, resolved, ignored)");
      }
    }
    if (auto& contacts = row.cells[static_cast<std::size_t>(PeopleColumn::contacts)]) {
      int number = 0;
      const auto [end, error] = std::from_chars(contacts->data(), contacts->data() + contacts->size(), number);
      if (contacts->empty()) {
        *contacts = "0";
      } else if (error != std::errc() || end != contacts->data() + contacts->size() || number < 0) {
        problem(PeopleColumn::contacts, "write a whole number");
      } else {
        *contacts = std::to_string(number);
      }
    }
    if (auto& moment = row.cells[static_cast<std::size_t>(PeopleColumn::last_contact_at)]) {
      if (auto plain = plain_moment(*moment, order)) {
        *moment = *plain;
      } else {
        problem(PeopleColumn::last_contact_at,
                "cannot tell which day is meant; write 2026-11-20 10:00, or say --dates dmy or --dates mdy");
      }
    }
  }
  return sheet;
}

}  // namespace cm
