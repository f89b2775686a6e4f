// The columns of a follow-up sheet: one line each, for CSV, NDJSON, XLSX, import and the manual.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sheet/sheet_row.h"

namespace cm {

enum class CellKind : std::uint8_t { text, moment, number, link, list, status };

struct Column {
  std::string_view name;
  CellKind kind = CellKind::text;
  bool people_edit = false;
  int width = 12;  ///< in characters, for spreadsheets
  std::string_view meaning;
  /// The cell as plain text: moments in ISO 8601, lists separated by blanks, nothing for what is unknown.
  std::string (*value)(const SheetRow&) = nullptr;
};

/// In the order of the sheet.
[[nodiscard]] std::span<const Column> sheet_columns();

/// Its place in the sheet.
[[nodiscard]] std::optional<std::size_t> column_named(std::string_view name);

}  // namespace cm
