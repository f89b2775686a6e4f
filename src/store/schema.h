// The store's tables, as numbered steps from an empty database to today's.
#pragma once

#include <span>

#include "database/schema_steps.h"
#include "database/table_copy.h"

namespace cm {

/// Only ever appended to: a store in somebody's hands has taken the first of them.
[[nodiscard]] std::span<const SchemaStep> store_schema();

/// In an order in which no row points to one that comes later.
[[nodiscard]] std::span<const TableKey> store_tables();

}  // namespace cm
