#include "moderation/sweep.h"

#include <doctest/doctest.h>

#include <barrier>
#include <deque>

#include "moderation/bench.h"

using namespace cm;

namespace {

// So many pretend channels "c0", "c1" … on one store, each with a wall of its own.
struct Crowd {
  explicit Crowd(std::size_t count, std::size_t comments_each) : platforms(count) {
    for (std::size_t i = 0; i < count; ++i) {
      for (std::size_t j = 0; j < comments_each; ++j) {
        Comment comment = comment_on_wall(std::to_string(j), "a comment");
        comment.post = "p" + std::to_string(j);  // a post each, so that no share of hidden ones is reached
        platforms[i].comments.push_back(comment);
      }
      channels.push_back({"c" + std::to_string(i), &pretend_kind(), [this, i]() -> Platform& { return platforms[i]; }});
    }
  }

  Sweep sweep(bool dry_run = false) {
    return {channels, SweepTools{store, journal, guard, clock, log}, run, SweepOptions{.dry_run = dry_run}};
  }

  /// Every comment is in the store, and its verdict says hide.
  void gather_and_judge() {
    sweep().gather_all();
    std::vector<JudgedComment> judged;
    Verdict verdict;
    verdict.action = Action::hide;
    store.for_each({}, [&](const StoredComment& stored) {
      judged.push_back({key_of(stored.comment), stored.comment.text, verdict});
    });
    store.save_verdicts(judged, "rules", clock.now());
  }

  [[nodiscard]] std::vector<std::size_t> deeds_each() const {
    std::vector<std::size_t> counts;
    for (const PretendPlatform& platform : platforms) counts.push_back(platform.deeds.size());
    return counts;
  }

  Database database = Database::open("sqlite::memory:", ".");
  Store store{database};
  Journal journal{database};
  FixedClock clock;
  CollectingLog log;
  Guard guard{{.max_actions = 1000}, store};
  Run run = journal.begin_run("sweep", "tester", clock.now());
  std::deque<PretendPlatform> platforms;
  std::vector<SweepChannel> channels;
};

}  // namespace

TEST_CASE("channels are read at the same time") {
  Crowd crowd(8, 2);
  std::barrier all_are_asked(8);  // hangs when one channel waits for another
  for (PretendPlatform& platform : crowd.platforms) {
    platform.before_read = [&all_are_asked] { all_are_asked.arrive_and_wait(); };
  }
  Sweep sweep = crowd.sweep();
  sweep.gather_all();
  for (const ChannelReport& report : sweep.reports()) CHECK(report.gathered.added == 2);
}

TEST_CASE("a failing channel holds no other up, and the reports stand in the order of the channels") {
  Crowd crowd(5, 3);
  crowd.platforms[1].before_read = [] { throw Error(ErrorKind::login, "expired"); };
  crowd.channels[3].open = []() -> Platform& { throw Error(ErrorKind::login, "it has no secret"); };
  Sweep sweep = crowd.sweep();
  sweep.gather_all();
  std::vector<std::string> names;
  std::vector<std::size_t> added;
  for (const ChannelReport& report : sweep.reports()) {
    names.push_back(report.name);
    added.push_back(report.gathered.added);
  }
  CHECK(names == std::vector<std::string>{"c0", "c1", "c2", "c3", "c4"});
  CHECK(added == std::vector<std::size_t>{3, 0, 3, 0, 3});
  CHECK(sweep.reports()[1].worst()->why == "expired");
  CHECK(sweep.reports()[3].worst()->why == "it has no secret");
}

TEST_CASE("deeds are carried out on several channels at the same time, each once") {
  Crowd crowd(4, 5);
  crowd.gather_and_judge();
  std::barrier all_act(4);
  for (PretendPlatform& platform : crowd.platforms) {
    platform.before_deed = [&all_act](const Deed&) { all_act.arrive_and_wait(); };
  }
  Sweep sweep = crowd.sweep();
  sweep.carry_out_all();
  CHECK(crowd.deeds_each() == std::vector<std::size_t>{5, 5, 5, 5});
  CHECK_FALSE(sweep.stopped_by_guard());
  std::size_t done = 0;
  crowd.journal.for_each({}, [&done](const JournalEntry& entry) { done += entry.phase == EntryPhase::done ? 1 : 0; });
  CHECK(done == 20);
}

TEST_CASE("the guard lets through what it would if the channels came one after the other") {
  Crowd crowd(4, 5);
  crowd.gather_and_judge();
  Guard guard({.max_actions = 7}, crowd.store);
  Sweep sweep(crowd.channels, {crowd.store, crowd.journal, guard, crowd.clock, crowd.log}, crowd.run, {});
  sweep.carry_out_all();
  CHECK(crowd.deeds_each() == std::vector<std::size_t>{5, 2, 0, 0});
  CHECK(sweep.stopped_by_guard() == "guard.max_actions = 7 is reached");
  CHECK(sweep.reports()[1].carried.left == 3);
  CHECK(sweep.reports()[3].carried.left == 5);
  CHECK(sweep.reports()[3].carried.planned == 5);
}

TEST_CASE("deeds that were not needed leave room for those of other channels") {
  Crowd crowd(3, 5);
  crowd.gather_and_judge();
  for (Comment& comment : crowd.platforms[0].comments) comment.text = "edited since";
  Guard guard({.max_actions = 7}, crowd.store);
  Sweep sweep(crowd.channels, {crowd.store, crowd.journal, guard, crowd.clock, crowd.log}, crowd.run, {});
  sweep.carry_out_all();
  CHECK(crowd.deeds_each() == std::vector<std::size_t>{0, 5, 2});
  CHECK(sweep.stopped_by_guard());
}

TEST_CASE("a channel that is out of reach takes nothing of what the others may do") {
  Crowd crowd(3, 5);
  crowd.gather_and_judge();
  crowd.platforms[0].before_deed = [](const Deed&) { throw Error(ErrorKind::login, "expired"); };
  Guard guard({.max_actions = 10}, crowd.store);
  Sweep sweep(crowd.channels, {crowd.store, crowd.journal, guard, crowd.clock, crowd.log}, crowd.run, {});
  sweep.carry_out_all();
  CHECK(crowd.deeds_each() == std::vector<std::size_t>{0, 5, 5});
  CHECK_FALSE(sweep.stopped_by_guard());
  CHECK(sweep.reports()[0].carried.left == 5);
}

TEST_CASE("a dry run counts what a real one would do, and does nothing") {
  Crowd crowd(3, 5);
  crowd.gather_and_judge();
  Guard guard({.max_actions = 7}, crowd.store);
  Sweep sweep(crowd.channels, {crowd.store, crowd.journal, guard, crowd.clock, crowd.log}, crowd.run,
              {.dry_run = true});
  sweep.carry_out_all();
  CHECK(crowd.deeds_each() == std::vector<std::size_t>{0, 0, 0});
  CHECK(sweep.reports()[0].carried.done == 5);
  CHECK(sweep.reports()[1].carried.done == 2);
  CHECK(sweep.reports()[2].carried.left == 5);
  CHECK(sweep.stopped_by_guard());
}

TEST_CASE("an interruption on one channel is the run's, and what was done is told") {
  Crowd crowd(3, 2);
  crowd.gather_and_judge();
  crowd.platforms[1].before_deed = [](const Deed&) { throw Error(ErrorKind::interrupted, "interrupted"); };
  Sweep sweep = crowd.sweep();
  CHECK_THROWS_AS(sweep.carry_out_all(), Error);
  std::size_t told = 0;
  for (const ChannelReport& report : sweep.reports()) told += report.carried.done;
  CHECK(told == crowd.platforms[0].deeds.size() + crowd.platforms[2].deeds.size());
}
