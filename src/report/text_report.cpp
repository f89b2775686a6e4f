#include "report/text_report.h"

#include <algorithm>

#include "report/sparkline.h"
#include "report/written_figure.h"
#include "text/terminal_safe.h"

namespace cm {
namespace {

constexpr std::size_t trend_width = 28;
constexpr std::size_t widest_word = 32;

// Letters on the screen, near enough: one a character, none for what is set above another.
std::size_t shown_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0) != 0x80; }));
}

std::string shortened(std::string text) {
  if (shown_width(text) <= widest_word) return text;
  std::size_t end = 0;
  for (std::size_t letters = 0; letters < widest_word; ++letters) {
    do ++end;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80);
  }
  return text.substr(0, end) + "…";
}

std::string padded(const std::string& text, std::size_t width, bool right) {
  const std::size_t letters = shown_width(text);
  const std::string blanks(width > letters ? width - letters : 0, ' ');
  return right ? blanks + text : text + blanks;
}

class TextWriter {
 public:
  explicit TextWriter(bool coloured) : coloured_(coloured) {}

  void title(std::string_view text) { out_ += in("\033[1m", text) + "\n"; }
  void faint(std::string_view text) { out_ += in("\033[2m", text) + "\n"; }
  void plain(std::string_view text) { out_.append(text).append("\n"); }
  void space() { out_ += "\n"; }

  void table(const ReportTable& table, std::string_view bar) {
    const bool trends = !table.rows.empty() && !table.rows.front().trend.empty();
    std::vector<std::vector<std::string>> lines;
    std::vector<std::string>& head = lines.emplace_back();
    for (const ReportColumn& column : table.columns) head.emplace_back(column.title);
    for (const ReportRow& row : table.rows) {
      std::vector<std::string>& line = lines.emplace_back();
      for (std::size_t i = 0; i < row.cells.size(); ++i) line.push_back(cell_text(row.cells[i], table.columns[i]));
    }
    std::vector<std::size_t> widths(table.columns.size());
    for (const auto& line : lines) {
      for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], shown_width(line[i]));
    }
    for (std::size_t number = 0; number < lines.size(); ++number) {
      std::string text = " ";
      for (std::size_t i = 0; i < widths.size(); ++i) {
        text += " " + padded(lines[number][i], widths[i], !table.columns[i].is_words()) + " ";
      }
      if (number == 0) {
        if (trends) text += " by " + std::string(bar);
        faint(without_trailing_blanks(text));
      } else {
        if (trends) text += " " + in("\033[36m", sparkline(table.rows[number - 1].trend, trend_width));
        plain(without_trailing_blanks(text));
      }
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  [[nodiscard]] std::string in(std::string_view code, std::string_view text) const {
    return coloured_ ? std::string(code) + std::string(text) + "\033[0m" : std::string(text);
  }

  static std::string cell_text(const ReportCell& cell, const ReportColumn& column) {
    if (const auto* words = std::get_if<std::string>(&cell)) return shortened(terminal_safe(*words));
    return written_figure(std::get<std::optional<double>>(cell), column.kpi->unit);
  }

  static std::string without_trailing_blanks(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    return text;
  }

  bool coloured_;
  std::string out_;
};

std::string period_of(const Report& report) {
  if (!report.first_day) return "no comments in this period";
  std::string text = date_of(*report.first_day) + " to " + date_of(*report.last_day) + " (UTC)";
  return text + ", " + std::to_string(report.channels.size()) +
         (report.channels.size() == 1 ? " channel" : " channels");
}

}  // namespace

std::string text_report(const Report& report, bool coloured) {
  TextWriter writer(coloured);
  writer.title("Community report");
  writer.plain(period_of(report));
  writer.space();
  std::size_t width = 0;
  for (const Headline& one : report.headlines) width = std::max(width, one.kpi->title.size());
  for (const Headline& one : report.headlines) {
    writer.plain("  " + padded(std::string(one.kpi->title), width, false) + "  " +
                 padded(written_figure(one.value, one.kpi->unit), 12, true));
  }
  for (const ReportSection& section : report.sections) {
    writer.space();
    writer.title(section.title);
    if (section.tables.empty()) writer.faint("  " + std::string(section.nothing));
    for (const ReportTable& table : section.tables) {
      if (table.audience == Audience::everyone) writer.table(table, bar_name(report));
    }
  }
  writer.space();
  writer.faint("What each figure means: man cm-report");
  return writer.take();
}

}  // namespace cm
