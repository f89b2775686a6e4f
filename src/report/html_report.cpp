#include "report/html_report.h"

#include <fmt/core.h>

#include <algorithm>

#include "report/html_escape.h"
#include "report/html_style.h"
#include "report/trend_chart.h"
#include "report/written_figure.h"

namespace cm {
namespace {

// A word of a stranger keeps its own direction and cannot turn the words around it.
std::string isolated(std::string_view words) { return "<bdi dir=\"auto\">" + html_escape(words) + "</bdi>"; }

std::string as_time(std::chrono::sys_days day) { return fmt::format("<time>{}</time>", date_of(day)); }

std::string period_of(const Report& report) {
  if (!report.first_day) return "No comments in this period";
  return as_time(*report.first_day) + " to " + as_time(*report.last_day) + " (UTC)";
}

class Page {
 public:
  explicit Page(const Report& report) : report_(report) {}

  std::string whole() {
    head();
    summary();
    for (const ReportSection& one : report_.sections) section(one);
    html_ += fmt::format(
        "</main>\n<footer><p>Made by <code>cm report</code> on <time>{}</time>. What each figure means also stands in "
        "<code>man cm-report</code>.</p></footer>\n</body>\n</html>\n",
        to_iso8601(report_.made_at));
    return std::move(html_);
  }

 private:
  void head() {
    html_ =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>Community report</title>\n<style>";
    html_ += html_style();
    html_ +=
        "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#figures\">Skip to the figures</a>\n<header>\n"
        "<h1>Community report</h1>\n<p class=\"period\">" +
        period_of(report_) + "</p>\n<nav aria-label=\"Sections\"><ul>";
    for (const ReportSection& one : report_.sections) {
      html_ += fmt::format("<li><a href=\"#{}\">{}</a></li>", one.id, one.title);
    }
    html_ += "</ul></nav>\n</header>\n<main id=\"figures\">\n";
  }

  void summary() {
    html_ += "<section class=\"summary\" aria-label=\"At a glance\">\n<dl class=\"cards\">\n";
    for (const Headline& one : report_.headlines) {
      html_ +=
          fmt::format("<div class=\"card\"><dt>{}</dt><dd class=\"value\">{}</dd><dd class=\"meaning\">{}</dd></div>\n",
                      one.kpi->title, written_figure(one.value, one.kpi->unit), html_escape(one.kpi->definition));
    }
    html_ += "</dl>\n</section>\n";
  }

  void section(const ReportSection& one) {
    html_ += fmt::format("<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{1}</h2>\n", one.id, one.title);
    if (one.tables.empty()) html_ += "<p class=\"nothing\">" + html_escape(one.nothing) + "</p>\n";
    for (const ReportTable& shown : one.tables) {
      if (shown.audience == Audience::programs) continue;
      trends(shown);
      if (shown.audience == Audience::on_demand) {
        html_ += fmt::format("<details>\n<summary>{}</summary>\n", shown.caption);
        table(shown);
        html_ += "</details>\n";
      } else {
        table(shown);
      }
    }
    meanings(one);
    html_ += "</section>\n";
  }

  void meanings(const ReportSection& one) {
    const std::vector<const Kpi*> kpis = kpis_of(one);
    if (kpis.empty()) return;
    html_ += "<dl class=\"meanings\">\n";
    for (const Kpi* kpi : kpis) {
      html_ += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", kpi->title, html_escape(kpi->definition));
    }
    html_ += "</dl>\n";
  }

  void trends(const ReportTable& shown) {
    if (shown.rows.empty() || shown.rows.front().trend.empty()) return;
    html_ += fmt::format(
        "<ul class=\"legend\"><li><span class=\"whole\"></span>comments</li>"
        "<li><span class=\"part\"></span>of these negative</li><li>one bar is one {}</li></ul>\n<div "
        "class=\"trends\">\n",
        bar_name(report_));
    for (const ReportRow& row : shown.rows) {
      if (!row.trend.empty()) trend(row, &row == &shown.rows.front());
    }
    html_ += "</div>\n";
  }

  void trend(const ReportRow& row, bool wide) {
    const std::string name = std::get<std::string>(row.cells.front());
    std::int64_t highest = 0;
    std::int64_t sum = 0;
    for (const TrendBar& bar : row.trend) {
      highest = std::max(highest, bar.whole);
      sum += bar.whole;
    }
    const auto written = [](std::int64_t count) { return written_figure(static_cast<double>(count), KpiUnit::count); };
    const std::string title = fmt::format("Comments by {}: {}", bar_name(report_), html_escape(name));
    const std::string described = fmt::format(
        "{} comments from {} to {}, at most {} in one {}. The figures stand in the tables below.", written(sum),
        date_of(*report_.first_day), date_of(*report_.last_day), written(highest), bar_name(report_));
    html_ += fmt::format(
        "<figure{}><div class=\"over\"><h3>{}</h3><span>at most {} a {}</span></div>{}"
        "<figcaption><span>{}</span><span>{}</span></figcaption></figure>\n",
        wide ? " class=\"wide\"" : "", isolated(name), written(highest), bar_name(report_),
        trend_chart(row.trend, "trend-" + std::to_string(++charts_), title, described), as_time(*report_.first_day),
        as_time(*report_.last_day));
  }

  void table(const ReportTable& shown) {
    // What is wider than the screen scrolls by itself, with the keyboard too.
    html_ += fmt::format(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{0}\">\n<table>\n<caption>{0}</caption>\n"
        "<thead><tr>",
        shown.caption);
    for (const ReportColumn& column : shown.columns) {
      html_ += fmt::format("<th scope=\"col\"{}>{}</th>", column.is_words() ? "" : " class=\"figure\"", column.title);
    }
    html_ += "</tr></thead>\n<tbody>\n";
    for (const ReportRow& row : shown.rows) {
      html_ += "<tr>";
      for (std::size_t i = 0; i < row.cells.size(); ++i) cell(row.cells[i], shown.columns[i], i == 0);
      html_ += "</tr>\n";
    }
    html_ += "</tbody>\n</table>\n</div>\n";
  }

  void cell(const ReportCell& one, const ReportColumn& column, bool first) {
    if (const auto* words = std::get_if<std::string>(&one)) {
      html_ += first ? "<th scope=\"row\">" + isolated(*words) + "</th>"
                     : "<td class=\"words\">" + isolated(*words) + "</td>";
    } else {
      html_ += fmt::format("<td class=\"figure\">{}</td>",
                           written_figure(std::get<std::optional<double>>(one), column.kpi->unit));
    }
  }

  const Report& report_;
  std::string html_;
  int charts_ = 0;
};

}  // namespace

std::string html_report(const Report& report) { return Page(report).whole(); }

}  // namespace cm
