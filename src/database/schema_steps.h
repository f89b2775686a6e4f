// Schema steps: how the tables of one room get from any older shape to today's.
#pragma once

#include <span>
#include <string_view>

#include "database/database.h"

namespace cm {

/// One step: its statements run in one transaction with the note that it was taken. "{serial}" stands for
/// a number that the database gives to each new row. A step that was released is never changed.
using SchemaStep = std::span<const std::string_view>;

/// Takes the steps that this database has not taken yet, each once, also when two processes begin at the
/// same time. Throws Error(wrong_use) when a newer cm has already taken steps that are not in the list.
/// `part` is the room: "store", "journal".
void take_schema_steps(Database& database, std::string_view part, std::span<const SchemaStep> steps);

/// How many steps of a part were taken; 0 for a new database.
[[nodiscard]] std::size_t taken_schema_steps(Database& database, std::string_view part);

}  // namespace cm
