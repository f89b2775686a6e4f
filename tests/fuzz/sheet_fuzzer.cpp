// A sheet that came back from a spreadsheet, or a table of another tool: rows, problems, or one error that says why.
#include "base/error.h"
#include "fuzz/fuzzed_text.h"
#include "sheet/csv_reader.h"
#include "sheet/sheet_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view contents = cm::bytes_of(data, size);
  try {
    std::uint32_t line = 0;
    cm::read_csv(contents, "fuzzed.csv", [&](const cm::CsvRecord& record) {
      cm::expect(record.line >= line, "records come from the top down");
      line = record.line;
    });
    for (const auto order : {cm::DateOrder::unknown, cm::DateOrder::day_first, cm::DateOrder::month_first})
      (void)cm::read_sheet(contents, "fuzzed.csv", order);
  } catch (const cm::Error& error) {
    cm::expect(error.kind() == cm::ErrorKind::wrong_use, "a file is at fault and nothing else");
  }
  return 0;
}
