#include "report/build_report.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "report/sparkline.h"
#include "sample_figures.h"

namespace cm {
namespace {

std::optional<double> headline(const Report& report, std::string_view id) {
  const auto found = std::find_if(report.headlines.begin(), report.headlines.end(),
                                  [&](const Headline& one) { return one.kpi->id == id; });
  REQUIRE(found != report.headlines.end());
  return found->value;
}

const ReportTable& table_of(const Report& report, std::string_view id) {
  for (const ReportSection& section : report.sections) {
    for (const ReportTable& table : section.tables) {
      if (table.id == id) return table;
    }
  }
  FAIL("no such table");
  std::abort();
}

TEST_CASE("A report's rates follow from the counts of all channels") {
  const Report report = sample_report();

  CHECK(headline(report, "comments") == 40);
  CHECK(headline(report, "negative_rate") == 10.0 / 38);
  CHECK(headline(report, "sentiment_ratio") == 0.8);
  CHECK(headline(report, "overturned_rate") == 0.25);
  CHECK(headline(report, "response_p90") == 50 * 3600);
  CHECK(headline(report, "in_time") == 0.75);
  CHECK(headline(report, "csat") == 0.75);
}

TEST_CASE("What cannot be told is nothing, not zero") {
  const Report report = build_report({}, {});

  CHECK(headline(report, "comments") == 0);
  for (const char* id : {"negative_rate", "sentiment_ratio", "overturned_rate", "response_median", "in_time", "csat"}) {
    CAPTURE(id);
    CHECK(headline(report, id) == std::nullopt);
  }
  for (const ReportSection& section : report.sections) {
    CAPTURE(section.id);
    CHECK(section.tables.empty());
    CHECK_FALSE(section.nothing.empty());
  }
}

TEST_CASE("A trend has a bar for each day of the period, also for those without comments") {
  const Report report = sample_report();
  const ReportTable& channels = table_of(report, "channels");

  const std::vector<TrendBar>& all = channels.rows.front().trend;
  REQUIRE(all.size() == 3);
  CHECK(all[0].whole == 10);
  CHECK(all[1].whole == 0);
  CHECK(all[2].part == 8);
}

TEST_CASE("The channel with most comments comes first, after all channels") {
  const Report report = sample_report();
  const ReportTable& channels = table_of(report, "channels");

  REQUIRE(channels.rows.size() == 3);
  CHECK(std::get<std::string>(channels.rows[0].cells[0]) == "all channels");
  CHECK(std::get<std::string>(channels.rows[1].cells[0]) == "shop");
}

TEST_CASE("A long period is told in weeks, so that about a hundred bars are left") {
  ReportFigures figures = sample_figures();
  figures.days.front().day = day_of("2025-11-20");
  const Report report = build_report(figures, {});

  CHECK(bar_name(report) == "week");
  CHECK(table_of(report, "channels").rows.front().trend.size() == 53);
}

TEST_CASE("Accounts stand under a pseudonym unless names are asked for") {
  const auto account = [](const Report& report, std::size_t column) {
    return std::get<std::string>(table_of(report, "accounts").rows.front().cells.at(column));
  };

  CHECK(account(sample_report(), 1) != "a9");
  CHECK(account(sample_report(), 1) == account(sample_report(), 1));
  CHECK(account(sample_report(true), 1) == "a9");
  CHECK(account(sample_report(true), 2) == "<b>مستخدم</b>");
}

TEST_CASE("The timeline of attacks shows when each came, was at its worst and was over") {
  ReportFigures figures = sample_figures();
  ReportChoice choice;
  choice.now = parse_iso8601("2026-11-20T12:00:00Z").value();
  {
    const Report report = build_report(figures, choice);
    const ReportTable& table = table_of(report, "attacks");
    REQUIRE(table.rows.size() == 1);
    const std::vector<ReportCell>& cells = table.rows.front().cells;
    CHECK(std::get<std::string>(cells[0]) == "2026-11-20 09:00");
    CHECK(std::get<std::string>(cells[1]) == "2026-11-20 09:40");
    CHECK(std::get<std::string>(cells[2]) == "still on");
    CHECK(std::get<std::optional<double>>(cells[3]) == 3 * 3600.0);
    CHECK(std::get<std::optional<double>>(cells[4]) == 31.0);
  }
  figures.alerts.front().cleared_at = parse_iso8601("2026-11-20T10:30:00Z");
  figures.alerts.front().window = {};  // kept by an older cm
  const Report report = build_report(figures, choice);
  const std::vector<ReportCell>& cells = table_of(report, "attacks").rows.front().cells;
  CHECK(std::get<std::string>(cells[2]) == "2026-11-20 10:30");
  CHECK_FALSE(std::get<std::optional<double>>(cells[4]));
}

TEST_CASE("A sparkline shows each bar beside the highest, joined to the width it has") {
  const std::vector<TrendBar> bars{{0, 0}, {1, 0}, {8, 0}, {4, 0}};

  CHECK(sparkline(bars, 10) == " ▁█▄");
  CHECK(sparkline(bars, 2) == "▁█");
  CHECK(sparkline({}, 10) == "");
}

}  // namespace
}  // namespace cm
