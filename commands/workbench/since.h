// "--since 7d" or "--since 2026-11-20": a moment, told as a span back from now or as a date.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace cm {

/// Nothing for an empty text. Throws Error(wrong_use) naming `flag` for what is neither a span ("90m",
/// "48h", "7d", "2w") nor an ISO 8601 date or time.
[[nodiscard]] std::optional<Timestamp> read_since(std::string_view text, Timestamp now,
                                                  std::string_view flag = "--since");

}  // namespace cm
