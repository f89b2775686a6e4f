#include "moderation/estimate.h"

#include <doctest/doctest.h>

#include "moderation/bench.h"

using namespace cm;

namespace {

struct EstimateBench : ErrandBench {
  ChannelEstimate reckon(const GatherOptions& options = {}, int requests_per_minute = 0) {
    PlatformKind kind = pretend_kind();
    kind.cost = {.comments_a_request = 2, .unit = "units", .units_a_request = 3, .dollars_a_comment = 0.5};
    return estimate(platform, kind, "shop", requests_per_minute, store, clock, options);
  }
};

}  // namespace

TEST_CASE("a first fetch is reckoned from the platform's own count, and reads no comment") {
  EstimateBench bench;
  bench.platform.counts = 7;
  const ChannelEstimate found = bench.reckon();
  CHECK(found.comments == 7);
  CHECK(found.requests == 4);
  CHECK(found.units == 12);
  CHECK(found.dollars == doctest::Approx(3.5));
  CHECK(found.silent_pages == 0);
  CHECK(bench.platform.reads == 0);
}

TEST_CASE("what the store holds is not read again, unless everything is asked for") {
  EstimateBench bench;
  bench.platform.comments = {comment_on_wall("c1", "a"), comment_on_wall("c2", "b"), comment_on_wall("c3", "c")};
  (void)bench.gather_now();
  bench.platform.counts = 5;
  CHECK(bench.reckon().comments == 2);
  CHECK(bench.reckon({.full = true}).comments == 5);
  bench.platform.counts = 1;  // some were deleted meanwhile
  CHECK(bench.reckon().comments == 0);
  CHECK(bench.reckon().requests == 1);
}

TEST_CASE("a page that does not tell counts as one request, and is named as silent") {
  EstimateBench bench;
  const ChannelEstimate found = bench.reckon();
  CHECK(found.requests == 1);
  CHECK(found.silent_pages == 1);
  CHECK_FALSE(found.time);
}

TEST_CASE("the channel's own pace and the limit are reckoned with") {
  EstimateBench bench;
  bench.platform.counts = 100;
  CHECK(bench.reckon({}, 10).time == std::chrono::minutes(5));
  CHECK(bench.reckon({.limit = 4}).requests == 2);
}
