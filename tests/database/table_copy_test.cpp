#include "database/table_copy.h"

#include <doctest/doctest.h>

#include "journal/journal.h"
#include "journal/journal_schema.h"
#include "store/schema.h"
#include "store/store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

void fill(Database& database) {
  Store store(database);
  Journal journal(database);
  std::vector<Comment> many;
  for (int i = 0; i < 2500; ++i)
    many.push_back(comment_saying("it's n° " + std::to_string(i), "c" + std::to_string(i)));
  const Gap gap = store.begin_pass("blog", "p", std::nullopt, true);
  store.save_page("blog", "p", gap, many, "cursor", noon);
  Verdict verdict;
  verdict.action = Action::hide;
  verdict.labels = {"spam"};
  store.save_verdicts({{"blog/c7", many[7].text, verdict}}, "rules", noon);
  store.save_follow_up("blog/c7", FollowUp{.owner = "ana", .note = "called; twice"}, "ana", noon);
  store.note_export(noon);
  JournalEntry entry;
  entry.run = journal.begin_run("sweep", "cron", noon).id;
  entry.key = "blog/c7";
  const auto number = journal.intend(entry);
  journal.conclude(number, EntryPhase::done, {CommentState::hidden, "", false}, "", noon);
  CHECK(journal.intend(entry) > number);
}

std::vector<TableKey> all_tables() {
  std::vector<TableKey> tables(store_tables().begin(), store_tables().end());
  tables.insert(tables.end(), journal_tables().begin(), journal_tables().end());
  return tables;
}

}  // namespace

TEST_CASE("a store arrives whole on any other engine, and can be written there") {
  for (const auto& from_engine : test_engines()) {
    for (const auto& to_engine : test_engines()) {
      CAPTURE(from_engine);
      CAPTURE(to_engine);
      TestDatabase from(from_engine);
      TestDatabase to(to_engine);
      fill(from.get());
      Store store(to.get());
      Journal journal(to.get());
      Transaction transaction(to.get());
      for (const TableKey& table : all_tables()) copy_table(from.get(), to.get(), table);
      transaction.commit();
      for (const TableKey& table : all_tables()) {
        CAPTURE(table.name);
        CHECK(digest_of(from.get(), table) == digest_of(to.get(), table));
      }
      CHECK(store.find("blog/c7")->follow_up->note == "called; twice");
      CHECK(store.find("blog/c7")->verdict->labels == std::vector<std::string>{"spam"});
      CHECK(store.bookmark("blog", "p").gaps.at(0).cursor == "cursor");
      store.save_comment(comment_saying("new", "new"), noon);
      CHECK(journal.intend(JournalEntry{.run = "r", .key = "blog/new"}) > 2);
      CHECK(digest_of(from.get(), all_tables()[0]) != digest_of(to.get(), all_tables()[0]));
    }
  }
}

TEST_CASE("every table of a store is copied") {
  TestDatabase made("memory");
  const Store store(made.get());
  const Journal journal(made.get());
  std::size_t tables = 0;
  made.get().query("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_steps'", 1, {},
                   [&](SqlRow& row) {
                     ++tables;
                     const std::string name(row.text());
                     CAPTURE(name);
                     bool known = false;
                     for (const TableKey& table : all_tables()) known = known || table.name == name;
                     CHECK(known);
                   });
  CHECK(tables == all_tables().size());
}
