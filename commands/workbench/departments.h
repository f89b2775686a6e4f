// The departments that comments may be given to.
#pragma once

#include <string>
#include <vector>

#include "workbench/workbench.h"

namespace cm {

/// Those of cm.toml and those that rules send comments to, sorted. Empty where cm.toml names none: any will do.
/// Throws Error(wrong_use) when the rules cannot be read.
[[nodiscard]] std::vector<std::string> known_departments(Workbench& bench);

}  // namespace cm
