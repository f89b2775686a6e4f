// Figures for tests of reports: two channels, two days.
#pragma once

#include "report/build_report.h"

namespace cm {

[[nodiscard]] inline std::chrono::sys_days day_of(std::string_view date) {
  return std::chrono::floor<std::chrono::days>(parse_iso8601(date).value());
}

[[nodiscard]] inline ReportFigures sample_figures() {
  ReportFigures figures;
  figures.days = {
      {.channel = "blog",
       .day = day_of("2026-11-18"),
       .comments = 10,
       .rated = 8,
       .negative = 2,
       .positive = 4,
       .out_of_sight = 1,
       .flagged = 3,
       .acted = 4,
       .overturned = 1},
      {.channel = "shop", .day = day_of("2026-11-20"), .comments = 30, .rated = 30, .negative = 8, .positive = 4},
  };
  const SpanFigures spans{.known = 3, .median = std::chrono::hours(2), .p90 = std::chrono::hours(50)};
  figures.waits = {{.channel = "", .response = spans, .due = 4, .in_time = 3},
                   {.channel = "blog", .response = spans, .due = 4, .in_time = 3}};
  figures.satisfaction = {{.channel = "", .scores = 4, .satisfied = 3, .sum = 17},
                          {.channel = "blog", .scores = 4, .satisfied = 3, .sum = 17}};
  figures.accounts = {{.channel = "blog", .id = "a9", .name = "<b>مستخدم</b>", .comments = 7, .negative = 2}};
  figures.departments = {{.name = "=billing", .picked = 5, .waiting = 2, .resolved = 1, .due = 4, .in_time = 3}};
  figures.rules = {{.rule = "spam.link", .flags = 3, .out_of_sight = 1, .overturned = 1}};
  figures.topics = {{.day = day_of("2026-11-20"), .phrase = "late parcel", .comments = 9, .usual = 0.5}};
  AlertFigures alert;
  alert.raised_at = parse_iso8601("2026-11-20T09:00:00Z").value();
  alert.worst_at = parse_iso8601("2026-11-20T09:40:00Z").value();
  alert.window = std::chrono::minutes(15);
  alert.comments = 40;
  alert.negative = 31;
  alert.new_authors = 25;
  alert.channels = 2;
  figures.alerts = {alert};
  figures.campaign = {.name = "winter",
                      .comments = 8,
                      .foreseen = 2,
                      .expected = {{.text = "=My lamp arrived broken", .kind = "complaint", .said = 2}},
                      .unforeseen = {{.phrase = "loyalty card", .comments = 4, .first = "shop/c7"}},
                      .alone = 2};
  return figures;
}

[[nodiscard]] inline Report sample_report(bool with_names = false) {
  ReportChoice choice;
  choice.now = parse_iso8601("2026-11-20T12:00:00Z").value();
  choice.with_names = with_names;
  return build_report(sample_figures(), choice);
}

}  // namespace cm
