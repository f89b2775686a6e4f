#include <doctest/doctest.h>

#include "base/error.h"
#include "sheet/columns.h"
#include "sheet/csv_reader.h"
#include "sheet/csv_writer.h"
#include "sheet/sheet_json.h"
#include "support/sample_comments.h"

using namespace cm;

namespace {

std::vector<std::vector<std::string>> records(std::string_view contents) {
  std::vector<std::vector<std::string>> all;
  read_csv(contents, "sheet.csv", [&](CsvRecord& record) { all.push_back(record.cells); });
  return all;
}

using Cells = std::vector<std::string>;

SheetRow row_saying(std::string_view text) {
  SheetRow row;
  row.comment = comment_saying(text);
  row.labels = {"complaint", "billing"};
  row.rules = {"complaint.en.refund"};
  row.action = Action::flag;
  row.status = "open";
  row.due_at = parse_iso8601("2026-11-22T10:00:00Z");
  return row;
}

}  // namespace

TEST_CASE("the columns of a sheet are those that scripts were written against") {
  CHECK(csv_header() ==
        "key,channel,platform,page,post,url,author,author_id,created_at,lang,sentiment,labels,rules,action,"
        "action_state,text,department,owner,status,due_at,last_contact_at,contacts,note\r\n");
}

TEST_CASE("cells that a spreadsheet would run are shown instead") {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uFF1D1+1"}) {
    CAPTURE(formula);
    CHECK(as_plain_cell(formula) == std::string("'") + formula);
    CHECK(from_plain_cell(as_plain_cell(formula)) == formula);
  }
  for (const char* plain : {"", "hello", "a=b", " =1", "'quoted'", "1-2"}) {
    CAPTURE(plain);
    CHECK(as_plain_cell(plain) == plain);
    CHECK(from_plain_cell(plain) == plain);
  }
}

TEST_CASE("a row survives quotes, separators and line breaks") {
  const std::string text = "He said \"no; never\",\r\nthen left";
  const auto read = records(csv_header() + csv_line(row_saying(text), {}));
  REQUIRE(read.size() == 2);
  REQUIRE(read[1].size() == sheet_columns().size());
  CHECK(read[1][column_named("key").value()] == "blog/c1");
  CHECK(read[1][column_named("text").value()] == text);
  CHECK(read[1][column_named("labels").value()] == "complaint billing");
  CHECK(read[1][column_named("due_at").value()] == "2026-11-22T10:00:00Z");
}

TEST_CASE("a formula is neutralised unless raw cells are asked for") {
  const std::string formula = "=HYPERLINK(\"https://evil.example\")";
  const std::size_t text = column_named("text").value();
  CHECK(records(csv_header() + csv_line(row_saying(formula), {}))[1][text] == "'" + formula);
  CHECK(records(csv_header() + csv_line(row_saying(formula), {.raw = true}))[1][text] == formula);
}

TEST_CASE("what spreadsheets make of a sheet is read") {
  const std::vector<Cells> wanted{{"key", "note"}, {"blog/c1", "a;b, \"c\""}};
  CHECK(records("key,note\r\nblog/c1,\"a;b, \"\"c\"\"\"\r\n") == wanted);
  CHECK(records("\xEF\xBB\xBFkey;note\nblog/c1;\"a;b, \"\"c\"\"\"\n") == wanted);
  CHECK(records("key\tnote\nblog/c1\t\"a;b, \"\"c\"\"\"") == wanted);
  CHECK(records("sep=;\r\nkey;note\r\nblog/c1;\"a;b, \"\"c\"\"\"\r\n") == wanted);
  CHECK(records("\"key\",\"note\"\n\n,\nblog/c1,\"a;b, \"\"c\"\"\"\n") == wanted);
}

TEST_CASE("records know the line that they begin in") {
  std::vector<std::uint32_t> lines;
  read_csv("key,note\n1,\"two\nlines\"\n2,x\n", "sheet.csv", [&](CsvRecord& record) { lines.push_back(record.line); });
  CHECK(lines == std::vector<std::uint32_t>{1, 2, 4});
}

TEST_CASE("what is no CSV is refused with its place") {
  CHECK_THROWS_WITH_AS(records("key\n\"never closed\n"), doctest::Contains("sheet.csv:2"), Error);
  CHECK_THROWS_WITH_AS(records("\xFF\xFEk\0e\0y\0"), doctest::Contains("UTF-16"), Error);
  CHECK_THROWS_WITH_AS(records("key\n\xE9\n"), doctest::Contains("UTF-8"), Error);
  CHECK_THROWS_AS(read_csv("key\n1\n", "x", [](CsvRecord&) { throw Error(ErrorKind::refused, "stop"); }), Error);
}

TEST_CASE("as NDJSON, lists are lists, numbers numbers, and the unknown is null") {
  CHECK(to_json(row_saying("hi")) ==
        R"({"key":"blog/c1","channel":"blog","platform":"file","page":"p","post":"12","url":"","author":"Sam Sample",)"
        R"("author_id":"a9","created_at":"2026-11-20T10:00:00Z","lang":"","sentiment":"unknown",)"
        R"("labels":["complaint","billing"],"rules":["complaint.en.refund"],"action":"flag","action_state":"",)"
        R"("text":"hi","department":"","owner":"","status":"open","due_at":"2026-11-22T10:00:00Z",)"
        R"("last_contact_at":null,"contacts":0,"note":""})");
}
