#include "moderation/gather.h"

#include <doctest/doctest.h>

#include "moderation/bench.h"

using namespace cm;

namespace {

std::vector<Comment> five_comments() {
  std::vector<Comment> comments;
  for (int i = 1; i <= 5; ++i) {
    comments.push_back(comment_on_wall("c" + std::to_string(i), "text " + std::to_string(i),
                                       "2026-11-20T09:0" + std::to_string(i) + ":00Z"));
  }
  return comments;
}

std::size_t count_stored(Store& store) {
  std::size_t count = 0;
  store.for_each({}, [&count](const StoredComment&) { ++count; });
  return count;
}

}  // namespace

TEST_CASE("every comment of a page comes into the store, and a second pass finds nothing new") {
  for (const ReadOrder order : {ReadOrder::newest_first, ReadOrder::oldest_first, ReadOrder::whole}) {
    CAPTURE(static_cast<int>(order));
    ErrandBench bench;
    bench.platform.order = order;
    bench.platform.comments = five_comments();
    CHECK(bench.gather_now().added == 5);
    CHECK(bench.gather_now().added == 0);
    CHECK(count_stored(bench.store) == 5);
  }
}

TEST_CASE("a second pass asks only for what came after the first") {
  ErrandBench bench;
  bench.platform.comments = five_comments();
  bench.gather_now();
  bench.platform.comments.push_back(comment_on_wall("c6", "text 6", "2026-11-20T09:06:00Z"));
  const GatherReport report = bench.gather_now();
  CHECK(report.added == 1);
  CHECK(report.fetched == 1);
}

TEST_CASE("a fetch that was cut off leaves no hole, whatever came in the meantime") {
  for (const ReadOrder order : {ReadOrder::newest_first, ReadOrder::oldest_first, ReadOrder::whole}) {
    CAPTURE(static_cast<int>(order));
    ErrandBench bench;
    bench.platform.order = order;
    bench.platform.comments = five_comments();
    bench.platform.before_read = [&bench] {
      if (bench.platform.reads == 2) throw Error(ErrorKind::unavailable, "the network went away");
    };
    const GatherReport cut = bench.gather_now();
    REQUIRE(cut.failures.size() == 1);
    CHECK(cut.failures.front().kind == ErrorKind::unavailable);
    CHECK(cut.added == 2);

    bench.platform.before_read = [] {};
    bench.platform.comments.push_back(comment_on_wall("c6", "text 6", "2026-11-20T09:06:00Z"));
    bench.gather_now();
    bench.gather_now();
    CHECK(count_stored(bench.store) == 6);
    CHECK(bench.store.bookmark("shop", "wall").gaps.empty());
  }
}

TEST_CASE("a cursor that the platform no longer knows starts the stretch over") {
  ErrandBench bench;
  bench.platform.comments = five_comments();
  bench.platform.before_read = [&bench] {
    if (bench.platform.reads == 2) throw Error(ErrorKind::unavailable, "the network went away");
  };
  bench.gather_now();
  bool refused = false;
  bench.platform.before_read = [&] {
    // The first read of the second run is its new pass; the second one resumes the gap.
    if (bench.platform.reads == 4 && !refused) {
      refused = true;
      throw Error(ErrorKind::refused, "invalid cursor");
    }
  };
  const GatherReport report = bench.gather_now();
  CHECK(refused);
  CHECK(report.failures.empty());
  CHECK(count_stored(bench.store) == 5);
}

TEST_CASE("an edited comment is noticed and loses its verdict") {
  ErrandBench bench;
  bench.platform.order = ReadOrder::whole;
  bench.platform.comments = five_comments();
  bench.gather_now();
  bench.judge("c2", Action::none);
  REQUIRE(bench.store.find("shop/c2")->verdict);
  bench.platform.find("c2")->text = "buy followers";
  CHECK(bench.gather_now().edited == 1);
  CHECK_FALSE(bench.store.find("shop/c2")->verdict);
}

TEST_CASE("a comment that a full pass does not see has been deleted upstream") {
  ErrandBench bench;
  bench.platform.comments = five_comments();
  bench.gather_now();
  bench.platform.comments.erase(bench.platform.comments.begin());
  CHECK(bench.gather_now().deleted == 0);  // an ordinary pass cannot know
  CHECK(bench.gather_now({.full = true}).deleted == 1);
  CHECK(bench.store.find("shop/c1")->deleted_at);
}

TEST_CASE("a limit stops early and the next run goes on") {
  ErrandBench bench;
  bench.platform.comments = five_comments();
  CHECK(bench.gather_now({.limit = 2}).limited);
  CHECK(count_stored(bench.store) == 2);
  bench.gather_now();
  bench.gather_now();
  CHECK(count_stored(bench.store) == 5);
}
