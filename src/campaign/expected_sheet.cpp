#include "campaign/expected_sheet.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <utility>

#include "base/error.h"
#include "base/suggest.h"
#include "sheet/csv_writer.h"
#include "sheet/workbook_reader.h"

namespace cm {
namespace {

constexpr std::array<std::pair<std::string_view, ExpectedKind>, 5> kinds{{
    {"other", ExpectedKind::other},
    {"complaint", ExpectedKind::complaint},
    {"attack", ExpectedKind::attack},
    {"question", ExpectedKind::question},
    {"praise", ExpectedKind::praise},
}};

constexpr std::array<std::pair<std::string_view, Treatment>, 5> treatments{{
    {"none", {Action::none, Action::none}},
    {"flag", {Action::flag, Action::flag}},
    {"hold", {Action::hold, Action::hold}},
    {"hide", {Action::hide, Action::hide}},
    {"visible", {Action::none, Action::flag}},
}};

enum class Field : std::uint8_t { text, kind, expect, department, owner, answer, lang, channel };

/// A column by its name, or by the one that it has in a follow-up sheet: last campaign's sheet is a start.
struct ColumnName {
  std::string_view name;
  Field field;
};
constexpr std::array column_names{
    ColumnName{"text", Field::text},
    ColumnName{"kind", Field::kind},
    ColumnName{"expect", Field::expect},
    ColumnName{"expected", Field::expect},
    ColumnName{"treatment", Field::expect},
    ColumnName{"action", Field::expect},
    ColumnName{"department", Field::department},
    ColumnName{"owner", Field::owner},
    ColumnName{"answer", Field::answer},
    ColumnName{"note", Field::answer},
    ColumnName{"lang", Field::lang},
    ColumnName{"channel", Field::channel},
};
constexpr std::size_t field_count = 8;
constexpr std::size_t no_column = std::numeric_limits<std::size_t>::max();

std::string trimmed(std::string_view cell) {
  const auto is_blank = [](char letter) { return std::isspace(static_cast<unsigned char>(letter)) != 0; };
  while (!cell.empty() && is_blank(cell.front())) cell.remove_prefix(1);
  while (!cell.empty() && is_blank(cell.back())) cell.remove_suffix(1);
  return std::string(cell);
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return text;
}

template <typename Table>
std::string which_is_none_of(std::string_view column, std::string_view word, const Table& table) {
  std::vector<std::string_view> known;
  std::string list;
  for (const auto& [name, value] : table) {
    known.push_back(name);
    list += (list.empty() ? "" : ", ") + std::string(name);
  }
  return "\"" + std::string(column) + "\" cannot be \"" + std::string(word) + "\", only one of " + list +
         did_you_mean(word, known);
}

class Reader {
 public:
  explicit Reader(std::string file) : file_(std::move(file)) {}

  void take(const CsvRecord& record) {
    if (!has_header_) {
      read_header(record);
    } else if (column_of(Field::text) != no_column) {
      read_row(record);
    }
  }

  void problem(Place place, std::string message) { sheet_.problems.push_back({std::move(place), std::move(message)}); }

  [[nodiscard]] ExpectedSheet take_sheet() {
    if (!has_header_)
      problem({file_, 0, 0}, "the sheet is empty; make one with: cm preflight --sheet FILE CAMPAIGN.toml");
    return std::move(sheet_);
  }

 private:
  [[nodiscard]] std::size_t column_of(Field field) const { return columns_[static_cast<std::size_t>(field)]; }

  void read_header(const CsvRecord& record) {
    has_header_ = true;
    columns_.fill(no_column);
    for (std::size_t i = 0; i < record.cells.size(); ++i) {
      const std::string name = lower_case(trimmed(record.cells[i]));
      const auto known = std::ranges::find(column_names, name, &ColumnName::name);
      // "answer" goes before the "note" of a follow-up sheet, wherever they stand.
      const bool taken = known != column_names.end() && column_of(known->field) != no_column;
      if (known == column_names.end() || (taken && (name == "note" || name == "action"))) continue;
      columns_[static_cast<std::size_t>(known->field)] = i;
    }
    if (column_of(Field::text) == no_column) {
      problem({file_, record.line, 1},
              "the first line names no column \"text\"; it should begin: text,kind,expect,"
              "department,owner,answer");
    }
  }

  [[nodiscard]] std::string cell(const CsvRecord& record, Field field) const {
    const std::size_t column = column_of(field);
    return column < record.cells.size() ? trimmed(from_plain_cell(record.cells[column])) : std::string();
  }

  [[nodiscard]] Place place_of(const CsvRecord& record, Field field) const {
    return {file_, record.line, static_cast<std::uint32_t>(column_of(field) + 1)};
  }

  void read_row(const CsvRecord& record) {
    ExpectedComment row;
    row.place = place_of(record, Field::text);
    row.text = cell(record, Field::text);
    row.department = cell(record, Field::department);
    row.owner = cell(record, Field::owner);
    row.answer = cell(record, Field::answer);
    row.lang = cell(record, Field::lang);
    row.channel = cell(record, Field::channel);
    if (const std::string word = lower_case(cell(record, Field::kind)); !word.empty()) {
      const auto* const known = std::ranges::find(kinds, word, [](const auto& kind) { return kind.first; });
      if (known == kinds.end()) {
        problem(place_of(record, Field::kind), which_is_none_of("kind", word, kinds));
      } else {
        row.kind = known->second;
      }
    }
    row.treatment_text = lower_case(cell(record, Field::expect));
    if (!row.treatment_text.empty()) {
      row.treatment = parse_treatment(row.treatment_text);
      if (!row.treatment) {
        problem(place_of(record, Field::expect), which_is_none_of("expect", row.treatment_text, treatments));
      }
    }
    sheet_.rows.push_back(std::move(row));
  }

  std::string file_;
  bool has_header_ = false;
  std::array<std::size_t, field_count> columns_{};
  ExpectedSheet sheet_;
};

struct Prompt {
  std::string_view kind;
  std::string_view expect;
  std::string_view hint;
};
constexpr std::array prompts{
    Prompt{"complaint", "visible", "what went wrong the last time: delivery, price, quality?"},
    Prompt{"complaint", "visible", "the same, said angrily and with swear words: it must stay visible"},
    Prompt{"complaint", "visible", "who may feel left out, mocked or misled by the campaign?"},
    Prompt{"question", "visible", "what the copy does not say: conditions, dates, countries, sizes?"},
    Prompt{"attack", "flag", "the slogan of those who would call for a boycott"},
    Prompt{"attack", "hide", "an insult to the people in the campaign"},
    Prompt{"praise", "visible", "what should be thanked for"},
};

}  // namespace

std::string_view to_string(ExpectedKind kind) {
  const auto* const known = std::ranges::find(kinds, kind, [](const auto& one) { return one.second; });
  return known->first;
}

std::optional<Treatment> parse_treatment(std::string_view text) {
  const auto* const known = std::ranges::find(treatments, text, [](const auto& one) { return one.first; });
  return known == treatments.end() ? std::nullopt : std::optional(known->second);
}

ExpectedSheet read_expected_sheet(std::string_view contents, const std::string& file) {
  Reader reader(file);
  try {
    read_table(contents, file, [&reader](CsvRecord& record) { reader.take(record); });
  } catch (const Error& error) {
    // It names the place itself.
    reader.problem({}, error.what());
  }
  return reader.take_sheet();
}

std::string expected_sheet_template() {
  std::string sheet = "text,kind,expect,department,owner,answer,lang,channel,hint\r\n";
  for (const Prompt& prompt : prompts) {
    sheet += ",";
    append_csv_cell(sheet, prompt.kind);
    sheet += ",";
    append_csv_cell(sheet, prompt.expect);
    sheet += ",,,,,,";
    append_csv_cell(sheet, prompt.hint);
    sheet += "\r\n";
  }
  return sheet;
}

}  // namespace cm
