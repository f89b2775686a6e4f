#include "report/csv_report.h"

#include "report/written_figure.h"
#include "sheet/csv_writer.h"

namespace cm {
namespace {

/// What names a row, in the three columns that every table shares.
struct RowName {
  std::string channel;
  std::string name;
  std::string day;
};

RowName name_of(const ReportTable& table, const ReportRow& row) {
  RowName named;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto* words = std::get_if<std::string>(&row.cells[i]);
    if (words == nullptr) continue;
    std::string& place = table.columns[i].id == "channel" ? named.channel
                         : table.columns[i].id == "day"   ? named.day
                                                          : named.name;
    place += (place.empty() ? "" : " ") + *words;
  }
  return named;
}

void append_line(std::string& csv, std::string_view table, const RowName& named, const Kpi& kpi,
                 const std::optional<double>& value) {
  if (!value) return;
  csv += table;
  for (const std::string* cell : {&named.channel, &named.name, &named.day}) {
    csv += ',';
    append_csv_cell(csv, as_plain_cell(*cell));
  }
  csv.append(",").append(kpi.id).append(",").append(plain_figure(value, kpi.unit)).append("\r\n");
}

}  // namespace

std::string csv_report(const Report& report) {
  std::string csv = "table,channel,name,day,figure,value\r\n";
  for (const Headline& one : report.headlines) append_line(csv, "summary", {}, *one.kpi, one.value);
  for (const ReportSection& section : report.sections) {
    for (const ReportTable& table : section.tables) {
      for (const ReportRow& row : table.rows) {
        const RowName named = name_of(table, row);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
          if (table.columns[i].is_words()) continue;
          append_line(csv, table.id, named, *table.columns[i].kpi, std::get<std::optional<double>>(row.cells[i]));
        }
      }
    }
  }
  return csv;
}

}  // namespace cm
