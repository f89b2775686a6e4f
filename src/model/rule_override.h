// RuleOverride: how a team bends rules it did not write, for some channels or languages.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/place.h"
#include "model/action.h"

namespace cm {

/// One `[[override]]` of cm.toml. The later of two that set the same thing wins.
struct RuleOverride {
  std::vector<std::string> rules;     ///< ids, '*' stands for any run of letters
  std::vector<std::string> channels;  ///< empty: every channel
  std::vector<std::string> lang;      ///< primary subtags; empty: every language, also an unknown one
  std::optional<RuleMode> mode;
  std::optional<int> score;
  std::optional<Action> ceiling;  ///< `action`
  Place place;
};

}  // namespace cm
