// What a sweep asks of the store must not become slower with the store: every query finds its rows by
// an index. SQLite tells how it would run each statement that was prepared.
#include <doctest/doctest.h>

#include "journal/journal.h"
#include "store/store.h"
#include "store/watch_store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

// Tables that hold one row a channel, page or person at work, and lists inside a statement.
bool is_small(std::string_view step) {
  for (const std::string_view name : {"gaps", "bookmarks", "open_entries", "prior", "repeats", "LIST SUBQUERY"}) {
    if (step.find(name) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("no statement of a sweep reads a whole table or sorts what it found") {
  TestDatabase made("memory");
  Database& database = made.get();
  Store store(database);
  Journal journal(database);

  // One of everything that a sweep does.
  const Comment comment = comment_saying("one");
  for (const bool full : {false, true}) {
    const Gap gap = store.begin_pass("blog", "p", std::nullopt, full);
    store.save_page("blog", "p", gap, {comment}, "", noon);
  }
  store.begin_pass("blog", "p", noon, false);
  store.save_page("blog", "p", store.bookmark("blog", "p").gaps.at(0), {comment_saying("edited")}, "next", noon);
  for (CommentFilter filter :
       {CommentFilter{.only_unjudged = true}, CommentFilter{.only_proposed = true}, CommentFilter{.only_hits = true},
        CommentFilter{.only_out_of_sight = true}, CommentFilter{.since = noon}}) {
    store.for_each(filter, [](const StoredComment&) {});
    filter.channels = {"blog", "shop"};
    store.for_each(filter, [](const StoredComment&) {});
  }
  CHECK(store.surroundings_of(comment, {60}, true).repeats.size() == 1);
  store.save_verdicts({{"blog/c1", "edited", Verdict{}}}, "rules", noon);
  store.save_outcome("blog/c1", CommentState::hidden, "done");
  CHECK(store.count_post("blog", "p", "12").comments == 1);
  store.save_follow_up("blog/c1", FollowUp{.owner = "ana"}, "ana", noon);
  store.for_each_change("blog/c1", [](const FollowUpChange&) {});
  store.mark_deleted("blog/c1", noon);
  JournalEntry entry;
  entry.run = journal.begin_run("sweep", "cron", noon).id;
  entry.key = "blog/c1";
  const std::int64_t number = journal.intend(entry);
  journal.for_each({.only_open = true}, [](const JournalEntry&) {});
  journal.conclude(number, EntryPhase::done, {}, "", noon);
  journal.for_each({.run = entry.run}, [](const JournalEntry&) {});
  journal.for_each({.key = entry.key}, [](const JournalEntry&) {});
  REQUIRE(journal.find(number));

  WatchStore watched(database);
  watched.count_hours(noon, noon, {"complaint"}, [](Timestamp, std::int64_t, std::int64_t) {});
  watched.for_each_recent(noon, noon, [](const RecentComment&) {});

  std::size_t explained = 0;
  for (const std::string& sql : database.prepared_statements()) {
    if (sql.find("comments") == std::string::npos && sql.find("entries") == std::string::npos) continue;
    if (sql.find("sqlite_master") != std::string::npos) continue;
    CAPTURE(sql);
    ++explained;
    // EXPLAIN takes no parameters: what stands for them is as unknown to the planner as they are.
    std::string unbound;
    for (std::size_t i = 0; i < sql.size(); ++i) {
      if (sql[i] != ':') {
        unbound += sql[i];
        continue;
      }
      while (i + 1 < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[i + 1])) != 0 || sql[i + 1] == '_'))
        ++i;
      unbound += "?";
    }
    database.query("EXPLAIN QUERY PLAN " + unbound, 4, {}, [&](SqlRow& row) {
      row.number();
      row.number();
      row.number();
      const std::string step(row.text());
      CAPTURE(step);
      CHECK_FALSE((step.starts_with("SCAN") && !is_small(step)));
      CHECK(step.find("USE TEMP B-TREE FOR ORDER BY") == std::string::npos);
    });
  }
  CHECK(explained > 20);
}
