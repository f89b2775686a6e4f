#include "sheet/xlsx_writer.h"

#include <doctest/doctest.h>

#include <cstdlib>

#include "support/sample_comments.h"
#include "support/temporary_folder.h"

using namespace cm;

namespace {

// The sheet's XML, taken out of the ZIP by Python's library.
std::string sheet_xml(const std::filesystem::path& file, const TemporaryFolder& folder) {
  const auto xml = folder.path() / "sheet.xml";
  const std::string command =
      "python3 -c 'import sys, zipfile; open(sys.argv[2], \"wb\").write("
      "zipfile.ZipFile(sys.argv[1]).read(\"xl/worksheets/sheet1.xml\") + "
      "zipfile.ZipFile(sys.argv[1]).read(\"xl/worksheets/_rels/sheet1.xml.rels\"))' \"" +
      file.string() + "\" \"" + xml.string() + "\"";
  REQUIRE(std::system(command.c_str()) == 0);
  return folder.read("sheet.xml");
}

}  // namespace

TEST_CASE("lists that are too long for a rule, or have a comma, stand on sheets out of sight") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sheet.xlsx";
  SheetChoices choices{.departments = {}, .owners = {"Doe, Jane"}};
  for (int i = 0; i < 40; ++i) choices.departments.push_back("department " + std::to_string(i));
  XlsxWriter writer(file, choices);
  SheetRow row;
  row.comment = comment_saying("hello");
  row.comment.url = "https://blog.example/c1";
  writer.add(row);
  writer.close();
  const std::string xml = sheet_xml(file, folder);
  CHECK(xml.find("<formula1>departments!$A$1:$A$40</formula1>") != std::string::npos);
  CHECK(xml.find("<formula1>owners!$A$1") != std::string::npos);
  CHECK(xml.find("open,contacted,waiting,resolved,ignored") != std::string::npos);
}

TEST_CASE("an XLSX sheet has typed cells, a frozen header, a filter, lists and links, and runs no formula") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sheet.xlsx";
  XlsxWriter writer(file, SheetChoices{.departments = {"billing", "product"}, .owners = {"ana", "ben"}});
  SheetRow row;
  row.comment = comment_saying("=HYPERLINK(\"https://evil.example\")");
  row.comment.url = "https://blog.example/c1?a=1&b=2";
  row.status = "open";
  row.contacts = 3;
  row.due_at = parse_iso8601("2026-11-22T10:00:00Z");
  writer.add(row);
  writer.close();
  const std::string xml = sheet_xml(file, folder);
  CHECK(xml.find("state=\"frozen\"") != std::string::npos);
  CHECK(xml.find("<autoFilter ref=\"A1:W2\"") != std::string::npos);
  CHECK(xml.find("open,contacted,waiting,resolved,ignored") != std::string::npos);
  CHECK(xml.find("billing,product") != std::string::npos);
  CHECK(xml.find("ana,ben") != std::string::npos);
  CHECK(xml.find("Target=\"https://blog.example/c1?a=1&amp;b=2\"") != std::string::npos);
  CHECK(xml.find("<v>46348.41666666666") != std::string::npos);  // 2026-11-22 10:00 in days since 1899-12-30
  CHECK(xml.find("<v>3</v>") != std::string::npos);
  CHECK(xml.find("<f>") == std::string::npos);
}
