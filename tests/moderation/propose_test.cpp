#include "moderation/propose.h"

#include <doctest/doctest.h>

#include <array>

#include "moderation/bench.h"

using namespace cm;

TEST_CASE("what a channel cannot do is downgraded, and the plan says so") {
  static constexpr std::array only_hold{Capability{DeedKind::hold, Support::tried, "staff"}};
  const PlatformKind kind{.name = "half", .title = "Half", .capabilities = only_hold};
  const Downgraded hide = downgrade(Action::hide, kind);
  CHECK(hide.deed == DeedKind::hold);
  CHECK(hide.why == "hide -> hold: Half cannot hide");
  CHECK(downgrade(Action::hold, kind).why.empty());
}

TEST_CASE("a channel that can do nothing still has its flags kept in the store") {
  const PlatformKind kind{.name = "none", .title = "None"};
  const Downgraded hide = downgrade(Action::hide, kind);
  CHECK(hide.deed == DeedKind::flag);
  CHECK(hide.local);
  CHECK(hide.why == "hide -> flag: None cannot hide");
}

TEST_CASE("verdicts without an action, and comments that are gone, are not proposed") {
  ErrandBench bench;
  bench.platform.comments = {comment_on_wall("c1", "a"), comment_on_wall("c2", "b"), comment_on_wall("c3", "c")};
  bench.gather_now();
  bench.judge("c1", Action::none);
  bench.judge("c2", Action::hide);
  bench.judge("c3", Action::hide);
  bench.store.mark_deleted("shop/c2", bench.clock.now());
  const std::vector<PlanItem> plan = bench.plan();
  REQUIRE(plan.size() == 1);
  CHECK(plan.front().key == "shop/c3");
}

TEST_CASE("under attack nothing but abuse is hidden, and the plan says why") {
  ErrandBench bench;
  bench.platform.comments = {comment_on_wall("c1", "a"), comment_on_wall("c2", "b"), comment_on_wall("c3", "c")};
  bench.gather_now();
  bench.judge("c1", Action::hide);
  bench.judge("c2", Action::hide, "abuse");
  bench.judge("c3", Action::flag);
  // The wall gives its newest comment first.
  const std::vector<PlanItem> plan = bench.plan(Posture::attack);
  REQUIRE(plan.size() == 3);
  CHECK(plan[2].key == "shop/c1");
  CHECK(plan[2].deed == DeedKind::hold);
  CHECK(plan[2].wanted == Action::hide);
  CHECK(plan[2].downgrade == "hide -> hold: an attack is under way");
  CHECK(plan[1].deed == DeedKind::hide);
  CHECK(plan[0].deed == DeedKind::flag);
  CHECK(bench.plan()[2].deed == DeedKind::hide);
}

TEST_CASE("under attack a plan that was made before hides nothing but abuse either") {
  ErrandBench bench;
  bench.platform.comments = {comment_on_wall("c1", "a"), comment_on_wall("c2", "b")};
  bench.gather_now();
  bench.judge("c1", Action::hide);
  bench.judge("c2", Action::hide, "abuse");
  const auto deed_under_attack = [&](DeedKind planned, const char* id) {
    PlanItem item{.key = std::string("shop/") + id, .deed = planned};
    const auto stored = bench.store.find(item.key);
    hold_back(item, stored ? &stored->verdict.value() : nullptr, pretend_kind());
    return item.deed;
  };
  CHECK(deed_under_attack(DeedKind::hide, "c1") == DeedKind::hold);
  CHECK(deed_under_attack(DeedKind::spam, "c1") == DeedKind::hold);
  CHECK(deed_under_attack(DeedKind::flag, "c1") == DeedKind::flag);
  CHECK(deed_under_attack(DeedKind::hide, "c2") == DeedKind::hide);
  CHECK(deed_under_attack(DeedKind::hide, "unknown") == DeedKind::hold);
}
