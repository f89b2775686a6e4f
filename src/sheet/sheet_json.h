// A row of the sheet as NDJSON.
#pragma once

#include <string>

#include "sheet/sheet_row.h"

namespace cm {

/// One line, without its line break: the sheet's columns under their names, lists as arrays, numbers as
/// numbers, null for what is unknown.
[[nodiscard]] std::string to_json(const SheetRow& row);

}  // namespace cm
