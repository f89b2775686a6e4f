// XLSX in: the rows of a workbook that a spreadsheet saved, as read_csv() hands them out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "sheet/csv_reader.h"

namespace cm {

/// Whether contents begin as a ZIP archive does, which XLSX is.
[[nodiscard]] bool is_workbook(std::string_view contents);

/// Hands each row of the worksheet "follow-up" to `visit`, or of the first one in sight where none is called
/// so: its number in the sheet, and its cells as text. Empty rows are left out, and what stands beyond column
/// 512. Numbers that are shown as a date become "2026-11-20" or "2026-11-20T10:00:00Z", in the zone that the
/// sheet meant; of a formula its last result is taken. Throws Error(wrong_use) naming `file`, and the part or
/// the cell, for what is no XLSX, is damaged or locked, or unpacks to far more than a sheet holds.
void read_workbook(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit);

/// read_workbook() or read_csv(), by what the contents are.
void read_table(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit);

}  // namespace cm
