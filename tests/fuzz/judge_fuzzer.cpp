// Rules and comments made up by the fuzzer: the fast matcher must find what the reference matcher finds.
//
// An input is lines; the first byte of each says what it is:
//   + begins a rule; letters behind it set views (r f d), the boundary (w s e n) and fields (t h u a)
//   = a word    / a regex    - an exception    @ the author's name    anything else: a comment
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "reference/reference_matcher.h"
#include "rules/rule_set.h"
#include "text/utf8.h"

namespace {

std::string in_toml_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", static_cast<unsigned>(byte));
      quoted += escape;
    } else {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
  }
  return quoted + '"';
}

struct FuzzedRule {
  std::string settings;
  std::string words;
  std::string regexes;
  std::string excepts;
};

/// What the letters of `settings` choose among `choices`, as a TOML list in the order of the letters.
template <typename Choices>
std::string chosen(std::string_view settings, const Choices& choices) {
  std::string list;
  std::string seen;
  for (const char letter : settings) {
    for (const auto& [name, meaning] : choices) {
      if (letter != name || seen.find(letter) != std::string::npos) continue;
      seen += letter;
      list += (list.empty() ? "'" : ", '") + std::string(meaning) + "'";
    }
  }
  return list;
}

struct Choice {
  char letter;
  const char* meaning;
};
constexpr Choice views[]{{'r', "raw"}, {'f', "fold"}, {'d', "deob"}};
constexpr Choice boundaries[]{{'w', "word"}, {'s', "start"}, {'e', "end"}, {'n', "none"}};
constexpr Choice fields[]{{'t', "text"}, {'h', "link_host"}, {'u', "link_url"}, {'a', "author_name"}};

std::string toml_of(const std::vector<FuzzedRule>& rules) {
  std::string toml = "cm_rules = 1\n";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const FuzzedRule& rule = rules[i];
    toml += "[[rule]]\nid = 'rule." + std::to_string(i) + "'\nseverity = 'low'\nscore = 1\naction = 'flag'\n";
    if (const std::string list = chosen(rule.settings, views); !list.empty()) toml += "view = [" + list + "]\n";
    if (const std::string list = chosen(rule.settings, fields); !list.empty()) toml += "fields = [" + list + "]\n";
    if (const std::string list = chosen(rule.settings, boundaries); !list.empty())
      toml += "boundary = " + list.substr(0, list.find(',')) + "\n";
    if (!rule.words.empty()) toml += "words = [" + rule.words + "]\n";
    if (!rule.regexes.empty()) toml += "regex = [" + rule.regexes + "]\n";
    if (!rule.excepts.empty()) toml += "except = [" + rule.excepts + "]\n";
  }
  return toml;
}

struct Input {
  std::vector<FuzzedRule> rules;
  std::vector<cm::Comment> comments;
};

Input read(const std::string& text) {
  Input input;
  std::string author;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.empty()) continue;
    const char kind = line.front();
    const std::string rest = line.substr(1);
    if (kind == '+' || (input.rules.empty() && (kind == '=' || kind == '/' || kind == '-'))) {
      input.rules.push_back({.settings = kind == '+' ? rest : ""});
    }
    const auto add_to = [&](std::string& list) { list += in_toml_quotes(rest) + ", "; };
    if (kind == '+') continue;
    if (kind == '=') {
      add_to(input.rules.back().words);
    } else if (kind == '/') {
      add_to(input.rules.back().regexes);
    } else if (kind == '-') {
      add_to(input.rules.back().excepts);
    } else if (kind == '@') {
      author = rest;
    } else {
      cm::Comment comment;
      comment.text = line;
      comment.author.name = author;
      input.comments.push_back(std::move(comment));
    }
  }
  return input;
}

std::string shown(const cm::Findings& findings) {
  std::string all;
  for (const cm::Match& match : findings.matches) {
    all += match.rule->id + ' ' + std::string(to_string(match.field)) + ' ' + std::string(to_string(match.view)) + ' ' +
           std::to_string(match.begin) + '-' + std::to_string(match.end) + '\n';
  }
  return all;
}

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::abort();
}

/// Spans name whole letters of the comment.
void check_spans(const cm::Findings& findings, const cm::Comment& comment) {
  for (const cm::Match& match : findings.matches) {
    const std::string& field = match.field == cm::Field::author_name ? comment.author.name : comment.text;
    const auto is_edge = [&](std::size_t at) {
      return at == field.size() || (static_cast<unsigned char>(field[at]) & 0xC0U) != 0x80U;
    };
    if (match.begin >= match.end || match.end > field.size() || !is_edge(match.begin) || !is_edge(match.end))
      give_up("a span beside the text: " + shown(findings) + comment.text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  const Input input = read(cm::repaired_utf8(bytes));
  if (input.rules.empty() || input.comments.empty()) return -1;
  const std::string toml = toml_of(input.rules);
  const auto compiled = [&](cm::MakeMatcher make, std::vector<cm::Problem>& problems) {
    cm::RuleFiles files = cm::parse_rules(toml, "fuzzed.toml", cm::RuleOrigin::shipped);
    problems = std::move(files.problems);
    return cm::RuleSet::compile(std::move(files.packs), problems, {}, make);
  };
  std::vector<cm::Problem> problems;
  std::vector<cm::Problem> reference_problems;
  const cm::RuleSet fast = compiled(cm::make_fast_matcher, problems);
  const cm::RuleSet reference = compiled(cm::make_reference_matcher, reference_problems);
  if (problems.empty() != reference_problems.empty()) give_up("only one compiles:\n" + to_string(problems) + toml);
  if (!problems.empty()) return -1;
  for (const cm::Comment& comment : input.comments) {
    const cm::Findings expected = reference.judge(subject_of(comment), {});
    const cm::Findings got = fast.judge(subject_of(comment), {});
    if (shown(expected) != shown(got))
      give_up("reference:\n" + shown(expected) + "fast:\n" + shown(got) + "rules:\n" + toml + comment.text);
    check_spans(got, comment);
  }
  return 0;
}
