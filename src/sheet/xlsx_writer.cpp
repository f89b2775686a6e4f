#include "sheet/xlsx_writer.h"

#include <xlsxwriter.h>

#include <array>
#include <chrono>
#include <utility>

#include "base/error.h"
#include "sheet/columns.h"
#include "sheet/csv_writer.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t most_cell_letters = 32767;  // of a string in XLSX, in UTF-16 units
constexpr std::size_t most_link_bytes = 2079;
constexpr std::size_t most_links = 65530;
constexpr lxw_row_t last_row = 1048575;

lxw_datetime as_datetime(Timestamp moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  lxw_datetime result{};
  result.year = static_cast<int>(date.year());
  result.month = static_cast<int>(static_cast<unsigned>(date.month()));
  result.day = static_cast<int>(static_cast<unsigned>(date.day()));
  result.hour = static_cast<int>(time.hours().count());
  result.min = static_cast<int>(time.minutes().count());
  result.sec = static_cast<double>(time.seconds().count()) + static_cast<double>(time.subseconds().count()) / 1000;
  return result;
}

// Cut where the format ends, between two letters.
std::string fitting(const std::string& text) {
  if (text.size() <= most_cell_letters) return text;
  std::size_t units = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint letter = code_point_at(text, at);
    units += letter.value > 0xffff ? 2 : 1;
    if (units > most_cell_letters) break;
    at += letter.size;
  }
  return text.substr(0, at);
}

// A list inside a cell's validation ends at 255 letters, and its words at commas.
bool fits_in_a_rule(const std::vector<std::string>& words) {
  std::size_t letters = 0;
  for (const auto& word : words) {
    if (word.find(',') != std::string::npos) return false;
    letters += word.size() + 1;
  }
  return letters <= 255;
}

// "_x0041_" in a cell stands for a letter. Who typed just that means the seven signs.
std::string with_escapes_escaped(const std::string& text) {
  constexpr std::string_view hexadecimal = "0123456789ABCDEFabcdef";
  std::string escaped;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "_x") == 0 && at + 6 < text.size() && text[at + 6] == '_' &&
        std::string_view(text).substr(at + 2, 4).find_first_not_of(hexadecimal) == std::string_view::npos) {
      escaped += "_x005F";
    }
    escaped += text[at];
  }
  return escaped;
}

bool is_web_link(const std::string& url) {
  return (url.starts_with("https://") || url.starts_with("http://")) && url.size() <= most_link_bytes;
}

}  // namespace

struct XlsxWriter::Workbook {
  std::string file;
  lxw_workbook* book = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_format* header = nullptr;
  lxw_format* date = nullptr;
  lxw_format* wrapped = nullptr;
  lxw_format* editable = nullptr;
  lxw_row_t row = 0;
  std::size_t links = 0;
  SheetChoices choices;

  Workbook() = default;
  Workbook(const Workbook&) = delete;
  Workbook& operator=(const Workbook&) = delete;
  ~Workbook() {
    if (book != nullptr) workbook_close(book);
  }

  // Puts the words below each other on a sheet of their own, out of sight; where they stand, as a formula.
  std::string range_of(const std::string& name, const std::vector<std::string>& words) const {
    lxw_worksheet* list = workbook_add_worksheet(book, name.c_str());
    worksheet_hide(list);
    lxw_row_t at = 0;
    for (const auto& word : words) worksheet_write_string(list, at++, 0, word.c_str(), nullptr);
    std::array<char, LXW_MAX_FORMULA_RANGE_LENGTH> range{};
    lxw_rowcol_to_formula_abs(range.data(), name.c_str(), 0, 0, at - 1, 0);
    return "=" + std::string(range.data());
  }

  void offer(std::size_t column, const std::vector<std::string>& words, bool only_these) const {
    if (words.empty() || row == 0) return;
    lxw_data_validation rule{};
    std::vector<const char*> list;
    std::string range;
    if (fits_in_a_rule(words)) {
      for (const auto& word : words) list.push_back(word.c_str());
      list.push_back(nullptr);
      rule.validate = LXW_VALIDATION_TYPE_LIST;
      rule.value_list = const_cast<char**>(list.data());  // read only, but the C header says char**
    } else {
      range = range_of(std::string(sheet_columns()[column].name) + "s", words);
      rule.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      rule.value_formula = range.data();
    }
    rule.ignore_blank = LXW_VALIDATION_ON;
    rule.dropdown = LXW_VALIDATION_ON;
    rule.error_type = only_these ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_INFORMATION;
    worksheet_data_validation_range(sheet, 1, static_cast<lxw_col_t>(column), row, static_cast<lxw_col_t>(column),
                                    &rule);
  }
};

XlsxWriter::XlsxWriter(const std::filesystem::path& file, SheetChoices choices)
    : workbook_(std::make_unique<Workbook>()) {
  Workbook& made = *workbook_;
  made.file = file.string();
  made.choices = std::move(choices);
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  options.use_zip64 = LXW_TRUE;
  made.book = workbook_new_opt(made.file.c_str(), &options);
  if (made.book == nullptr) throw Error(ErrorKind::unavailable, "cannot begin the sheet \"" + made.file + "\"");
  made.sheet = workbook_add_worksheet(made.book, "follow-up");
  made.header = workbook_add_format(made.book);
  format_set_bold(made.header);
  format_set_bg_color(made.header, 0xDDDDDD);
  made.date = workbook_add_format(made.book);
  format_set_num_format(made.date, "yyyy-mm-dd hh:mm:ss");
  made.wrapped = workbook_add_format(made.book);
  format_set_text_wrap(made.wrapped);
  format_set_align(made.wrapped, LXW_ALIGN_VERTICAL_TOP);

  lxw_col_t at = 0;
  for (const Column& column : sheet_columns()) {
    worksheet_set_column(made.sheet, at, at, column.width, nullptr);
    worksheet_write_string(made.sheet, 0, at, std::string(column.name).c_str(), made.header);
    ++at;
  }
  worksheet_freeze_panes(made.sheet, 1, 1);
}

XlsxWriter::~XlsxWriter() = default;

void XlsxWriter::add(const SheetRow& row) {
  Workbook& made = *workbook_;
  if (made.row == last_row) {
    throw Error(ErrorKind::wrong_use, "a sheet holds at most 1,048,575 comments: choose fewer with --since or use CSV");
  }
  ++made.row;
  lxw_col_t at = 0;
  for (const Column& column : sheet_columns()) {
    const std::string value = column.value(row);
    const lxw_col_t here = at++;
    if (value.empty()) continue;
    if (column.kind == CellKind::moment) {
      if (const auto moment = parse_iso8601(value)) {
        lxw_datetime when = as_datetime(*moment);
        worksheet_write_datetime(made.sheet, made.row, here, &when, made.date);
      }
    } else if (column.kind == CellKind::number) {
      worksheet_write_number(made.sheet, made.row, here, static_cast<double>(row.contacts), nullptr);
    } else if (column.kind == CellKind::link && is_web_link(value) && made.links < most_links &&
               worksheet_write_url(made.sheet, made.row, here, value.c_str(), nullptr) == LXW_NO_ERROR) {
      ++made.links;
    } else {
      // A string cell is never run, so nothing is put before it but what the way back takes off.
      const std::string text = value.starts_with('\'') ? as_plain_cell(value) : value;
      worksheet_write_string(made.sheet, made.row, here, with_escapes_escaped(fitting(text)).c_str(),
                             column.name == "text" ? made.wrapped : nullptr);
    }
  }
}

void XlsxWriter::close() {
  Workbook& made = *workbook_;
  const auto columns = static_cast<lxw_col_t>(sheet_columns().size());
  worksheet_autofilter(made.sheet, 0, 0, made.row, static_cast<lxw_col_t>(columns - 1));
  made.offer(column_named("status").value(), {follow_up_statuses.begin(), follow_up_statuses.end()}, true);
  made.offer(column_named("department").value(), made.choices.departments, false);
  made.offer(column_named("owner").value(), made.choices.owners, false);
  const lxw_error error = workbook_close(made.book);
  made.book = nullptr;
  if (error != LXW_NO_ERROR) {
    throw Error(ErrorKind::unavailable, "cannot write the sheet \"" + made.file + "\": " + lxw_strerror(error));
  }
}

}  // namespace cm
