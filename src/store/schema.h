// The store's tables, as numbered steps from an empty database to today's.
#pragma once

#include <span>

#include "database/schema_steps.h"

namespace cm {

/// Only ever appended to: a store in somebody's hands has taken the first of them.
[[nodiscard]] std::span<const SchemaStep> store_schema();

}  // namespace cm
