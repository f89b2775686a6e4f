#include "sheet/csv_reader.h"

#include <csv.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/error.h"
#include "base/place.h"
#include "text/utf8.h"

namespace cm {
namespace {

[[noreturn]] void refuse(const std::string& file, std::uint32_t line, const std::string& why) {
  throw Error(ErrorKind::wrong_use, to_string(Problem{{file, line, 0}, why}));
}

// The separator that stands most often in the first line, outside quotes.
char separator_of(std::string_view contents) {
  constexpr std::array<char, 3> candidates{',', ';', '\t'};
  std::array<std::size_t, 3> counts{};
  bool quoted = false;
  for (const char letter : contents) {
    if (letter == '"') quoted = !quoted;
    if (quoted) continue;
    if (letter == '\n' || letter == '\r') break;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (candidates[i] == letter) ++counts[i];
    }
  }
  return candidates[static_cast<std::size_t>(std::max_element(counts.begin(), counts.end()) - counts.begin())];
}

struct Reading {
  const std::function<void(CsvRecord&)>& visit;
  std::uint32_t line = 1;  // of what is being handed to libcsv
  CsvRecord record{1, {}};
  bool record_begun = false;
  std::exception_ptr failure;  // nothing may be thrown through libcsv
};

void take_cell(void* cell, std::size_t size, void* context) {
  Reading& reading = *static_cast<Reading*>(context);
  reading.record.cells.emplace_back(static_cast<const char*>(cell), size);
}

void take_record(int /*end*/, void* context) {
  Reading& reading = *static_cast<Reading*>(context);
  const bool empty = std::all_of(reading.record.cells.begin(), reading.record.cells.end(),
                                 [](const std::string& cell) { return cell.empty(); });
  try {
    if (!empty && !reading.failure) reading.visit(reading.record);
  } catch (...) {
    reading.failure = std::current_exception();
  }
  reading.record.cells.clear();
  reading.record_begun = false;
}

}  // namespace

void read_csv(std::string_view contents, const std::string& file, const std::function<void(CsvRecord&)>& visit) {
  if (contents.starts_with("\xFF\xFE") || contents.starts_with("\xFE\xFF")) {
    refuse(file, 1, "the file is UTF-16; save it as \"CSV UTF-8\"");
  }
  if (contents.starts_with("\xEF\xBB\xBF")) contents.remove_prefix(3);
  if (!is_valid_utf8(contents)) refuse(file, 0, "the file is not UTF-8; save it as \"CSV UTF-8\"");

  Reading reading{visit};
  char separator = separator_of(contents);
  if (contents.starts_with("sep=") && contents.size() > 4) {
    separator = contents[4];
    const std::size_t end = contents.find('\n');
    contents.remove_prefix(end == std::string_view::npos ? contents.size() : end + 1);
    reading.line = 2;
  }

  csv_parser parser{};
  if (csv_init(&parser, 0) != 0) throw Error(ErrorKind::internal, "libcsv could not be started");
  csv_set_delim(&parser, static_cast<unsigned char>(separator));
  const auto failed = [&](const char* why) {
    csv_free(&parser);
    refuse(file, reading.record.line, why);
  };
  // A line at a time: libcsv does not tell where it is.
  while (!contents.empty()) {
    const std::size_t end = contents.find('\n');
    const std::size_t size = end == std::string_view::npos ? contents.size() : end + 1;
    if (!reading.record_begun) {
      reading.record_begun = true;
      reading.record.line = reading.line;
    }
    if (csv_parse(&parser, contents.data(), size, take_cell, take_record, &reading) != size) {
      failed("the line cannot be read as CSV");
    }
    contents.remove_prefix(size);
    ++reading.line;
  }
  // Strict only now: a quote in the middle of a cell is no reason to refuse a sheet, one that never ends is.
  csv_set_opts(&parser, CSV_STRICT | CSV_STRICT_FINI);
  if (csv_fini(&parser, take_cell, take_record, &reading) != 0) failed("the quote that begins here is never closed");
  csv_free(&parser);
  if (reading.failure) std::rethrow_exception(reading.failure);
}

}  // namespace cm
