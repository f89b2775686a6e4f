// CSV in: what people and spreadsheets make of a sheet: ',' or ';' or tabs, a BOM, LF or CRLF.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cm {

struct CsvRecord {
  std::uint32_t line = 0;  ///< where it begins, from 1
  std::vector<std::string> cells;
};

/// Hands each record to `visit`, the header first; empty lines are left out. The separator is the one that
/// the first line uses, or that Excel's "sep=;" line names. Throws Error(wrong_use) naming `file` for
/// text that is not UTF-8 and for a quote that is never closed.
void read_csv(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit);

}  // namespace cm
