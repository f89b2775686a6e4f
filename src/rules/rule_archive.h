// Rules as bytes: what the cache of parsed rule files keeps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_file.h"

namespace cm {

[[nodiscard]] std::string archived(const std::vector<RulePack>& packs);

/// Nothing where the bytes are not what archived() writes: every length, count and value is checked.
[[nodiscard]] std::optional<std::vector<RulePack>> unarchived(std::string_view bytes);

}  // namespace cm
