#include "moderation/carry_out.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "moderation/bench.h"

using namespace cm;

namespace {

// A wall with ten comments, the first of which is to be hidden.
struct Wall : ErrandBench {
  Wall() {
    for (int i = 1; i <= 10; ++i) platform.comments.push_back(comment_on_wall("c" + std::to_string(i), "text"));
    gather_now();
    judge("c1", Action::hide);
  }
};

}  // namespace

TEST_CASE("a deed is announced before and concluded after, and the platform hears of it once") {
  Wall wall;
  wall.platform.before_deed = [&wall](const Deed& deed) {
    const auto open = wall.entries({.only_open = true});
    REQUIRE(open.size() == 1);
    CHECK(open.front().id == deed.entry);
  };
  CHECK(wall.carry_out().done == 1);
  CHECK(wall.platform.find("c1")->state == CommentState::hidden);
  REQUIRE(wall.entries().size() == 1);
  CHECK(wall.entries().front().phase == EntryPhase::done);

  CHECK(wall.carry_out().planned == 0);
  CHECK(wall.platform.deeds.size() == 1);
}

TEST_CASE("a deed that was done before the run was killed is not done again") {
  Wall wall;
  struct Killed {};
  wall.platform.after_deed = [](const Deed&) { throw Killed(); };
  CHECK_THROWS_AS(wall.carry_out(), Killed);
  REQUIRE(wall.entries({.only_open = true}).size() == 1);

  wall.platform.after_deed = [](const Deed&) {};
  const CarryOutReport report = wall.carry_out();
  CHECK(report.already == 1);
  CHECK(wall.platform.deeds.size() == 1);
  CHECK(wall.entries({.only_open = true}).empty());
  CHECK(wall.store.find("shop/c1")->action_state == "done");
}

TEST_CASE("a deed that was announced and not done when the run was killed is done by the next") {
  Wall wall;
  struct Killed {};
  wall.platform.before_deed = [](const Deed&) { throw Killed(); };
  CHECK_THROWS_AS(wall.carry_out(), Killed);

  wall.platform.before_deed = [](const Deed&) {};
  CHECK(wall.carry_out().done == 1);
  CHECK(wall.platform.deeds.size() == 1);
  REQUIRE(wall.entries().size() == 1);
  CHECK(wall.entries().front().phase == EntryPhase::done);
}

TEST_CASE("a comment that was edited since it was judged is left alone") {
  Wall wall;
  wall.platform.find("c1")->text = "sorry, I was wrong";
  CHECK(wall.carry_out().skipped == 1);
  CHECK(wall.platform.deeds.empty());
  CHECK_FALSE(wall.store.find("shop/c1")->verdict);
}

TEST_CASE("a comment that has another author than the judged one is left alone") {
  Wall wall;
  wall.platform.find("c1")->author.id = "alex";
  CHECK(wall.carry_out().skipped == 1);
  CHECK(wall.platform.deeds.empty());
}

TEST_CASE("a comment that is gone is skipped and marked") {
  Wall wall;
  wall.platform.comments.erase(wall.platform.comments.begin());
  CHECK(wall.carry_out().skipped == 1);
  CHECK(wall.store.find("shop/c1")->deleted_at);
}

TEST_CASE("a refusal fails one deed, a broken network stops the channel and leaves the rest") {
  Wall wall;
  wall.judge("c2", Action::hide);
  SUBCASE("refused") {
    wall.platform.before_deed = [](const Deed& deed) {
      if (deed.target.id == "c1") throw Error(ErrorKind::refused, "not yours");
    };
    const CarryOutReport report = wall.carry_out();
    CHECK(report.failed == 1);
    CHECK(report.done == 1);
    CHECK(wall.store.find("shop/c1")->action_state == "failed");
  }
  SUBCASE("unavailable") {
    wall.platform.before_deed = [](const Deed&) { throw Error(ErrorKind::unavailable, "time-out"); };
    const CarryOutReport report = wall.carry_out();
    CHECK(report.stopped_by_error);
    CHECK(report.left == 2);
    wall.platform.before_deed = [](const Deed&) {};
    CHECK(wall.carry_out().done == 2);
    CHECK(wall.platform.deeds.size() == 2);
  }
}

TEST_CASE("the guard stops before the deed that would pass its limit") {
  Wall wall;
  for (int i = 2; i <= 10; ++i) wall.judge("c" + std::to_string(i), Action::hide);
  SUBCASE("so many deeds a run") {
    const CarryOutReport report = wall.carry_out({.max_actions = 4, .max_hidden_share = 1.0});
    CHECK(report.done == 4);
    CHECK(report.left == 6);
    CHECK(report.stopped_by_guard);
  }
  SUBCASE("such a share of a post") {
    const CarryOutReport report = wall.carry_out({.max_actions = 200, .max_hidden_share = 0.5});
    CHECK(report.done == 5);
    CHECK(report.stopped_by_guard);
  }
  SUBCASE("a dry run tells the same and touches nothing") {
    const CarryOutReport report = wall.carry_out({.max_actions = 200, .max_hidden_share = 0.5}, true);
    CHECK(report.done == 5);
    CHECK(report.stopped_by_guard);
    CHECK(wall.platform.deeds.empty());
    CHECK(wall.entries().empty());
  }
}

TEST_CASE("a flag that the platform does not know is kept in the store, and not counted by the guard") {
  Wall wall;
  wall.judge("c2", Action::flag);
  const CarryOutReport report = wall.carry_out({.max_actions = 1});
  CHECK(report.done == 2);
  CHECK(report.flagged == 1);
  CHECK(wall.platform.deeds.size() == 1);
  CHECK(wall.store.find("shop/c2")->action_state == "done");
}

TEST_CASE("undo brings a comment back, once, and no later run does the deed again") {
  Wall wall;
  wall.carry_out();
  CHECK(wall.undo(wall.entries()).done == 1);
  CHECK(wall.platform.find("c1")->state == CommentState::visible);
  CHECK(wall.carry_out().planned == 0);
  const auto entries = wall.entries();
  REQUIRE(entries.size() == 2);
  CHECK(entries[0].undone_by == entries[1].id);
}

TEST_CASE("undo leaves alone what somebody changed since") {
  Wall wall;
  wall.carry_out();
  wall.platform.find("c1")->state = CommentState::deleted;
  CHECK(wall.undo(wall.entries()).skipped == 1);
}

TEST_CASE("a person's deed goes through the journal, and keeps policy from undoing it") {
  Wall wall;
  CHECK(wall.by_hand(DeedKind::hide, "c1").done == 1);
  CHECK(wall.by_hand(DeedKind::unhide, "c1").done == 1);
  CHECK(wall.store.find("shop/c1")->action_state == "kept");
  CHECK(wall.carry_out().planned == 0);
  CHECK(wall.by_hand(DeedKind::spam, "c1").failed == 1);  // Pretend cannot
}

namespace {

// Ten comments, six of which are to be hidden, on a platform that hides four by one request.
struct BatchedWall : ErrandBench {
  BatchedWall() {
    platform_kind = &pretend_kind_in_batches();
    for (int i = 1; i <= 10; ++i) platform.comments.push_back(comment_on_wall("c" + std::to_string(i), "text"));
    gather_now();
    for (int i = 1; i <= 6; ++i) judge("c" + std::to_string(i), Action::hide);
  }

  GuardLimits all_allowed{.max_actions = 200, .max_hidden_share = 1.0};
};

}  // namespace

TEST_CASE("deeds that one request can do go together, each with its own entry before and after") {
  BatchedWall wall;
  std::size_t most_open = 0;
  wall.platform.before_deed = [&](const Deed& deed) {
    const auto open = wall.entries({.only_open = true});
    most_open = std::max(most_open, open.size());
    CHECK(std::ranges::find(open, deed.entry, &JournalEntry::id) != open.end());
  };
  const CarryOutReport report = wall.carry_out(wall.all_allowed);
  CHECK(report.done == 6);
  CHECK(report.left == 0);
  CHECK(wall.platform.batches == std::vector<std::size_t>{4, 2});
  CHECK(most_open == 4);
  CHECK(wall.entries({.only_open = true}).empty());
  CHECK(wall.store.find("shop/c6")->comment.state == CommentState::hidden);
}

TEST_CASE("the guard counts deeds that wait for others, and what it let pass is still done") {
  BatchedWall wall;
  const CarryOutReport report = wall.carry_out({.max_actions = 200, .max_hidden_share = 0.4});
  CHECK(report.done == 4);
  CHECK(report.left == 2);
  CHECK(report.stopped_by_guard.has_value());
  BatchedWall few;
  CHECK(few.carry_out({.max_actions = 3, .max_hidden_share = 1.0}).done == 3);
  CHECK(few.platform.batches == std::vector<std::size_t>{3});
}

TEST_CASE("one deed of a batch that the platform refuses does not keep the others from being done") {
  BatchedWall wall;
  wall.platform.before_deed = [](const Deed& deed) {
    if (deed.target.id == "c3") throw Error(ErrorKind::refused, "c3 was deleted just now");
  };
  const CarryOutReport report = wall.carry_out(wall.all_allowed);
  CHECK(report.done == 5);
  CHECK(report.failed == 1);
  REQUIRE(report.failures.size() == 1);
  CHECK(report.failures[0].key == "shop/c3");
  CHECK(wall.store.find("shop/c3")->action_state == "failed");
  CHECK(wall.store.find("shop/c4")->comment.state == CommentState::hidden);
}

TEST_CASE("a batch that met a broken network stays announced, and the next run finishes it together") {
  BatchedWall wall;
  wall.platform.before_deed = [](const Deed&) { throw Error(ErrorKind::unavailable, "the network is gone"); };
  const CarryOutReport cut = wall.carry_out(wall.all_allowed);
  CHECK(cut.done == 0);
  CHECK(cut.left == 6);
  CHECK(wall.entries({.only_open = true}).size() == 4);

  wall.platform.before_deed = [](const Deed&) {};
  wall.platform.batches.clear();
  const CarryOutReport report = wall.carry_out(wall.all_allowed);
  CHECK(report.done == 6);
  CHECK(wall.platform.batches == std::vector<std::size_t>{4, 2});
  CHECK(wall.entries().size() == 6);
  CHECK(wall.entries({.only_open = true}).empty());
}

TEST_CASE("a batch that was done before the run was killed is not done again") {
  BatchedWall wall;
  struct Killed {};
  int done = 0;
  wall.platform.after_deed = [&done](const Deed&) {
    if (++done == 4) throw Killed();
  };
  CHECK_THROWS_AS(wall.carry_out(wall.all_allowed), Killed);
  wall.platform.after_deed = [](const Deed&) {};
  const CarryOutReport report = wall.carry_out(wall.all_allowed);
  CHECK(report.already == 4);
  CHECK(report.done == 2);
  CHECK(wall.platform.deeds.size() == 6);
}

TEST_CASE("what a mention is stays known through a deed") {
  Wall wall;
  wall.platform.set_listening(true);
  wall.gather_now({.full = true});
  CHECK(wall.store.find("shop/c1")->comment.mention);
  CHECK(wall.carry_out().done == 1);
  wall.by_hand(DeedKind::unhide, "c1");
  CHECK(wall.store.find("shop/c1")->comment.mention);
}
