#include "platforms/quota_ledger.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

std::string day_at(std::string_view time) { return pacific_day(parse_iso8601(time).value()); }

std::string next_after(std::string_view time) {
  return to_iso8601(std::chrono::floor<std::chrono::seconds>(next_pacific_day(parse_iso8601(time).value())));
}

}  // namespace

TEST_CASE("a day of the quota begins at midnight in California, in summer and in winter") {
  CHECK(day_at("2026-11-24T07:59:59Z") == "2026-11-23");
  CHECK(day_at("2026-11-24T08:00:00Z") == "2026-11-24");
  CHECK(day_at("2026-07-01T06:59:59Z") == "2026-06-30");
  CHECK(day_at("2026-07-01T07:00:00Z") == "2026-07-01");
  CHECK(next_after("2026-11-24T14:00:00Z") == "2026-11-25T08:00:00Z");
  CHECK(next_after("2026-11-24T08:00:00Z") == "2026-11-25T08:00:00Z");
  CHECK(next_after("2026-07-01T06:00:00Z") == "2026-07-01T07:00:00Z");
}

TEST_CASE("on the days when clocks change, midnight is where the old time has it") {
  CHECK(next_after("2026-03-08T09:00:00Z") == "2026-03-09T07:00:00Z");
  CHECK(next_after("2026-03-08T07:00:00Z") == "2026-03-08T08:00:00Z");
  CHECK(next_after("2026-11-01T06:00:00Z") == "2026-11-01T07:00:00Z");
  CHECK(next_after("2026-11-01T12:00:00Z") == "2026-11-02T08:00:00Z");
}

TEST_CASE("what one run used is known to the next of the same day") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "quota";
  CHECK(QuotaLedger(file).spend("2026-11-24", 60, 100));
  QuotaLedger next(file);
  CHECK(next.used("2026-11-24") == 60);
  CHECK_FALSE(next.spend("2026-11-24", 41, 100));
  CHECK(next.spend("2026-11-24", 40, 100));
  CHECK(next.used("2026-11-25") == 0);
  CHECK(next.spend("2026-11-25", 5, 100));
  CHECK(read_file(file) == "2026-11-25 5\n");
}

TEST_CASE("a ledger that is no ledger counts as empty, and none at all counts this run") {
  const TemporaryFolder folder;
  const auto file = folder.path() / "quota";
  write_file(file, "garbage");
  CHECK(QuotaLedger(file).used("2026-11-24") == 0);
  QuotaLedger none({});
  CHECK(none.spend("2026-11-24", 60, 100));
  CHECK_FALSE(none.spend("2026-11-24", 60, 100));
  CHECK(none.spend("2026-11-25", 60, 100));
}

}  // namespace cm
