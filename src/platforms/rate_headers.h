// What a host says about how much may still be asked of it, in its own headers and units.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/timestamp.h"
#include "http/http_client.h"

namespace cm {

/// How a host writes the moment when its window begins anew.
enum class ResetUnit : std::uint8_t {
  epoch_seconds,  ///< Bluesky, X, Disqus
  iso8601,        ///< Mastodon
  seconds_left,   ///< Reddit
};

/// The names of one host's headers; empty names: it has none.
struct RateHeaders {
  std::string_view remaining;
  std::string_view reset;
  ResetUnit unit = ResetUnit::epoch_seconds;
};

/// What one reply told.
struct RateStanding {
  std::optional<double> remaining;  ///< Reddit counts in halves
  std::optional<Timestamp> reset;   ///< by this machine's clock
};

/// Reads the headers. A reset given as a moment is read against the host's own `Date` where it is
/// sent, so that a wrong clock on either side makes no wait too long or too short.
[[nodiscard]] RateStanding read_rate(const HttpReply& reply, const RateHeaders& headers, Timestamp now);

/// `Retry-After`, as seconds or as a date.
[[nodiscard]] std::optional<std::chrono::milliseconds> read_retry_after(const HttpReply& reply, Timestamp now);

}  // namespace cm
