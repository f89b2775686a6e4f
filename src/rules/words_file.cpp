#include "rules/words_file.h"

#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view without_comment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || blanks.find(line[at - 1]) != std::string_view::npos) return line.substr(0, at);
  }
  return line;
}

}  // namespace

std::vector<Pattern> read_words_file(const std::filesystem::path& file, const Place& asked_for_at,
                                     std::vector<WordsFile>& read, std::vector<Problem>& problems) {
  std::string contents;
  try {
    contents = read_file(file);
  } catch (const Error& error) {
    problems.push_back(Problem{.place = asked_for_at, .message = error.what()});
    return {};
  }
  read.push_back(WordsFile{file, sha256_hex(contents)});
  std::string_view rest = contents;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);

  std::vector<Pattern> words;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    const std::string_view kept = without_comment(line);
    const std::size_t first = kept.find_first_not_of(blanks);
    if (first == std::string_view::npos) continue;
    const std::string_view word = kept.substr(first, kept.find_last_not_of(blanks) + 1 - first);
    const Place place{.file = file.string(), .line = number, .column = static_cast<std::uint32_t>(first + 1)};
    if (!is_valid_utf8(word)) {
      problems.push_back(Problem{.place = place, .message = "this line is not valid UTF-8; save the file as UTF-8"});
      continue;
    }
    words.push_back(Pattern{.text = std::string(word), .place = place});
  }
  return words;
}

}  // namespace cm
