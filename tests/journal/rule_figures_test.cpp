#include "journal/rule_figures.h"

#include <doctest/doctest.h>

#include "journal/journal.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

void do_deed(Journal& journal, std::string_view key, DeedKind deed, std::string_view rule, Timestamp at = noon,
             EntryPhase phase = EntryPhase::done) {
  JournalEntry entry;
  entry.run = "r1";
  entry.key = key;
  entry.deed = deed;
  entry.rule = rule;
  entry.person = "cron";
  entry.intended_at = at;
  journal.conclude(journal.intend(entry), phase, {}, "", at);
}

}  // namespace

TEST_CASE("a rule's deeds count when they were done, and as overturned when a person reversed them") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Journal journal(made.get());
    do_deed(journal, "blog/1", DeedKind::hide, "spam.link");
    do_deed(journal, "blog/2", DeedKind::hold, "spam.link");
    do_deed(journal, "blog/3", DeedKind::flag, "spam.link");
    do_deed(journal, "blog/4", DeedKind::hide, "spam.link", noon, EntryPhase::failed);
    do_deed(journal, "blog/5", DeedKind::hide, "");  // by hand
    do_deed(journal, "blogger/1", DeedKind::flag, "insult");
    do_deed(journal, "blog/1", DeedKind::unhide, "", noon + std::chrono::hours(1));

    const auto rules = rule_figures(made.get(), {}, 10);
    REQUIRE(rules.size() == 2);
    CHECK(rules[0].rule == "spam.link");
    CHECK(rules[0].out_of_sight == 2);
    CHECK(rules[0].flags == 1);
    CHECK(rules[0].overturned == 1);
    CHECK(rules[1].rule == "insult");

    CHECK(rule_figures(made.get(), {}, 1).size() == 1);
    CHECK(rule_figures(made.get(), {.channels = {"blog", "shop"}}, 10).size() == 1);
    CHECK(rule_figures(made.get(), {.since = noon, .until = noon + std::chrono::hours(1)}, 10).size() == 2);
    CHECK(rule_figures(made.get(), {.until = noon}, 10).empty());
  }
}
