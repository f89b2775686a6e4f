#include "support/man_text.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <sstream>

#include "base/files.h"
#include "support/source_folder.h"

namespace cm {

std::string man_wrapped(std::string_view text) {
  std::istringstream words{std::string(text)};
  std::string lines;
  std::string line;
  for (std::string word; words >> word;) {
    const bool sentence_ended = line.ends_with('.') || line.ends_with('?') || line.ends_with('!');
    if (!line.empty() && (sentence_ended || line.size() + 1 + word.size() > 78)) {
      lines += line + "\n";
      line.clear();
    }
    if (line.empty() && (word.front() == '.' || word.front() == '\'')) line = "\\&";
    line += (line.empty() || line == "\\&" ? "" : " ") + word;
  }
  return lines + line + "\n";
}

std::string man_words(std::string_view text) {
  std::string words;
  for (std::size_t at = 0; at < text.size(); ++at) {
    // A comma by itself and words of two or three letters may be macros; behind "\&" nothing is.
    if (at == 0 || text[at - 1] == ' ') words += "\\&";
    words += text[at];
  }
  return words;
}

void check_made_part(std::string_view page, std::string_view table, const std::string& made) {
  const std::string begins = ".\\\" Made from " + std::string(table) + " from here on, by the test that compares it.\n";
  constexpr std::string_view ends = ".\\\" Made until here.\n";
  const auto file = source_folder() / "man" / page;
  std::string text = read_file(file);
  const std::size_t begin = text.find(begins) + begins.size();
  const std::size_t end = text.find(ends);
  REQUIRE(end != std::string::npos);
  REQUIRE(begin < end + 1);
  const bool same = text.substr(begin, end - begin) == made;
  if (!same && std::getenv("CM_UPDATE_EXPECTED") != nullptr) {
    write_file(file, text.replace(begin, end - begin, made));
    MESSAGE("wrote " << file.string());
    return;
  }
  CHECK_MESSAGE(same, "run: CM_UPDATE_EXPECTED=1 build/dev/tests/cm_tests -tc='cm-*'");
}

}  // namespace cm
