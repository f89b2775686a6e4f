// Thresholds: from which sum of a label group on each action is proposed.
#pragma once

#include <map>
#include <string>

namespace cm {

/// 0 means "never".
struct Thresholds {
  int flag = 0;
  int hold = 0;
  int hide = 0;
};

/// Label group -> thresholds: `[policy]` in cm.toml.
using PolicyTable = std::map<std::string, Thresholds, std::less<>>;

}  // namespace cm
