#include "base/timestamp.h"

#include <doctest/doctest.h>

using namespace cm;
using namespace std::chrono_literals;

TEST_CASE("a moment survives the way to ISO 8601 and back") {
  const auto moment = parse_iso8601("2026-11-20T10:00:00Z");
  REQUIRE(moment);
  CHECK(to_iso8601(*moment) == "2026-11-20T10:00:00Z");
  CHECK(from_epoch_ms(to_epoch_ms(*moment)) == *moment);
}

TEST_CASE("the forms that platforms send are all read as the same moment") {
  const auto moment = parse_iso8601("2026-11-20T10:00:00Z");
  for (const char* form :
       {"2026-11-20T10:00:00+0000", "2026-11-20T12:00:00+02:00", "2026-11-20T05:30:00-0430",
        "2026-11-20 10:00:00 +0000", "2026-11-20T10:00:00.0001Z", "2026-11-20T10:00:00", "2026-11-20T10:00"}) {
    CAPTURE(form);
    CHECK(parse_iso8601(form) == moment);
  }
}

TEST_CASE("milliseconds are kept, finer fractions are dropped") {
  CHECK(to_iso8601(parse_iso8601("2026-11-20T10:00:00.2509Z").value()) == "2026-11-20T10:00:00.250Z");
}

TEST_CASE("what is no date is refused") {
  for (const char* text : {"", "yesterday", "2026-02-30T10:00:00Z", "2026-11-20T25:00:00Z", "2026-11-20T10:00:00Zx",
                           "2026-11-20T", "1234567890"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_iso8601(text));
  }
}

TEST_CASE("spans are read with their unit and refused without") {
  CHECK(parse_duration("90s") == 90s);
  CHECK(parse_duration("48h") == 48h);
  CHECK(parse_duration("7d") == 168h);
  CHECK_FALSE(parse_duration("7"));
  CHECK_FALSE(parse_duration("d"));
  CHECK_FALSE(parse_duration("-7d"));
}
