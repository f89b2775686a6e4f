#include "moderation/plan_json.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("a plan survives the way to NDJSON and back") {
  const PlanItem item{.key = "blog/12",
                      .deed = DeedKind::hold,
                      .wanted = Action::hide,
                      .downgrade = "hide -> hold: Blog cannot hide",
                      .local = false,
                      .score = 9,
                      .labels = {"spam", "promotion"},
                      .rule = "spam.any.link",
                      .author_id = "sam",
                      .text_digest = "ba7816bf8f01cfea"};
  const PlanFile plan = read_plan(to_json(item) + "\n\n", "plan.ndjson");
  REQUIRE(plan.problems.empty());
  REQUIRE(plan.items.size() == 1);
  CHECK(to_json(plan.items.front()) == to_json(item));
}

TEST_CASE("every wrong line of a plan is named with its place") {
  const PlanFile plan = read_plan("not json\n{\"plan\":2}\n{\"plan\":1,\"key\":\"x\"}\n", "plan.ndjson");
  REQUIRE(plan.problems.size() == 3);
  CHECK(to_string(plan.problems[1].place) == "plan.ndjson:2:1");
  CHECK(plan.items.empty());
}
