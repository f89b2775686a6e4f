// CSV out: RFC 4180 with CRLF, in cells that no spreadsheet runs as a formula.
#pragma once

#include <string>
#include <string_view>

#include "sheet/sheet_row.h"

namespace cm {

struct CsvStyle {
  bool raw = false;  ///< cells as they are, also those that begin like a formula
};

/// A cell that a spreadsheet shows and does not run: one that begins with '=', '+', '-', '@' (also in
/// their full-width forms), a tab or a line break, behind apostrophes or not, gets an apostrophe before it.
[[nodiscard]] std::string as_plain_cell(std::string_view text);

/// The way back: without the apostrophe that as_plain_cell() put there.
[[nodiscard]] std::string from_plain_cell(std::string_view cell);

[[nodiscard]] std::string csv_header();
[[nodiscard]] std::string csv_line(const SheetRow& row, const CsvStyle& style);

/// One cell, quoted where it must be.
void append_csv_cell(std::string& line, std::string_view cell);

}  // namespace cm
