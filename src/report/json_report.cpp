#include "report/json_report.h"

#include "ndjson/json_text.h"
#include "report/written_figure.h"

namespace cm {
namespace {

void append_member(std::string& json, std::string_view name, bool& first) {
  json += first ? "" : ",";
  first = false;
  append_json_string(json, name);
  json += ":";
}

void append_figure(std::string& json, const std::optional<double>& value, KpiUnit unit) {
  json += value ? plain_figure(value, unit) : "null";
}

void append_row(std::string& json, const ReportTable& table, const ReportRow& row) {
  json += "{";
  bool first = true;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    append_member(json, table.columns[i].id, first);
    if (const auto* words = std::get_if<std::string>(&row.cells[i])) {
      append_json_string(json, *words);
    } else {
      append_figure(json, std::get<std::optional<double>>(row.cells[i]), table.columns[i].kpi->unit);
    }
  }
  json += "}";
}

void append_day(std::string& json, const std::optional<std::chrono::sys_days>& day) {
  append_json_string_or_null(json, day ? date_of(*day) : std::string());
}

}  // namespace

std::string json_report(const Report& report) {
  std::string json = "{\"made_at\":";
  append_json_string(json, to_iso8601(report.made_at));
  json += ",\"first_day\":";
  append_day(json, report.first_day);
  json += ",\"last_day\":";
  append_day(json, report.last_day);
  json += ",\"summary\":{";
  bool first = true;
  for (const Headline& one : report.headlines) {
    append_member(json, one.kpi->id, first);
    append_figure(json, one.value, one.kpi->unit);
  }
  json += "},\"tables\":{";
  first = true;
  for (const ReportSection& section : report.sections) {
    for (const ReportTable& table : section.tables) {
      append_member(json, table.id, first);
      json += "[";
      for (const ReportRow& row : table.rows) {
        if (json.back() != '[') json += ",\n";
        append_row(json, table, row);
      }
      json += "]";
    }
  }
  return json + "}}\n";
}

}  // namespace cm
