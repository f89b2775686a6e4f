// The scores of a survey, as CSV: what cm import --csat takes in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "store/satisfaction.h"

namespace cm {

struct ScoreFile {
  std::vector<SatisfactionScore> scores;
  std::vector<Problem> problems;  ///< each with its line; with one or more nothing may be kept
};

/// Reads the columns key, score (1 to 5) and at (ISO 8601); others are left alone.
[[nodiscard]] ScoreFile read_scores(std::string_view csv, const std::string& file);

}  // namespace cm
