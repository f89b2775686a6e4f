#include "moderation/sweep.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <barrier>
#include <deque>
#include <mutex>

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

TEST_CASE("whoever waits is told how far all channels are together") {
  Crowd crowd(2, 5);
  for (PretendPlatform& platform : crowd.platforms) platform.page_size = 2;
  std::vector<std::pair<std::uint64_t, std::optional<double>>> told;
  std::mutex telling;
  const ProgressTeller tell = [&](std::uint64_t done, std::optional<double> part) {
    const std::lock_guard hold(telling);
    told.emplace_back(done, part);
  };
  Sweep first = crowd.sweep();
  first.gather_all(tell);
  REQUIRE(told.size() == 6);         // three replies a channel
  CHECK_FALSE(told.front().second);  // a first pass over one page does not know how much there is
  CHECK(told.back() == std::pair<std::uint64_t, std::optional<double>>{10, 1.0});

  crowd.gather_and_judge();
  told.clear();
  Sweep second = crowd.sweep();
  second.carry_out_all(tell);
  REQUIRE(told.size() == 10);
  std::sort(told.begin(), told.end());
  CHECK(told.front() == std::pair<std::uint64_t, std::optional<double>>{1, 0.1});
  CHECK(told.back() == std::pair<std::uint64_t, std::optional<double>>{10, 1.0});
}

TEST_CASE("a sweep hands a channel together what one request can do, and tells of each") {
  Crowd crowd(1, 6);
  crowd.channels[0].kind = &pretend_kind_in_batches();
  crowd.gather_and_judge();
  std::size_t told = 0;
  Sweep sweep = crowd.sweep();
  sweep.carry_out_all([&told](std::uint64_t, std::optional<double>) { ++told; });
  CHECK(crowd.platforms[0].batches == std::vector<std::size_t>{4, 2});
  CHECK(told == 6);
}

TEST_CASE("a later pass tells how far it is by the times of what it reads") {
  ErrandBench bench;
  bench.platform.comments = {comment_on_wall("1", "old", "2026-11-20T08:00:00Z")};
  (void)bench.gather_now();
  for (const char* hour : {"08:30", "09:00", "09:30"}) {
    const std::string at = "2026-11-20T" + std::string(hour) + ":00Z";
    bench.platform.comments.push_back(comment_on_wall(hour, "new", at));
  }
  bench.platform.page_size = 1;
  std::vector<double> parts;
  (void)bench.gather_now(
      {.progressed = [&parts](std::uint64_t, std::optional<double> part) { parts.push_back(part.value_or(-1)); }});
  REQUIRE(parts.size() >= 3);
  CHECK(std::is_sorted(parts.begin(), parts.end()));
  CHECK(parts.front() > 0);
  CHECK(parts.front() < 1);
  CHECK(parts.back() == doctest::Approx(1));
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
