#include "sheet/sheet_reader.h"

#include <doctest/doctest.h>

using namespace cm;

namespace {

std::string moment(std::string_view typed, DateOrder order = DateOrder::unknown) {
  return plain_moment(typed, order).value_or("unreadable");
}

EditedSheet read(std::string_view contents) { return read_sheet(contents, "sheet.csv", DateOrder::unknown); }

}  // namespace

TEST_CASE("dates are read in the forms that people and spreadsheets write") {
  CHECK(moment("2026-11-20T10:00:30Z") == "2026-11-20T10:00:30Z");
  CHECK(moment("2026-11-20T12:00:30+02:00") == "2026-11-20T10:00:30Z");
  CHECK(moment("2026-11-20 10:00") == "2026-11-20T10:00");
  CHECK(moment(" 2026-11-20 ") == "2026-11-20");
  CHECK(moment("20.11.2026 10:00") == "2026-11-20T10:00");
  CHECK(moment("20.11.26") == "2026-11-20");
  CHECK(moment("5.6.2026") == "2026-06-05");
  CHECK(moment("20/11/2026 10:00:30") == "2026-11-20T10:00:30Z");
  CHECK(moment("11/20/2026 10:05 PM") == "2026-11-20T22:05");
  CHECK(moment("05/06/2026", DateOrder::day_first) == "2026-06-05");
  CHECK(moment("05/06/2026", DateOrder::month_first) == "2026-05-06");
  CHECK(moment("2026/11/20") == "2026-11-20");
  CHECK(moment("46346.416666666664") == "2026-11-20T10:00:00Z");
  CHECK(moment("").empty());
}

TEST_CASE("dates that mean two days, or none, are not guessed") {
  for (const char* typed : {"05/06/2026", "yesterday", "31.02.2026", "20/13/2026", "12", "20.11", "10:00"}) {
    CAPTURE(typed);
    CHECK(moment(typed) == "unreadable");
  }
}

TEST_CASE("only what people edit is taken from a sheet, whatever the order of its columns") {
  const EditedSheet sheet = read("note;text;key;status\n\"called\r\ntwice\";ignored;blog/c1; Resolved \n");
  CHECK(sheet.problems.empty());
  REQUIRE(sheet.rows.size() == 1);
  CHECK(sheet.rows[0].key == "blog/c1");
  CHECK(sheet.rows[0].cells[2] == "resolved");
  CHECK(sheet.rows[0].cells[5] == "called\ntwice");
  CHECK_FALSE(sheet.rows[0].cells[0]);
}

TEST_CASE("one date that leaves no doubt tells how the others are meant") {
  const EditedSheet sheet = read("key,last_contact_at\na/1,05/06/2026\na/2,25/06/2026\n");
  CHECK(sheet.problems.empty());
  CHECK(sheet.rows.at(0).cells[3] == "2026-06-05");
}

TEST_CASE("everything that is wrong in a sheet is told at once, with line and column") {
  const EditedSheet sheet =
      read("key,status,contacts,last_contact_at\nblog/c1,solved,two,05/06/2026\n,open,1,\nblog/c3,open,-1,\n");
  REQUIRE(sheet.problems.size() == 5);
  CHECK(to_string(sheet.problems[0]).starts_with("sheet.csv:3"));
  CHECK(to_string(sheet.problems[1]).starts_with("sheet.csv:2:2: status: no status is called \"solved\""));
  CHECK(to_string(sheet.problems[2]).starts_with("sheet.csv:2:3: contacts"));
  CHECK(to_string(sheet.problems[3]).starts_with("sheet.csv:2:4: last_contact_at"));
  CHECK(to_string(sheet.problems[4]).starts_with("sheet.csv:4:3: contacts"));
}

TEST_CASE("what is no sheet of ours is refused") {
  CHECK(read("name,note\na,b\n").problems.size() == 1);
  CHECK(read("").problems.size() == 1);
}

TEST_CASE("a row that lost its empty cells at the end is read") {
  const EditedSheet sheet = read("key,status,contacts,note\nblog/c1,open\n");
  CHECK(sheet.problems.empty());
  CHECK(sheet.rows.at(0).cells[4] == "0");
  CHECK(sheet.rows.at(0).cells[5] == "");
}
