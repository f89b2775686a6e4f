#include "base/in_parallel.h"

#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <stdexcept>
#include <string>
#include <vector>

using namespace cm;

TEST_CASE("every index is worked on once") {
  for (const std::size_t threads : {0U, 1U, 3U, 100U}) {
    CAPTURE(threads);
    std::vector<int> calls(50, 0);
    in_parallel(calls.size(), threads, [&calls](std::size_t index) { ++calls[index]; });
    CHECK(calls == std::vector<int>(50, 1));
  }
}

TEST_CASE("nothing to do is no error") {
  in_parallel(0, 8, [](std::size_t) { FAIL("there is no index"); });
}

TEST_CASE("the items are under way at the same time") {
  std::barrier all_have_come(8);  // hangs when one waits for another's end
  in_parallel(8, 8, [&all_have_come](std::size_t) { all_have_come.arrive_and_wait(); });
}

TEST_CASE("no more threads work than are allowed") {
  std::atomic<int> now{0};
  std::atomic<bool> too_many{false};
  in_parallel(40, 3, [&](std::size_t) {
    if (++now > 3) too_many = true;
    --now;
  });
  CHECK_FALSE(too_many);
}

TEST_CASE("the first item's exception is thrown on, when all have ended") {
  std::barrier all_have_come(4);
  std::atomic<int> ended{0};
  const auto work = [&](std::size_t index) {
    all_have_come.arrive_and_wait();
    ++ended;
    if (index % 2 == 1) throw std::runtime_error("item " + std::to_string(index));
  };
  CHECK_THROWS_WITH(in_parallel(4, 4, work), "item 1");
  CHECK(ended == 4);
}

TEST_CASE("after a failure nothing new is begun") {
  std::size_t begun = 0;
  const auto work = [&begun](std::size_t) {
    ++begun;
    throw std::runtime_error("no");
  };
  CHECK_THROWS(in_parallel(10, 1, work));
  CHECK(begun == 1);
}
