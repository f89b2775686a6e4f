// What the store counts for a report. The database adds up; no text of a comment is read.
#pragma once

#include <vector>

#include "base/timestamp.h"
#include "base/working_hours.h"
#include "database/database.h"
#include "model/figures.h"

namespace cm {

/// When an answer is late, seen from now.
struct AnswerDeadline {
  std::chrono::hours within{48};  ///< of working time; a rule that matched may ask for fewer
  Timestamp now{};
  WorkingHours working;
};

/// Each channel's days that have a comment, by channel and day.
[[nodiscard]] std::vector<DayFigures> day_figures(Database& database, const FigureWindow& window);

/// Each channel on which somebody was or is to be answered, by name; first the sum over all, as channel "".
[[nodiscard]] std::vector<WaitFigures> wait_figures(Database& database, const FigureWindow& window,
                                                    const AnswerDeadline& deadline);

/// The accounts with the most comments, at most so many. An author that the platform did not tell is none.
[[nodiscard]] std::vector<AccountFigures> account_figures(Database& database, const FigureWindow& window,
                                                          std::size_t most);

/// The departments with something on their desk, the fullest first.
[[nodiscard]] std::vector<DepartmentFigures> department_figures(Database& database, const FigureWindow& window,
                                                                const AnswerDeadline& deadline);

}  // namespace cm
