#include "ndjson/line_reader.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <vector>

#include "support/temporary_folder.h"

namespace cm {
namespace {

struct SeenLine {
  std::string text;
  std::uint64_t end;
  bool too_long;
  bool has_break;

  bool operator==(const SeenLine&) const = default;
};

std::vector<SeenLine> lines_of(const std::string& contents, std::uint64_t offset = 0, std::size_t longest = 100) {
  const TemporaryFolder folder;
  const int file = ::open(folder.write("lines", contents).c_str(), O_RDONLY);
  LineReader reader(file, offset, longest);
  std::vector<SeenLine> seen;
  while (const auto line = reader.next()) {
    seen.push_back({std::string(line->text), line->end, line->too_long, line->has_break});
  }
  ::close(file);
  return seen;
}

}  // namespace

TEST_CASE("an empty file has no lines") { CHECK(lines_of("").empty()); }

TEST_CASE("lines end with LF, CR LF or the file") {
  CHECK(lines_of("a\nb\r\n\nc") ==
        std::vector<SeenLine>{
            {"a", 2, false, true}, {"b", 5, false, true}, {"", 6, false, true}, {"c", 7, false, false}});
}

TEST_CASE("reading goes on from any line's start") {
  CHECK(lines_of("a\nb\nc\n", 2) == std::vector<SeenLine>{{"b", 4, false, true}, {"c", 6, false, true}});
  CHECK(lines_of("a\n", 2).empty());
}

TEST_CASE("a line that is too long is told, and the next one is whole") {
  const std::string huge(200000, 'x');

  CHECK(lines_of("a\n" + huge + "\nb\n") ==
        std::vector<SeenLine>{{"a", 2, false, true}, {"", 200003, true, true}, {"b", 200005, false, true}});
  CHECK(lines_of(huge) == std::vector<SeenLine>{{"", 200000, true, false}});
  CHECK(lines_of("12345\n123456\n", 0, 5) == std::vector<SeenLine>{{"12345", 6, false, true}, {"", 13, true, true}});
}

TEST_CASE("lines across the reader's chunks stay whole") {
  std::string contents;
  std::vector<SeenLine> wanted;
  for (int i = 0; i < 5000; ++i) {
    const std::string text = "line " + std::to_string(i) + std::string(static_cast<std::size_t>(i % 97), '.');
    contents += text + "\n";
    wanted.push_back({text, contents.size(), false, true});
  }

  CHECK(lines_of(contents, 0, 1000) == wanted);
}

}  // namespace cm
