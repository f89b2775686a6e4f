#include "sheet/workbook_reader.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <optional>
#include <pugixml.hpp>
#include <vector>

#include "base/error.h"
#include "base/place.h"
#include "base/timestamp.h"
#include "sheet/zip_archive.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::uint32_t most_columns = 512;
constexpr std::uint32_t most_rows = 1048576;

// Some programs write <x:row>: what stands before the colon is the writer's choice.
std::string_view local_name(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(const pugi::xml_node& parent, std::string_view name) {
  return parent.find_child([name](const pugi::xml_node& node) { return local_name(node.name()) == name; });
}

std::string_view attribute(const pugi::xml_node& node, std::string_view name) {
  return node.find_attribute([name](const pugi::xml_attribute& one) { return local_name(one.name()) == name; }).value();
}

std::optional<std::uint32_t> number_in(std::string_view digits) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

// --- text ----------------------------------------------------------------------------------------

// "_x000D_" stands for a character that XML cannot hold, and "_x005F_" for the underscore of such a spelling
// that somebody really typed.
std::string without_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_') {
      const auto [end, error] = std::from_chars(&text[i + 2], &text[i + 6], value, 16);
      if (error == std::errc() && end == &text[i + 6] && value != 0 && (value < 0xD800 || value > 0xDFFF)) {
        append_utf8(plain, value);
        i += 6;
        continue;
      }
    }
    plain += text[i];
  }
  return plain;
}

// The text of <si> and <is>: one piece or several of different looks. Readings (<rPh>) are no part of it.
std::string rich_text(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node& piece : item.children()) {
    if (local_name(piece.name()) == "t") text += piece.child_value();
    if (local_name(piece.name()) == "r") text += child(piece, "t").child_value();
  }
  return without_escapes(text);
}

// --- dates ---------------------------------------------------------------------------------------

// The number formats that need no code, ECMA-376 part 1, 18.8.30: dates and times, also the East Asian ones.
bool is_built_in_date(std::uint32_t format) {
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) ||
         (format >= 50 && format <= 58);
}

// A format code such as "dd/mm/yyyy hh:mm" has letters of dates outside quotes, brackets and escapes.
bool is_date_code(std::string_view code) {
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char sign = code[i];
    if (sign == ';') return false;  // what follows is for negative numbers
    if (sign == '\\' || sign == '_' || sign == '*') {
      ++i;
    } else if (sign == '"' || sign == '[') {
      const std::size_t end = code.find(sign == '"' ? '"' : ']', i + 1);
      if (end == std::string_view::npos) return false;
      i = end;
    } else if (std::string_view("dmyhsDMYHS").find(sign) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// Spreadsheets count days from 1899-12-30, or with `date1904` from 1904-01-01, in no zone; sheets are in UTC.
std::optional<std::string> moment_of(double days, bool date1904) {
  using namespace std::chrono;
  if (!(days >= 0) || days > 2958465) return std::nullopt;  // 9999-12-31
  const auto start = date1904 ? sys_days(year(1904) / 1 / 1) : sys_days(year(1899) / 12 / 30);
  const auto moment = Timestamp(start) + milliseconds(std::llround(days * 86400e3));
  const std::string iso = to_iso8601(moment);
  return moment == floor<std::chrono::days>(moment) ? iso.substr(0, 10) : iso;
}

// --- the workbook --------------------------------------------------------------------------------

class WorkbookReader {
 public:
  WorkbookReader(std::string_view contents, const std::string& file) : file_(file), archive_(contents, file) {}

  void read(const std::function<void(CsvRecord&)>& visit) {
    const std::string book = book_part();
    pugi::xml_document document;
    parse(book, document);
    const pugi::xml_node workbook = document.document_element();
    const std::string_view from_1904 = attribute(child(workbook, "workbookPr"), "date1904");
    date1904_ = from_1904 == "1" || from_1904 == "true";
    const std::string_view chosen = chosen_sheet(workbook);

    const std::size_t slash = book.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : book.substr(0, slash + 1);
    const std::string links = folder + "_rels/" + book.substr(folder.size()) + ".rels";
    std::string sheet;
    pugi::xml_document related;
    parse(links, related);
    for (const pugi::xml_node& link : related.document_element().children()) {
      const std::string_view type = attribute(link, "Type");
      const std::string target = target_of(link, folder);
      if (type.ends_with("/sharedStrings")) read_texts(target);
      if (type.ends_with("/styles")) read_styles(target);
      if (attribute(link, "Id") == chosen) sheet = target;
    }
    if (sheet.empty()) refuse(book, "its sheet has no part of its own");
    read_rows(sheet, visit);
  }

 private:
  [[noreturn]] void refuse(const std::string& part, const std::string& why) const {
    throw Error(ErrorKind::wrong_use, "\"" + file_ + "\", part \"" + part + "\": " + why);
  }

  [[noreturn]] void refuse_cell(std::uint32_t row, std::uint32_t column, const std::string& why) const {
    throw Error(ErrorKind::wrong_use, to_string(Problem{{file_, row, column}, why}));
  }

  void parse(const std::string& part, pugi::xml_document& document) const {
    std::optional<std::string> xml = archive_.part(part);
    if (!xml) refuse(part, "it is missing; the workbook is damaged");
    const pugi::xml_parse_result parsed =
        document.load_buffer(xml->data(), xml->size(), pugi::parse_default | pugi::parse_ws_pcdata_single);
    if (!parsed) {
      refuse(part, "damaged at byte " + std::to_string(parsed.offset) + ": " + parsed.description());
    }
  }

  // The part that the archive names as its document; the usual one where it names none.
  std::string book_part() const {
    if (!archive_.part("[Content_Types].xml")) {
      throw Error(ErrorKind::wrong_use, "\"" + file_ +
                                            "\" is no XLSX workbook (an ODS one?); save the sheet as XLSX or as CSV in "
                                            "UTF-8, and import that");
    }
    pugi::xml_document links;
    parse("_rels/.rels", links);
    for (const pugi::xml_node& link : links.document_element().children()) {
      if (attribute(link, "Type").ends_with("/officeDocument")) return target_of(link, "");
    }
    return "xl/workbook.xml";
  }

  static std::string target_of(const pugi::xml_node& link, const std::string& folder) {
    const std::string target(attribute(link, "Target"));
    return target.starts_with('/') ? target.substr(1) : folder + target;
  }

  // The id of its link.
  std::string_view chosen_sheet(const pugi::xml_node& workbook) const {
    pugi::xml_node chosen;
    for (const pugi::xml_node& sheet : child(workbook, "sheets").children()) {
      if (attribute(sheet, "name") == "follow-up") return attribute(sheet, "id");
      const std::string_view state = attribute(sheet, "state");
      if (!chosen && (state.empty() || state == "visible")) chosen = sheet;
    }
    if (!chosen) throw Error(ErrorKind::wrong_use, "\"" + file_ + "\" has no sheet in sight");
    return attribute(chosen, "id");
  }

  void read_texts(const std::string& part) {
    pugi::xml_document document;
    parse(part, document);
    for (const pugi::xml_node& item : document.document_element().children()) {
      if (local_name(item.name()) == "si") texts_.push_back(rich_text(item));
    }
  }

  void read_styles(const std::string& part) {
    pugi::xml_document document;
    parse(part, document);
    const pugi::xml_node styles = document.document_element();
    std::vector<std::uint32_t> dates;
    for (const pugi::xml_node& format : child(styles, "numFmts").children()) {
      const auto id = number_in(attribute(format, "numFmtId"));
      if (id && is_date_code(attribute(format, "formatCode"))) dates.push_back(*id);
    }
    for (const pugi::xml_node& format : child(styles, "cellXfs").children()) {
      const std::uint32_t id = number_in(attribute(format, "numFmtId")).value_or(0);
      is_date_.push_back(is_built_in_date(id) || std::ranges::find(dates, id) != dates.end());
    }
  }

  void read_rows(const std::string& part, const std::function<void(CsvRecord&)>& visit) {
    pugi::xml_document document;
    parse(part, document);
    std::uint32_t last_row = 0;
    for (const pugi::xml_node& row : child(document.document_element(), "sheetData").children()) {
      if (local_name(row.name()) != "row") continue;
      const std::string_view told = attribute(row, "r");
      const std::optional<std::uint32_t> number = told.empty() ? last_row + 1 : number_in(told);
      if (!number || *number <= last_row || *number > most_rows) {
        refuse(part, "row \"" + std::string(told) + "\" cannot come after row " + std::to_string(last_row));
      }
      last_row = *number;
      CsvRecord record;
      record.line = last_row;
      read_cells(row, record);
      if (std::ranges::any_of(record.cells, [](const std::string& cell) { return !cell.empty(); })) visit(record);
    }
  }

  void read_cells(const pugi::xml_node& row, CsvRecord& record) const {
    std::uint32_t last = 0;
    for (const pugi::xml_node& cell : row.children()) {
      if (local_name(cell.name()) != "c") continue;
      last = column_of(attribute(cell, "r"), record.line, last + 1);
      if (last > most_columns) return;
      if (record.cells.size() < last) record.cells.resize(last);
      std::string& text = record.cells[last - 1];
      text = text_of(cell, record.line, last);
      if (!is_valid_utf8(text)) refuse_cell(record.line, last, "the text is not UTF-8");
    }
  }

  // "B3" is in column 2. A cell that does not say where it is stands behind the last one.
  std::uint32_t column_of(std::string_view place, std::uint32_t row, std::uint32_t next) const {
    if (place.empty()) return next;
    std::uint32_t column = 0;
    for (const char letter : place) {
      if (letter < 'A' || letter > 'Z' || column > most_columns) break;
      column = column * 26 + static_cast<std::uint32_t>(letter - 'A' + 1);
    }
    if (column < next) refuse_cell(row, next, "the sheet is damaged: a cell \"" + std::string(place) + "\" is here");
    return column;
  }

  std::string text_of(const pugi::xml_node& cell, std::uint32_t row, std::uint32_t column) const {
    const std::string_view type = attribute(cell, "t");
    if (type == "inlineStr") return rich_text(child(cell, "is"));
    const std::string_view value = child(cell, "v").child_value();
    if (type == "s") {
      const auto index = number_in(value);
      if (!index || *index >= texts_.size())
        refuse_cell(row, column, "the sheet is damaged: the cell's text is missing");
      return texts_[*index];
    }
    if (type == "str") return without_escapes(value);
    if (type == "b") return value == "1" ? "TRUE" : "FALSE";
    if (!type.empty() && type != "n") return std::string(value);  // an error such as "#N/A", or an ISO date
    return number_text(value, number_in(attribute(cell, "s")).value_or(0));
  }

  std::string number_text(std::string_view value, std::uint32_t style) const {
    double number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) return std::string(value);
    if (style < is_date_.size() && is_date_[style]) {
      if (auto moment = moment_of(number, date1904_)) return *moment;
    }
    // A telephone number is kept as 3.36123456789E10.
    constexpr double exact = 1e15;
    if (std::trunc(number) == number && std::fabs(number) < exact) return std::to_string(std::llround(number));
    return std::string(value);
  }

  const std::string& file_;
  ZipArchive archive_;
  bool date1904_ = false;
  std::vector<std::string> texts_;
  std::vector<bool> is_date_;  // by style
};

}  // namespace

bool is_workbook(std::string_view contents) { return contents.starts_with("PK\x03\x04"); }

void read_workbook(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit) {
  WorkbookReader(contents, file).read(visit);
}

void read_table(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit) {
  // The old .xls, and an XLSX that is locked with a password, are files of another kind.
  if (contents.starts_with("\xD0\xCF\x11\xE0")) {
    throw Error(ErrorKind::wrong_use, "\"" + file +
                                          "\" is an old .xls workbook or one with a password; save the sheet as XLSX "
                                          "without a password, or as CSV in UTF-8, and import that");
  }
  is_workbook(contents) ? read_workbook(contents, file, visit) : read_csv(contents, file, visit);
}

}  // namespace cm
