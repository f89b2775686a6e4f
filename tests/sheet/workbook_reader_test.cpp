#include "sheet/workbook_reader.h"

#include <doctest/doctest.h>
#include <zip.h>

#include <map>

#include "base/error.h"
#include "base/files.h"
#include "sheet/sheet_reader.h"
#include "sheet/xlsx_writer.h"
#include "sheet/zip_archive.h"
#include "support/sample_comments.h"
#include "support/source_folder.h"
#include "support/temporary_folder.h"

using namespace cm;

namespace {

using Parts = std::map<std::string, std::string>;

/// The parts as an archive.
std::string packed(const Parts& parts) {
  const TemporaryFolder folder;
  const auto file = folder.path() / "book.xlsx";
  zip_t* archive = zip_open(file.c_str(), ZIP_CREATE, nullptr);
  for (const auto& [name, text] : parts) {
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  REQUIRE(zip_close(archive) == 0);
  return read_file(file);
}

std::string link(std::string_view id, std::string_view kind, std::string_view target) {
  return "<Relationship Id=\"" + std::string(id) + "\" Type=\"http://x.example/relationships/" + std::string(kind) +
         "\" Target=\"" + std::string(target) + "\"/>";
}

/// A workbook as Excel lays it out, with these rows in its only sheet.
Parts book_of(const std::string& rows, const std::string& properties = "") {
  return {{"[Content_Types].xml", "<Types/>"},
          {"_rels/.rels", "<Relationships>" + link("rId1", "officeDocument", "xl/workbook.xml") + "</Relationships>"},
          {"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + properties +
                                  "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"},
          {"xl/_rels/workbook.xml.rels", "<Relationships>" + link("rId1", "worksheet", "worksheets/sheet1.xml") +
                                             link("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
                                             link("rId3", "styles", "styles.xml") + "</Relationships>"},
          {"xl/sharedStrings.xml",
           "<sst><si><t>key</t></si><si><r><t xml:space=\"preserve\">two </t></r><r><rPr><b/></rPr><t>looks</t></r>"
           "<rPh><t>reading</t></rPh></si></sst>"},
          {"xl/styles.xml",
           "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"[$-40C]dd/mm/yyyy\\ hh:mm\"/>"
           "<numFmt numFmtId=\"165\" formatCode=\"0&quot; days&quot;\"/></numFmts>"
           "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/></cellXfs>"
           "</styleSheet>"},
          {"xl/worksheets/sheet1.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}};
}

/// "1: key|two looks", a line a row.
std::string rows_of(std::string_view contents) {
  std::string rows;
  read_workbook(contents, "book.xlsx", [&](CsvRecord& record) {
    rows += std::to_string(record.line) + ":";
    for (const std::string& cell : record.cells) rows += (rows.back() == ':' ? " " : "|") + cell;
    rows += "\n";
  });
  return rows;
}

std::string rows_of(const Parts& parts) { return rows_of(std::string_view(packed(parts))); }

std::string refusal_of(std::string_view contents) {
  try {
    read_workbook(contents, "book.xlsx", [](CsvRecord&) {});
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::wrong_use);
    return error.what();
  }
  return "no error";
}

std::string refusal_of(const Parts& parts) { return refusal_of(std::string_view(packed(parts))); }

}  // namespace

TEST_CASE("a workbook's texts are read wherever they stand: shared, in the cell, in several looks, of a formula") {
  CHECK(rows_of(book_of("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
                        "<row r=\"4\"><c r=\"A4\" t=\"inlineStr\"><is><t>a_x000D_b _x005F_x0041_</t></is></c>"
                        "<c r=\"B4\" t=\"str\"><f>1+1</f><v>two</v></c><c r=\"C4\" t=\"b\"><v>1</v></c>"
                        "<c r=\"D4\" t=\"e\"><v>#N/A</v></c></row>")) ==
        "1: key||two looks\n4: a\rb _x0041_|two|TRUE|#N/A\n");
}

TEST_CASE("what does not say where it is stands behind the last; what is empty is left out") {
  CHECK(rows_of(book_of("<row><c t=\"s\"><v>0</v></c><c><v>7</v></c></row><row/><row><c/></row>"
                        "<row><c><v>8</v></c></row>")) == "1: key|7\n4: 8\n");
}

TEST_CASE("a number that is shown as a date is one; other numbers stay numbers") {
  const std::string cells =
      "<row r=\"1\"><c s=\"1\"><v>46346</v></c><c s=\"2\"><v>46346.4166666667</v></c><c s=\"3\"><v>46346</v></c>"
      "<c><v>46346.5</v></c><c><v>3.3612345678E10</v></c></row>";
  CHECK(rows_of(book_of(cells)) == "1: 2026-11-20|2026-11-20T10:00:00Z|46346|46346.5|33612345678\n");
  // A Mac's count begins in 1904.
  const std::string mac = "<row r=\"1\"><c s=\"2\"><v>44884.4166666667</v></c></row>";
  CHECK(rows_of(book_of(mac, "<workbookPr date1904=\"1\"/>")) == "1: 2026-11-20T10:00:00Z\n");
  CHECK(rows_of(book_of(mac, "<workbookPr date1904=\"true\"/>")) == "1: 2026-11-20T10:00:00Z\n");
}

TEST_CASE("names may carry a prefix, and the sheet may be another than the first") {
  Parts parts = book_of("<row><c><v>1</v></c></row>");
  parts["xl/workbook.xml"] =
      "<x:workbook xmlns:x=\"x\" xmlns:r=\"r\"><x:sheets><x:sheet name=\"lists\" state=\"hidden\" r:id=\"rId9\"/>"
      "<x:sheet name=\"mine\" r:id=\"rId8\"/><x:sheet name=\"follow-up\" r:id=\"rId1\"/></x:sheets></x:workbook>";
  parts["xl/worksheets/sheet1.xml"] =
      "<x:worksheet xmlns:x=\"x\"><x:sheetData><x:row r=\"2\"><x:c r=\"B2\" "
      "t=\"inlineStr\"><x:is><x:t>here</x:t></x:is>"
      "</x:c></x:row></x:sheetData></x:worksheet>";
  CHECK(rows_of(parts) == "2: |here\n");
}

TEST_CASE("what is no workbook, or a damaged one, is refused with its part or its cell") {
  CHECK(refusal_of("PK\x03\x04 and nothing") == "\"book.xlsx\" is a damaged workbook: Not a zip archive");
  CHECK(refusal_of(Parts{{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}})
            .starts_with("\"book.xlsx\" is no XLSX workbook (an ODS one?)"));
  Parts cut = book_of("<row><c><v>1</v></c></row>");
  cut["xl/worksheets/sheet1.xml"].resize(40);
  CHECK(refusal_of(cut).starts_with("\"book.xlsx\", part \"xl/worksheets/sheet1.xml\": damaged at byte "));
  Parts without = book_of("");
  without.erase("xl/styles.xml");
  CHECK(refusal_of(without) == "\"book.xlsx\", part \"xl/styles.xml\": it is missing; the workbook is damaged");
  CHECK(refusal_of(book_of("<row r=\"3\"><c r=\"B3\" t=\"s\"><v>9</v></c></row>")) ==
        "book.xlsx:3:2: the sheet is damaged: the cell's text is missing");
  CHECK(refusal_of(book_of("<row r=\"3\"><c r=\"B3\"/><c r=\"A3\"/></row>")) ==
        "book.xlsx:3:3: the sheet is damaged: a cell \"A3\" is here");
  CHECK(refusal_of(book_of("<row r=\"3\"/><row r=\"2\"/>")).ends_with("row \"2\" cannot come after row 3"));
  CHECK(refusal_of(book_of("<row><c t=\"str\"><v>\xFF</v></c></row>")) == "book.xlsx:1:1: the text is not UTF-8");
}

TEST_CASE("a part that unpacks to far more than a sheet does is refused before memory is full") {
  Parts bomb = book_of("");
  bomb["xl/worksheets/sheet1.xml"] = std::string(2 * small_part_bytes, ' ');
  CHECK(
      refusal_of(bomb) ==
      "\"book.xlsx\", part \"xl/worksheets/sheet1.xml\": packed more tightly than sheets are; nothing of it was read");
}

TEST_CASE("columns beyond 512 are left out") {
  CHECK(rows_of(book_of("<row><c r=\"A1\"><v>1</v></c><c r=\"XFD1\"><v>2</v></c></row>")) == "1: 1\n");
}

TEST_CASE("a sheet that cm wrote as XLSX says the same when it is read, to the last sign") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "sheet.xlsx";
  XlsxWriter writer(file, {});
  SheetRow row;
  row.comment = comment_saying("=1+1");
  row.department = "'=billing";
  row.owner = "_x0041_";
  row.status = "contacted";
  row.contacts = 3;
  row.last_contact_at = parse_iso8601("2026-11-20T10:00:30.250Z");
  row.note = "- called\n2nd line, \"quoted\" \xF0\x9F\x99\x82\tأهلا";
  writer.add(row);
  writer.close();
  const EditedSheet sheet = read_sheet(read_file(file), "sheet.xlsx", DateOrder::unknown);
  CHECK(to_string(sheet.problems).empty());
  REQUIRE(sheet.rows.size() == 1);
  CHECK(sheet.rows[0].place.line == 2);
  CHECK(sheet.rows[0].key == "blog/c1");
  const PeopleCells expected{"'=billing", "_x0041_", "contacted", "2026-11-20T10:00:30.250Z", "3", row.note};
  for (std::size_t i = 0; i < people_column_count; ++i) CHECK(sheet.rows[0].cells[i] == expected[i]);
}
