#include "rules/lint_regex.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <chrono>
#include <vector>

#include "rules/sample_comments.h"
#include "rules/span_search.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr int shortest_literal = 3;
constexpr int rounds = 20;

bool has_required_literal(std::string_view regex) {
  re2::FilteredRE2 filter(shortest_literal);
  int id = 0;
  const re2::StringPiece text(regex.data(), regex.size());
  if (filter.Add(text, regex_options(regex), &id) != re2::RE2::NoError) return false;
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  return !atoms.empty();
}

/// How far an escape at `at` (a backslash) reaches: "\d", "\pL", "\p{Greek}", "\x{41}", "\Q".
std::size_t escape_size(std::string_view regex, std::size_t at) {
  if (at + 1 >= regex.size()) return 1;
  const char kind = regex[at + 1];
  if (kind != 'p' && kind != 'P' && kind != 'x') return 1 + code_point_at(regex, at + 1).size;
  if (at + 2 < regex.size() && regex[at + 2] == '{') {
    const std::size_t end = regex.find('}', at);
    return end == std::string_view::npos ? regex.size() - at : end + 1 - at;
  }
  return kind == 'x' ? 4 : 3;
}

}  // namespace

RegexTraits traits_of(std::string_view regex) {
  RegexTraits traits;
  bool ignores_case = false;
  for (std::size_t at = 0; at < regex.size();) {
    if (regex[at] == '\\') {
      const char kind = at + 1 < regex.size() ? regex[at + 1] : ' ';
      if (kind == 'b' || kind == 'B' || kind == 'w' || kind == 'W') traits.ascii_escape = true;
      at += escape_size(regex, at);
      continue;
    }
    if (regex.substr(at, 2) == "(?") {  // flags and names of groups are no text
      const std::size_t end = regex.find_first_of(":)>", at);
      const std::size_t stop = end == std::string_view::npos ? regex.size() : end + 1;
      if (regex.substr(at, stop - at).find('i') != std::string_view::npos && regex[at + 2] != 'P') ignores_case = true;
      at = stop;
      continue;
    }
    const CodePoint here = code_point_at(regex, at);
    const std::string_view letter = regex.substr(at, here.size);
    if (here.value >= 0x80) traits.non_ascii_letter = true;
    const bool is_capital = here.value >= 'A' && here.value <= 'Z';
    const bool changes = is_capital ? !ignores_case : here.value >= 0x80 && folded(letter) != letter;
    if (changes && traits.never_in_fold.empty()) traits.never_in_fold = letter;
    at += here.size;
  }
  const re2::RE2 compiled(re2::StringPiece(regex.data(), regex.size()), regex_options(regex));
  traits.matches_nothing = compiled.ok() && re2::RE2::FullMatch("", compiled);
  traits.has_literal = has_required_literal(regex);
  return traits;
}

std::int64_t nanoseconds_per_comment(std::string_view regex) {
  const re2::RE2 compiled(re2::StringPiece(regex.data(), regex.size()), regex_options(regex));
  std::vector<std::string> comments;
  for (const std::string_view comment : sample_comments()) comments.push_back(folded(comment));
  const auto try_all = [&] {
    for (const std::string& comment : comments) (void)re2::RE2::PartialMatch(comment, compiled);
  };
  try_all();  // the automaton grows with its first texts
  const auto start = std::chrono::steady_clock::now();
  for (int round = 0; round < rounds; ++round) try_all();
  const std::chrono::nanoseconds taken = std::chrono::steady_clock::now() - start;
  return taken.count() / (rounds * static_cast<std::int64_t>(comments.size()));
}

}  // namespace cm
