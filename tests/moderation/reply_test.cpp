// Replies that people wrote: sent once, told in the follow-up, taken back.
#include <doctest/doctest.h>

#include "base/error.h"
#include "moderation/bench.h"
#include "store/sent_replies.h"

using namespace cm;

namespace {

struct Wall : ErrandBench {
  Wall() {
    platform.comments = {comment_on_wall("c1", "where is my parcel")};
    gather_now();
  }

  FollowUp follow_up() { return store.find("shop/c1").value().follow_up.value_or(FollowUp{}); }

  std::size_t sent() const { return platform.deeds.size(); }

  CarryOutReport reconcile() {
    Guard guard({}, store);
    DeedRunner runner(store, journal, guard, clock, log, run, false);
    runner.reconcile(hands());
    return runner.report();
  }
};

const WrittenReply answer{DeedKind::reply, "It leaves today - AB"};

}  // namespace

TEST_CASE("a reply begins the clock of the follow-up anew and leaves the proposal alone") {
  Wall wall;
  wall.judge("c1", Action::hide);
  CHECK(wall.reply("c1", answer).done == 1);
  CHECK(wall.follow_up().contacts == 1);
  CHECK(wall.follow_up().status == "contacted");
  CHECK(wall.follow_up().owner == "tester");
  CHECK(wall.follow_up().last_contact_at == wall.clock.now());
  CHECK(wall.store.find("shop/c1")->action_state == "proposed");
  CHECK(wall.store.find("shop/c1")->first_response_at == wall.clock.now());
}

TEST_CASE("the public note beside a private message is no contact of its own") {
  Wall wall;
  wall.reply("c1", {DeedKind::private_reply, "Your order 7 was lost - AB"});
  wall.reply("c1", {DeedKind::reply, "Sent you a message", false});
  CHECK(wall.sent() == 2);
  CHECK(wall.follow_up().contacts == 1);
}

TEST_CASE("a run that is killed after it sent a reply, or before, sends it once in the end") {
  for (const bool arrived : {true, false}) {
    CAPTURE(arrived);
    Wall wall;
    const auto cut_off = [](const Deed&) { throw Error(ErrorKind::unavailable, "the cable was pulled"); };
    (arrived ? wall.platform.after_deed : wall.platform.before_deed) = cut_off;
    wall.reply("c1", answer);
    CHECK(wall.follow_up().contacts == 0);
    wall.platform.after_deed = wall.platform.before_deed = [](const Deed&) {};
    CHECK(wall.reconcile().done == 1);
    CHECK(wall.reconcile().done == 0);
    CHECK(wall.sent() == 1);
    CHECK(wall.platform.deeds.at(0).text == answer.text);
    CHECK(wall.follow_up().contacts == 1);
  }
}

TEST_CASE("a reply that was refused is forgotten and counts for nothing") {
  Wall wall;
  wall.platform.before_deed = [](const Deed&) { throw Error(ErrorKind::refused, "comments are closed"); };
  CHECK(wall.reply("c1", answer).failed == 1);
  CHECK(wall.follow_up().contacts == 0);
  CHECK(wall.store.find("shop/c1")->action_state.empty());
  CHECK(wall.store.sent_replies().said_since(Timestamp{}, 10).empty());
}

TEST_CASE("undoing a public reply deletes it and gives the follow-up its clock back") {
  Wall wall;
  wall.reply("c1", answer);
  const std::vector<JournalEntry> sent = wall.entries();
  CHECK(wall.undo(sent).done == 1);
  CHECK(wall.platform.find("reply-1")->state == CommentState::deleted);
  CHECK(wall.platform.find("c1")->state == CommentState::visible);
  CHECK(wall.follow_up().contacts == 0);
  CHECK(wall.follow_up().status == "open");
  CHECK_FALSE(wall.follow_up().last_contact_at);
  CHECK_FALSE(wall.store.find("shop/c1")->first_response_at);
  CHECK_FALSE(wall.store.find("shop/c1")->last_response_at);
  CHECK(wall.entries().front().undone_by);
}

TEST_CASE("a private message stays sent") {
  Wall wall;
  wall.reply("c1", {DeedKind::private_reply, "Your order 7 was lost - AB"});
  CHECK(wall.undo(wall.entries()).skipped == 1);
  CHECK(wall.follow_up().contacts == 1);
}
