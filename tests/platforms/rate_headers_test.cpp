#include "platforms/rate_headers.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

const Timestamp now = parse_iso8601("2026-11-20T10:00:00Z").value();

RateStanding read(HttpHeaders headers, ResetUnit unit) {
  return read_rate({.status = 200, .headers = std::move(headers), .body = {}}, {"X-Left", "X-Reset", unit}, now);
}

}  // namespace

TEST_CASE("each host's reset is read in its own unit") {
  CHECK(read({{"x-left", "3"}, {"x-reset", "1795168860"}}, ResetUnit::epoch_seconds).reset ==
        parse_iso8601("2026-11-20T10:01:00Z"));
  CHECK(read({{"X-Reset", "2026-11-20T10:01:00.000Z"}}, ResetUnit::iso8601).reset ==
        parse_iso8601("2026-11-20T10:01:00Z"));
  CHECK(read({{"X-Reset", "60"}}, ResetUnit::seconds_left).reset == parse_iso8601("2026-11-20T10:01:00Z"));
  CHECK(read({{"X-Left", "594.0"}}, ResetUnit::seconds_left).remaining == 594.0);
}

TEST_CASE("a reset is read against the host's own clock") {
  const auto standing =
      read({{"X-Reset", "2026-11-20T11:01:00Z"}, {"Date", "Fri, 20 Nov 2026 11:00:00 GMT"}}, ResetUnit::iso8601);
  CHECK(standing.reset == parse_iso8601("2026-11-20T10:01:00Z"));
}

TEST_CASE("headers that make no sense say nothing") {
  CHECK_FALSE(read({{"X-Reset", "soon"}}, ResetUnit::epoch_seconds).reset);
  CHECK_FALSE(read({{"X-Reset", "1e400"}}, ResetUnit::seconds_left).reset);
  CHECK_FALSE(read({}, ResetUnit::iso8601).remaining);
}

TEST_CASE("Retry-After is seconds or a date") {
  const auto wait = [](const char* value) {
    return read_retry_after({.status = 429, .headers = {{"Retry-After", value}}, .body = {}}, now);
  };
  CHECK(wait("290") == std::chrono::seconds(290));
  CHECK(wait("Fri, 20 Nov 2026 10:00:30 GMT") == std::chrono::seconds(30));
  CHECK(wait("Fri, 20 Nov 2026 09:00:30 GMT") == std::chrono::seconds(0));
  CHECK_FALSE(wait("later"));
}

}  // namespace cm
