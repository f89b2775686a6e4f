#include "watch/baseline.h"

#include <doctest/doctest.h>

using namespace cm;
using namespace std::chrono_literals;

namespace {
const Timestamp noon = parse_iso8601("2026-11-20T12:30:00Z").value();
}

TEST_CASE("the usual is the median of the same hour on other days, so one bad day does not move it") {
  Baseline baseline;
  for (int day = 1; day <= 28; ++day) baseline.add(noon - day * 24h, {40, day == 7 ? 400 : 4});
  const Usual usual = baseline.usual_at(noon);
  // A third of the hours looked at are noon's own; the ones beside it are empty.
  CHECK(usual.negative == doctest::Approx(0));
  for (int day = 1; day <= 28; ++day) {
    baseline.add(noon - day * 24h - 1h, {40, 4});
    baseline.add(noon - day * 24h + 1h, {40, 4});
  }
  CHECK(baseline.usual_at(noon).negative == doctest::Approx(4));
  CHECK(baseline.usual_at(noon).comments == doctest::Approx(40));
}

TEST_CASE("today is no part of what is usual") {
  Baseline baseline;
  for (int day = 1; day <= 10; ++day) {
    for (const auto beside : {-1h, 0h, 1h}) baseline.add(noon - day * 24h + beside, {10, 1});
  }
  baseline.add(noon, {500, 500});
  CHECK(baseline.usual_at(noon).negative == doctest::Approx(1));
}
