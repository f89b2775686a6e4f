#include "moderation/guard.h"

#include <doctest/doctest.h>

#include "moderation/bench.h"

using namespace cm;

TEST_CASE("the first hides of a post always pass, so that small posts can be moderated") {
  ErrandBench bench;
  bench.platform.comments = {comment_on_wall("c1", "a"), comment_on_wall("c2", "b")};
  bench.gather_now();
  Guard guard({.max_hidden_share = 0.0}, bench.store);
  CHECK_FALSE(guard.admit(DeedKind::hide, bench.platform.comments.front()));
}

TEST_CASE("what stays in sight is not counted as hidden") {
  ErrandBench bench;
  Guard guard({.max_hidden_share = 0.0}, bench.store);
  CHECK_FALSE(guard.admit(DeedKind::unhide, comment_on_wall("c1", "a")));
  CHECK_FALSE(guard.admit(DeedKind::flag, comment_on_wall("c1", "a")));
}

TEST_CASE("no deeds at all are allowed with max_actions = 0") {
  ErrandBench bench;
  Guard guard({.max_actions = 0}, bench.store);
  CHECK(guard.admit(DeedKind::unhide, comment_on_wall("c1", "a")));
}
