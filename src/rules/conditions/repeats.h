// The condition on how often the same folded text came lately, whoever wrote it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "model/surroundings.h"

namespace cm {

/// The count of one of RuleSet::repeat_windows(); nothing when nobody counted.
[[nodiscard]] std::optional<std::int64_t> repeats_in(const Surroundings& around, std::size_t window);

}  // namespace cm
