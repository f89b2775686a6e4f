// XLSX out: typed cells, a frozen header, a filter, lists to choose from, links that open.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "sheet/sheet_row.h"

namespace cm {

/// What the cells of two columns offer to choose from; other words may be written all the same.
struct SheetChoices {
  std::vector<std::string> departments;
  std::vector<std::string> owners;
};

class XlsxWriter {
 public:
  /// Writes into `file`, which is made or replaced.
  XlsxWriter(const std::filesystem::path& file, SheetChoices choices);
  XlsxWriter(const XlsxWriter&) = delete;
  XlsxWriter& operator=(const XlsxWriter&) = delete;
  ~XlsxWriter();

  /// The format holds 1,048,576 rows with the header: one more is refused with Error(wrong_use).
  void add(const SheetRow& row);

  /// Finishes the file. Throws Error(unavailable) when it cannot be written.
  void close();

 private:
  struct Workbook;
  std::unique_ptr<Workbook> workbook_;
};

}  // namespace cm
