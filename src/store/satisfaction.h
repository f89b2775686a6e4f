// How content people were: scores from 1 to 5 that a survey asked for after a comment was answered.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "model/figures.h"

namespace cm {

struct SatisfactionScore {
  std::string key;  ///< of the comment that was answered
  int score = 0;    ///< 1 (not at all) to 5 (very)
  Timestamp at{};   ///< when the score was given
};

struct SavedScores {
  std::size_t added = 0;
  std::size_t unchanged = 0;         ///< known already
  std::vector<std::string> unknown;  ///< keys that the store does not have
};

/// Keeps the scores, all or none. A comment has one score for each moment: what comes again changes nothing.
SavedScores save_scores(Database& database, const std::vector<SatisfactionScore>& scores);

/// The scores that were given in the window, by channel; first the sum over all, as channel "".
[[nodiscard]] std::vector<SatisfactionFigures> satisfaction_figures(Database& database, const FigureWindow& window);

}  // namespace cm
