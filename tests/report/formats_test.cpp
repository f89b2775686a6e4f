// One report in each of its formats.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "report/csv_report.h"
#include "report/html_report.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "sample_figures.h"

namespace cm {
namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST_CASE("JSON tells each figure under its name, and null for what is unknown") {
  const auto json = nlohmann::json::parse(json_report(sample_report()));

  CHECK(json["first_day"] == "2026-11-18");
  CHECK(json["summary"]["comments"] == 40);
  CHECK(json["summary"]["response_median"] == 7200);
  CHECK(json["tables"]["days"][0]["channel"] == "blog");
  CHECK(json["tables"]["moderation"][1]["overturned_rate"] == 0.25);
  CHECK(json["tables"]["follow_up"][0]["resolution_median"].is_null());
}

TEST_CASE("CSV tells one figure a line and runs no formula") {
  const std::string csv = csv_report(sample_report());

  CHECK(csv.starts_with("table,channel,name,day,figure,value\r\n"));
  CHECK(holds(csv, "\r\nsummary,,,,comments,40\r\n"));
  CHECK(holds(csv, "\r\ndays,shop,,2026-11-20,negative,8\r\n"));
  CHECK(holds(csv, "\r\ndepartments,,'=billing,,picked,5\r\n"));
  CHECK_FALSE(holds(csv, "resolution_median"));
}

TEST_CASE("A page shows strangers' words as words, each with its own direction") {
  const std::string html = html_report(sample_report(true));

  CHECK(holds(html, "<bdi dir=\"auto\">&lt;b&gt;مستخدم&lt;/b&gt;</bdi>"));
  CHECK_FALSE(holds(html, "<b>"));
  CHECK_FALSE(holds(html, "<script"));
  CHECK_FALSE(holds(html, "src="));
}

TEST_CASE("A terminal gets colours only when asked, and no control character of a stranger") {
  ReportFigures figures = sample_figures();
  figures.departments.front().name = "bill\033[31ming";
  const Report report = build_report(figures, {});

  CHECK_FALSE(holds(text_report(report, false), "\033"));
  CHECK(holds(text_report(report, true), "\033[1mCommunity report\033[0m"));
  CHECK_FALSE(holds(text_report(report, true), "\033[31m"));
}

}  // namespace
}  // namespace cm
