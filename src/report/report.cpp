#include "report/report.h"

#include <algorithm>

namespace cm {

ReportColumn named(std::string_view id, std::string_view title) { return {id, title, nullptr}; }

ReportColumn figure(std::string_view kpi_id) {
  const Kpi& found = kpi(kpi_id);
  return {found.id, found.title, &found};
}

std::string date_of(std::chrono::sys_days day) { return to_iso8601(day).substr(0, 10); }

std::vector<const Kpi*> kpis_of(const ReportSection& section) {
  std::vector<const Kpi*> shown;
  for (const ReportTable& table : section.tables) {
    for (const ReportColumn& column : table.columns) {
      if (!column.is_words() && std::find(shown.begin(), shown.end(), column.kpi) == shown.end()) {
        shown.push_back(column.kpi);
      }
    }
  }
  return shown;
}

std::string_view bar_name(const Report& report) {
  return report.days_per_bar == 1 ? "day" : report.days_per_bar == 7 ? "week" : "4 weeks";
}

}  // namespace cm
