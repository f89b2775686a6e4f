#include "rules/word_lists.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <set>

#include "rules/span_search.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::string_view blanks = " \t\r";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) + 1 - first);
}

/// Collects words, folded and without repeats.
class Collector {
 public:
  /// With `inner_stars` a '*' inside a word stands for any run of letters, else for itself.
  explicit Collector(Boundary boundary, bool inner_stars = false) : inner_stars_(inner_stars) {
    foreign_.boundary = boundary;
  }

  void add(std::string_view line) {
    const std::string_view written = trimmed(line);
    if (written.empty()) return;
    const std::string word = is_valid_utf8(written) ? folded(written) : std::string();
    if (word.find_first_not_of("* ") == std::string::npos || !known_.insert(word).second) {
      ++foreign_.left_out;
    } else if (inner_stars_ && word.find('*', 1) < word.size() - 1) {
      foreign_.regexes.push_back(regex_of(word));
    } else {
      foreign_.words.push_back(word);
    }
  }

  ForeignWords take() { return std::move(foreign_); }

 private:
  static std::string regex_of(std::string_view word) {
    std::string regex;
    while (true) {
      const std::size_t star = word.find('*');
      regex += re2::RE2::QuoteMeta(re2::StringPiece(word.data(), std::min(star, word.size())));
      if (star == std::string_view::npos) return regex;
      regex += "[^ ]*";
      word.remove_prefix(star + 1);
    }
  }

  bool inner_stars_;
  ForeignWords foreign_;
  std::set<std::string> known_;
};

template <typename Visit>
void each_line(std::string_view contents, Visit visit) {
  if (contents.starts_with(byte_order_mark)) contents.remove_prefix(byte_order_mark.size());
  while (!contents.empty()) {
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    visit(contents.substr(0, end));
    contents.remove_prefix(std::min(contents.size(), end + 1));
  }
}

ForeignWords read_text(std::string_view contents) {
  Collector collector(Boundary::word);
  each_line(contents, [&](std::string_view line) {
    if (!trimmed(line).starts_with('#')) collector.add(line);
  });
  return collector.take();
}

// Source: wp-includes/comment.php, wp_check_comment_disallowed_list(): one a line, found anywhere in
// author, mail, url, text, address or agent, whatever the case; a '#' at the start of a line is a remark.
ForeignWords read_wordpress(std::string_view contents) {
  Collector collector(Boundary::none);
  each_line(contents, [&](std::string_view line) {
    if (!trimmed(line).starts_with('#')) collector.add(line);
  });
  return collector.take();
}

/// The first cell of an RFC 4180 row.
std::string first_cell(std::string_view row) {
  if (!row.starts_with('"')) return std::string(row.substr(0, row.find(',')));
  std::string cell;
  for (std::size_t at = 1; at < row.size(); ++at) {
    if (row[at] == '"') {
      if (at + 1 >= row.size() || row[at + 1] != '"') break;
      ++at;
    }
    cell += row[at];
  }
  return cell;
}

// Source: discourse/discourse, watched_words_controller.rb and its pull requests 12444 and 17445: rows of
// word, replacement, case_sensitive, of which the last two may be missing; whole words, '*' for any run.
ForeignWords read_discourse(std::string_view contents) {
  Collector collector(Boundary::word, true);
  each_line(contents, [&](std::string_view line) {
    if (trimmed(line) == "word" || trimmed(line).starts_with("word,")) return;
    collector.add(first_cell(trimmed(line)));
  });
  return collector.take();
}

constexpr std::array formats{
    ListFormat{"text", "one word a line, # remarks; whole words", read_text, 0, 0, false, true, "\n"},
    ListFormat{"wordpress", "disallowed comment keys: one a line, found anywhere in a comment", read_wordpress, 0, 0,
               true, false, "\n"},
    // 1,000 words an action: discourse/discourse, review of pull request 7899.
    ListFormat{"discourse", "watched words as CSV; whole words", read_discourse, 1'000, 0, false, true, "\n"},
    // 1,000 keywords: Meta's help on blocking words on a Page.
    ListFormat{"facebook", "a Page's blocked keywords: at most 1,000, divided by commas", nullptr, 1'000, 0, false,
               false, ","},
    // 50,000 characters in the field: YouTube Studio, Community, Automated filters.
    ListFormat{"youtube",
               "a channel's blocked words: at most 50,000 characters, divided by commas, found anywhere in a comment",
               nullptr, 0, 50'000, true, false, ","},
};

/// The TOML literal for a text: in single quotes where it has none.
std::string toml_text(std::string_view text) {
  if (text.find('\'') == std::string_view::npos && text.find_first_of("\n\r") == std::string_view::npos) {
    return "'" + std::string(text) + "'";
  }
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    quoted += letter;
  }
  return quoted + "\"";
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::string list = "[\n";
  for (const std::string& text : texts) list += "  " + toml_text(text) + ",\n";
  return list + "]";
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::string csv_cell(const std::string& word) {
  if (word.find_first_of("\",") == std::string::npos) return word;
  std::string cell = "\"";
  for (const char letter : word) {
    if (letter == '"') cell += '"';
    cell += letter;
  }
  return cell + "\"";
}

bool reads_text(const Rule& rule) {
  return std::find(rule.fields.begin(), rule.fields.end(), Field::text) != rule.fields.end();
}

}  // namespace

std::span<const ListFormat> list_formats() { return formats; }

std::string rule_file_of(const ForeignWords& foreign, std::string_view id, std::string_view label,
                         std::string_view source) {
  std::string file = "# From the word list \"" + std::string(source) +
                     "\". The rules only report: read what they hit, add examples, then\n"
                     "# say mode = \"enforce\".\n"
                     "cm_rules = 1\n";
  const auto add_rule = [&](std::string_view suffix, std::string_view key, const std::vector<std::string>& patterns) {
    if (patterns.empty()) return;
    file += "\n[[rule]]\nid       = \"" + std::string(id) + std::string(suffix) +
            "\"\nseverity = \"medium\"\nmode     = \"shadow\"\nview     = [\"fold\", \"deob\"]\nboundary = \"" +
            std::string(to_string(foreign.boundary)) + "\"\nscore    = 4\naction   = \"flag\"\nlabels   = [\"" +
            std::string(label) + "\"]\n" + std::string(key) + " = " + toml_list(patterns) + "\n";
  };
  add_rule("", "words", foreign.words);
  add_rule("-pattern", "regex", foreign.regexes);
  return file;
}

std::string word_list_of(const std::vector<const Rule*>& rules, const ListFormat& format,
                         const std::vector<std::string>& ordinary, ExportReport& report) {
  std::vector<const Rule*> strongest_first = rules;
  std::stable_sort(strongest_first.begin(), strongest_first.end(), [](const Rule* a, const Rule* b) {
    return std::pair(a->facts.severity, a->facts.score) > std::pair(b->facts.severity, b->facts.score);
  });
  std::string list;
  std::size_t characters = 0;
  std::set<std::string> known;
  for (const Rule* rule : strongest_first) {
    if (rule->facts.kind == RuleKind::protect || rule->facts.score <= 0 || !reads_text(*rule)) continue;
    report.regexes += rule->regexes.size();
    if (rule->when) {
      report.conditional += rule->words.size();
      continue;
    }
    for (const Pattern& written : rule->words) {
      const WordPattern word = word_pattern(written.text, View::fold);
      std::string entry = word.letters;
      if (format.knows_stars) entry = (word.open_start ? "*" : "") + entry + (word.open_end ? "*" : "");
      if (word.letters.empty() || !known.insert(entry).second) continue;
      const bool in_ordinary = std::any_of(ordinary.begin(), ordinary.end(), [&](const std::string& other) {
        return other != word.letters && other.find(word.letters) != std::string::npos;
      });
      if (format.finds_inside_words && in_ordinary) {
        ++report.too_short;
        continue;
      }
      if (format.separator == "," && entry.find(',') != std::string::npos) continue;
      if (format.name == "discourse") entry = csv_cell(entry);
      const std::size_t size = characters_in(entry) + (list.empty() ? 0 : format.separator.size());
      if ((format.most_words > 0 && report.written >= format.most_words) ||
          (format.most_characters > 0 && characters + size > format.most_characters)) {
        ++report.over_limit;
        continue;
      }
      if (!list.empty()) list += format.separator;
      list += entry;
      characters += size;
      ++report.written;
    }
  }
  if (!list.empty()) list += '\n';
  return list;
}

}  // namespace cm
