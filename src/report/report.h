// Report: sections of tables with their figures, before they become text, CSV, JSON or HTML. A renderer
// knows the shapes below and no single section; a new section is one function in build_report.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/timestamp.h"
#include "report/kpi_table.h"

namespace cm {

/// A word that names a row (it may come from strangers), or a figure in the unit of its column. A figure
/// that cannot be told (no comment was judged, nobody answered) is nothing, never zero.
using ReportCell = std::variant<std::string, std::optional<double>>;

/// Either names the rows or holds one figure of the KPI table.
struct ReportColumn {
  std::string_view id;
  std::string_view title;
  const Kpi* kpi = nullptr;  ///< nullptr: the cells are words

  [[nodiscard]] bool is_words() const { return kpi == nullptr; }
};

/// A column of words.
[[nodiscard]] ReportColumn named(std::string_view id, std::string_view title);
/// A column of figures.
[[nodiscard]] ReportColumn figure(std::string_view kpi_id);

/// A stretch of days as one bar: all comments and the negative part.
struct TrendBar {
  std::int64_t whole = 0;
  std::int64_t part = 0;
};

struct ReportRow {
  std::vector<ReportCell> cells;  ///< one a column
  std::vector<TrendBar> trend;    ///< one a stretch of the report, or empty
};

/// Who sees a table.
enum class Audience : std::uint8_t {
  everyone,
  on_demand,  ///< a page folds it away, the terminal leaves it out
  programs,   ///< CSV and JSON only: it grows with the days times the channels
};

struct ReportTable {
  std::string_view id;  ///< in JSON and CSV
  std::string_view caption;
  std::vector<ReportColumn> columns;
  std::vector<ReportRow> rows;
  Audience audience = Audience::everyone;
};

struct ReportSection {
  std::string_view id;
  std::string_view title;
  std::string_view nothing;  ///< what is said when all tables are empty: what to do to get figures
  std::vector<ReportTable> tables;
};

/// One figure of the summary.
struct Headline {
  const Kpi* kpi = nullptr;
  std::optional<double> value;
};

struct Report {
  Timestamp made_at{};
  std::optional<std::chrono::sys_days> first_day;  ///< nothing: no comment lies in the period
  std::optional<std::chrono::sys_days> last_day;
  int days_per_bar = 1;
  std::vector<std::string> channels;
  std::vector<Headline> headlines;
  std::vector<ReportSection> sections;
};

/// "2026-11-20".
[[nodiscard]] std::string date_of(std::chrono::sys_days day);

/// The figures that a section shows, each once, in the order of its columns.
[[nodiscard]] std::vector<const Kpi*> kpis_of(const ReportSection& section);

/// How much one bar covers: "day", "week" or "4 weeks".
[[nodiscard]] std::string_view bar_name(const Report& report);

}  // namespace cm
