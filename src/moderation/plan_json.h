// A plan as NDJSON: what `cm plan` prints and `cm apply` reads, one deed a line.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "moderation/propose.h"

namespace cm {

/// One line, without its line break.
[[nodiscard]] std::string to_json(const PlanItem& item);

struct PlanFile {
  std::vector<PlanItem> items;
  std::vector<Problem> problems;  ///< all of them; with one or more nothing may be carried out
};

/// Reads what to_json() wrote. `name` stands in the problems' places.
[[nodiscard]] PlanFile read_plan(std::string_view ndjson, const std::string& name);

}  // namespace cm
