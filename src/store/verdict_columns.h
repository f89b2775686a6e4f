// The parts of a verdict that are lists, as the store keeps them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/verdict.h"

namespace cm {

/// JSON; an empty list is an empty text: most comments match nothing.
[[nodiscard]] std::string labels_to_column(const std::vector<std::string>& labels);
[[nodiscard]] std::string matches_to_column(const std::vector<MatchRecord>& matches);

[[nodiscard]] std::vector<std::string> labels_from_column(std::string_view column);
[[nodiscard]] std::vector<MatchRecord> matches_from_column(std::string_view column);

}  // namespace cm
