// The journal's tables, as numbered steps from an empty database to today's.
#pragma once

#include <span>

#include "database/schema_steps.h"

namespace cm {

/// Only ever appended to: a journal in somebody's hands has taken the first of them.
[[nodiscard]] std::span<const SchemaStep> journal_schema();

}  // namespace cm
