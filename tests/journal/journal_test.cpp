#include "journal/journal.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/test_database.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

void on_each_engine(const std::function<void(Journal&, Database&)>& test) {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Journal journal(made.get());
    test(journal, made.get());
  }
}

JournalEntry hiding(std::string_view key, std::string_view run = "r1") {
  JournalEntry entry;
  entry.run = run;
  entry.key = key;
  entry.deed = DeedKind::hide;
  entry.intended_at = noon;
  entry.state_before = CommentState::visible;
  entry.text_digest = "ba7816bf8f01cfea";
  entry.rule = "spam.any.link";
  entry.person = "cron";
  entry.reason = "spam 8";
  return entry;
}

std::vector<std::int64_t> numbers(Journal& journal, const JournalFilter& filter) {
  std::vector<std::int64_t> found;
  journal.for_each(filter, [&](const JournalEntry& entry) { found.push_back(entry.id); });
  return found;
}

using Numbers = std::vector<std::int64_t>;

}  // namespace

TEST_CASE("an announced deed is open until its outcome is written") {
  on_each_engine([](Journal& journal, Database&) {
    const auto first = journal.intend(hiding("blog/c1"));
    const auto second = journal.intend(hiding("blog/c2"));
    CHECK(numbers(journal, {.only_open = true}) == Numbers{first, second});
    journal.conclude(first, EntryPhase::done, {CommentState::hidden, "remote-7", false}, "", noon + 1s);
    CHECK(numbers(journal, {.only_open = true}) == Numbers{second});
    const JournalEntry entry = journal.find(first).value();
    CHECK(entry.phase == EntryPhase::done);
    CHECK(entry.state_before == CommentState::visible);
    CHECK(entry.state_after == CommentState::hidden);
    CHECK(entry.remote_id == "remote-7");
    CHECK(entry.ended_at == noon + 1s);
    CHECK(entry.rule == "spam.any.link");
    CHECK(entry.reason == "spam 8");
    CHECK(journal.find(second)->phase == EntryPhase::intended);
  });
}

TEST_CASE("an outcome is written once") {
  on_each_engine([](Journal& journal, Database&) {
    const auto entry = journal.intend(hiding("blog/c1"));
    journal.conclude(entry, EntryPhase::failed, {}, "the platform refused", noon);
    CHECK_THROWS_AS(journal.conclude(entry, EntryPhase::done, {}, "", noon), Error);
    CHECK(journal.find(entry)->phase == EntryPhase::failed);
    CHECK(journal.find(entry)->reason == "the platform refused");
  });
}

TEST_CASE("an entry is undone once the deed that reverses it is done") {
  on_each_engine([](Journal& journal, Database&) {
    const auto done = journal.intend(hiding("blog/c1"));
    journal.conclude(done, EntryPhase::done, {CommentState::hidden, "", false}, "", noon);
    JournalEntry reverse = hiding("blog/c1", "r2");
    reverse.deed = DeedKind::unhide;
    reverse.undoes = done;
    const auto undo = journal.intend(reverse);
    CHECK_FALSE(journal.find(done)->undone_by);
    journal.conclude(undo, EntryPhase::done, {CommentState::visible, "", false}, "", noon);
    CHECK(journal.find(done)->undone_by == undo);
    CHECK(journal.find(undo)->undoes == done);
  });
}

TEST_CASE("entries are found by run, by comment and by time, oldest first") {
  on_each_engine([](Journal& journal, Database&) {
    const auto a = journal.intend(hiding("blog/c1", "r1"));
    JournalEntry late = hiding("blog/c2", "r2");
    late.intended_at = noon + 1h;
    const auto b = journal.intend(late);
    const auto c = journal.intend(hiding("blog/c1", "r2"));
    CHECK(numbers(journal, {}) == Numbers{a, b, c});
    CHECK(numbers(journal, {.run = "r2"}) == Numbers{b, c});
    CHECK(numbers(journal, {.key = "blog/c1"}) == Numbers{a, c});
    CHECK(numbers(journal, {.since = noon + 1min}) == Numbers{b});
    CHECK(numbers(journal, {.run = "r3"}).empty());
  });
}

TEST_CASE("a run is known by an id of its time, and ends with its summary") {
  on_each_engine([](Journal& journal, Database&) {
    const Run run = journal.begin_run("sweep", "ana", noon);
    CHECK(run.id.starts_with("20261120T120000Z-"));
    CHECK(run.id.size() == 21);
    CHECK(journal.begin_run("sweep", "ana", noon).id != run.id);
    CHECK_FALSE(journal.find_run(run.id)->ended_at);
    journal.end_run(run, R"({"exit":0})", noon + 3s);
    const Run read = journal.find_run(run.id).value();
    CHECK(read.command == "sweep");
    CHECK(read.person == "ana");
    CHECK(read.ended_at == noon + 3s);
    CHECK(read.summary == R"({"exit":0})");
    CHECK_FALSE(journal.find_run("20261120T120000Z-none"));
  });
}

TEST_CASE("thousands of entries are all visited") {
  TestDatabase made("memory");
  Journal journal(made.get());
  {
    Transaction transaction(made.get());
    for (int i = 0; i < 1001; ++i) REQUIRE(journal.intend(hiding("blog/c" + std::to_string(i))) > 0);
    transaction.commit();
  }
  CHECK(numbers(journal, {}).size() == 1001);
}
