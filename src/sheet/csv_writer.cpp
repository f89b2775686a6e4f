#include "sheet/csv_writer.h"

#include <array>

#include "sheet/columns.h"

namespace cm {
namespace {

// What spreadsheets take for the start of a formula: OWASP "CSV Injection", and the full-width forms
// that East Asian input methods and some importers make the same of.
constexpr std::array<std::string_view, 11> formula_starts{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                          "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool begins_a_formula(std::string_view text) {
  for (const std::string_view start : formula_starts) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

// Apostrophes that a person typed before a formula count as well, so that there is one way back.
bool needs_apostrophe(std::string_view text) {
  const std::size_t begin = text.find_first_not_of('\'');
  return begin != std::string_view::npos && begins_a_formula(text.substr(begin));
}

}  // namespace

std::string as_plain_cell(std::string_view text) {
  return needs_apostrophe(text) ? "'" + std::string(text) : std::string(text);
}

std::string from_plain_cell(std::string_view cell) {
  return std::string(cell.starts_with('\'') && needs_apostrophe(cell.substr(1)) ? cell.substr(1) : cell);
}

void append_csv_cell(std::string& line, std::string_view cell) {
  // Readers trim blanks and take ';' or a tab for the separator where a comma is the decimal sign.
  const bool plain =
      cell.find_first_of("\",;\t\r\n") == std::string_view::npos && !cell.starts_with(' ') && !cell.ends_with(' ');
  if (plain) {
    line += cell;
    return;
  }
  line += '"';
  for (const char letter : cell) {
    if (letter == '"') line += '"';
    line += letter;
  }
  line += '"';
}

std::string csv_header() {
  std::string line;
  for (const Column& column : sheet_columns()) {
    if (!line.empty()) line += ',';
    line += column.name;
  }
  return line + "\r\n";
}

std::string csv_line(const SheetRow& row, const CsvStyle& style) {
  std::string line;
  bool first = true;
  for (const Column& column : sheet_columns()) {
    if (!first) line += ',';
    first = false;
    const std::string value = column.value(row);
    append_csv_cell(line, style.raw ? value : as_plain_cell(value));
  }
  return line + "\r\n";
}

}  // namespace cm
