#include "workbench/progress.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "support/fixed_clock.h"

namespace cm {
namespace {

struct Told {
  explicit Told(ProgressStyle style)
      : progress(std::in_place, "scan", "comments", style, clock,
                 [this](std::string_view line) { lines.emplace_back(line); }) {}

  FixedClock clock;
  std::vector<std::string> lines;
  std::optional<Progress> progress;
};

TEST_CASE("A bar shows the part, the rate and the time that is left") {
  Told told(ProgressStyle::bar);
  told.clock.move_on(std::chrono::seconds(10));
  told.progress->at(2500, 0.25);

  REQUIRE(told.lines.size() == 1);
  CHECK(told.lines[0] == "scan: █████░░░░░░░░░░░░░░░ 25 %, 2,500 comments, 250 a second, 0:30 left");
}

TEST_CASE("A bar is told at most ten times a second and wiped away at the end") {
  Told told(ProgressStyle::bar);
  for (int i = 1; i <= 1000; ++i) {
    told.clock.move_on(std::chrono::milliseconds(1));
    told.progress->add(1);
  }
  CHECK(told.lines.size() == 10);
  CHECK(told.lines.back() == "scan: 1,000 comments, 1,000 a second");
  told.progress.reset();
  CHECK(told.lines.back() == "");
}

TEST_CASE("Lines come a minute apart and leave nothing to wipe away") {
  Told told(ProgressStyle::lines);
  for (int i = 1; i <= 150; ++i) {
    told.clock.move_on(std::chrono::seconds(1));
    told.progress->at(static_cast<std::uint64_t>(i), i / 300.0);
  }
  told.progress.reset();
  REQUIRE(told.lines.size() == 2);
  CHECK(told.lines[0] == "scan: 20 %, 60 comments, 1 a second, 4:00 left");
}

TEST_CASE("A quick command shows no progress, and none is told where none is wanted") {
  Told quick(ProgressStyle::bar);
  quick.progress->at(10, 1.0);
  quick.progress.reset();
  CHECK(quick.lines.empty());

  Told none(ProgressStyle::none);
  none.clock.move_on(std::chrono::hours(1));
  none.progress->at(10, 0.5);
  CHECK(none.lines.empty());
}

}  // namespace
}  // namespace cm
