// Timestamp: a moment in UTC to the millisecond, and its ISO 8601 form.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cm {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// "2026-11-20T10:00:00Z", with ".250" before the Z only where milliseconds are not zero.
[[nodiscard]] std::string to_iso8601(Timestamp moment);

/// Reads the ISO 8601 / RFC 3339 forms that platforms send: "2026-11-20T10:00:00Z", fractions of any
/// length, "+0000" and "+00:00" offsets, a blank for the T, a bare date (midnight). A time without a
/// zone is taken as UTC. Nothing for anything else, or for a date that does not exist.
[[nodiscard]] std::optional<Timestamp> parse_iso8601(std::string_view text);

/// Milliseconds since 1970 in UTC: how the store keeps a moment.
[[nodiscard]] constexpr std::int64_t to_epoch_ms(Timestamp moment) { return moment.time_since_epoch().count(); }
[[nodiscard]] constexpr Timestamp from_epoch_ms(std::int64_t ms) { return Timestamp(std::chrono::milliseconds(ms)); }

/// Reads a span such as "90s", "15m", "48h", "7d" or "2w". Nothing for anything else.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(std::string_view text);

}  // namespace cm
