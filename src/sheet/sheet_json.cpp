#include "sheet/sheet_json.h"

#include <nlohmann/json.hpp>

#include "sheet/columns.h"

namespace cm {

std::string to_json(const SheetRow& row) {
  nlohmann::ordered_json object;
  for (const Column& column : sheet_columns()) {
    auto& cell = object[std::string(column.name)];
    std::string value = column.value(row);
    switch (column.kind) {
      case CellKind::list:
        cell = column.name == "labels" ? row.labels : row.rules;
        break;
      case CellKind::number:
        cell = row.contacts;
        break;
      case CellKind::moment:
        if (!value.empty()) cell = std::move(value);
        break;
      case CellKind::text:
      case CellKind::link:
      case CellKind::status:
        cell = std::move(value);
        break;
    }
  }
  return object.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace cm
