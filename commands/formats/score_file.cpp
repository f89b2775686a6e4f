#include "formats/score_file.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/suggest.h"
#include "model/comment.h"
#include "sheet/workbook_reader.h"

namespace cm {
namespace {

constexpr std::array<std::string_view, 3> columns{"key", "score", "at"};

/// Reads one record after the other; the first says where the columns are.
class ScoreReader {
 public:
  explicit ScoreReader(const std::string& file) : file_(file) {}

  void read(const CsvRecord& record) {
    if (!head_read_) {
      read_head(record);
    } else if (places_known()) {
      read_score(record);
    }
  }

  [[nodiscard]] ScoreFile take() {
    if (!head_read_) problem(0, "the file is empty");
    return std::move(read_);
  }

 private:
  void read_head(const CsvRecord& record) {
    head_read_ = true;
    const std::vector<std::string_view> there(record.cells.begin(), record.cells.end());
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const auto found = std::find(there.begin(), there.end(), columns[i]);
      if (found == there.end()) {
        problem(record.line, "there is no column \"" + std::string(columns[i]) + "\"; scores have key,score,at" +
                                 did_you_mean(columns[i], there));
      } else {
        places_[i] = static_cast<std::size_t>(found - there.begin());
      }
    }
  }

  [[nodiscard]] bool places_known() const {
    return std::all_of(places_.begin(), places_.end(), [](const auto& place) { return place.has_value(); });
  }

  void read_score(const CsvRecord& record) {
    const auto cell = [&](std::size_t column) {
      const std::size_t place = *places_[column];
      return place < record.cells.size() ? record.cells[place] : std::string();
    };
    SatisfactionScore one;
    one.key = cell(0);
    if (!parse_key(one.key)) return problem(record.line, "\"key\" is CHANNEL/ID, as in the sheet's first column");
    const std::string score = cell(1);
    if (score.size() != 1 || score < "1" || score > "5") return problem(record.line, "\"score\" is 1, 2, 3, 4 or 5");
    one.score = score.front() - '0';
    const auto at = parse_iso8601(cell(2));
    if (!at) return problem(record.line, "\"at\" is a time such as 2026-11-20T10:00:00Z or a date such as 2026-11-20");
    one.at = *at;
    read_.scores.push_back(std::move(one));
  }

  void problem(std::uint32_t line, const std::string& message) {
    read_.problems.push_back({{file_, line, 0}, message});
  }

  const std::string& file_;
  bool head_read_ = false;
  std::array<std::optional<std::size_t>, columns.size()> places_;
  ScoreFile read_;
};

}  // namespace

ScoreFile read_scores(std::string_view contents, const std::string& file) {
  ScoreReader reader(file);
  read_table(contents, file, [&](CsvRecord& record) { reader.read(record); });
  return reader.take();
}

}  // namespace cm
