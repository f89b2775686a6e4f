// What the journal counts for a report: the deeds that each rule decided.
#pragma once

#include <vector>

#include "database/database.h"
#include "model/figures.h"

namespace cm {

/// Deeds that were done, by the rule that decided them, announced within the window; the busiest first, at
/// most so many. A deed that a person reversed afterwards, by undo or by hand, counts as overturned.
[[nodiscard]] std::vector<RuleFigures> rule_figures(Database& database, const FigureWindow& window, std::size_t most);

}  // namespace cm
