#include "sheet/due.h"

#include <doctest/doctest.h>

#include "support/sample_comments.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

SheetRow picked_row() {
  SheetRow row;
  row.comment = comment_at("2026-11-20T10:00:00Z", "where is my refund?");
  row.picked = true;
  row.status = "open";
  return row;
}

}  // namespace

TEST_CASE("a comment is due so long after it was written, and after the last contact once there was one") {
  SheetRow row = picked_row();
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-22T10:00:00Z"));
  row.last_contact_at = parse_iso8601("2026-11-21T09:30:00Z");
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-23T09:30:00Z"));
  CHECK(due_at(row, {24h, {}}) == parse_iso8601("2026-11-22T09:30:00Z"));
}

TEST_CASE("a rule may shorten the hours of cm.toml, and never lengthens them") {
  SheetRow row = picked_row();
  row.contact_hours = 4;
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-20T14:00:00Z"));
  row.contact_hours = 72;
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-22T10:00:00Z"));
}

TEST_CASE("the brand's own answer on the platform begins the clock anew, unless a contact came later") {
  SheetRow row = picked_row();
  row.answered_at = parse_iso8601("2026-11-21T08:00:00Z");
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-23T08:00:00Z"));
  row.last_contact_at = parse_iso8601("2026-11-21T09:30:00Z");
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-23T09:30:00Z"));
}

TEST_CASE("only the team's working time runs the clock") {
  SheetRow row = picked_row();  // a Friday, 11:00 in Paris
  ContactClock clock{18h, {}};
  clock.working.time_zone = "Europe/Paris";
  clock.working.hours = parse_open_hours("09:00-18:00").value();
  clock.working.days = {false, true, true, true, true, true, false};
  CHECK(due_at(row, clock) == parse_iso8601("2026-11-24T10:00:00Z"));
}

TEST_CASE("a comment whose time nobody told is due after it was first seen") {
  SheetRow row = picked_row();
  row.comment.created_at.reset();
  row.first_seen_at = parse_iso8601("2026-11-20T11:00:00Z").value();
  CHECK(due_at(row, {48h, {}}) == parse_iso8601("2026-11-22T11:00:00Z"));
}

TEST_CASE("what is solved, ignored or never picked is never due") {
  for (const char* status : {"resolved", "ignored"}) {
    SheetRow row = picked_row();
    row.status = status;
    CHECK_FALSE(due_at(row, {48h, {}}));
  }
  SheetRow row = picked_row();
  row.picked = false;
  CHECK_FALSE(due_at(row, {48h, {}}));
}

TEST_CASE("overdue begins with the minute it is due, not before") {
  SheetRow row = picked_row();
  row.due_at = due_at(row, {48h, {}});
  CHECK_FALSE(is_overdue(row, *row.due_at - 1ms));
  CHECK(is_overdue(row, *row.due_at));
}
