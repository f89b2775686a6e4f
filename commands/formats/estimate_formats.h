// How `cm fetch --estimate` is printed: for people, and as NDJSON.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "moderation/estimate.h"

namespace cm {

/// One line for the channel, for people.
[[nodiscard]] std::string estimate_as_text(const ChannelEstimate& estimate, std::optional<std::size_t> budget);

/// One JSON object: the channel's figures and those of its pages.
[[nodiscard]] std::string estimate_as_json(const ChannelEstimate& estimate, std::optional<std::size_t> budget);

}  // namespace cm
