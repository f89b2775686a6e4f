#include "rules/rule_file.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <system_error>
#include <tuple>

#include "base/error.h"
#include "base/files.h"
#include "rules/condition_table.h"
#include "rules/rule_keys.h"
#include "rules/rule_toml_reader.h"
#include "rules/words_file.h"

namespace cm {
namespace {

// --- the words of a rule file --------------------------------------------------------------------

constexpr std::array<std::string_view, 3> file_keys{"cm_rules", "pack", "rule"};
constexpr std::array<std::string_view, 3> pack_keys{"id", "version", "lang"};
constexpr std::array<std::string_view, 21> rule_keys{
    "id",     "kind",       "severity", "mode",       "lang",      "fields", "view",
    "words",  "words_file", "regex",    "boundary",   "except",    "score",  "action",
    "labels", "cap",        "unless",   "department", "follow_up", "when",   "test"};
constexpr std::array<std::string_view, 2> follow_up_keys{"contact_hours", "move_to"};
constexpr std::array<std::string_view, 11> when_keys{"links",       "mentions",       "hashtags", "emoji",
                                                     "emoji_share", "capitals_share", "length",   "author",
                                                     "repeats",     "lang",           "unknown"};
constexpr std::array<std::string_view, 4> when_author_keys{"age_days", "prior_comments", "role", "role_not"};
constexpr std::array<std::string_view, 2> repeats_keys{"min", "within_minutes"};
constexpr std::array<std::string_view, 3> test_keys{"match", "clean", "case"};
constexpr std::array<std::string_view, 5> case_keys{"text", "author", "repeats", "lang", "expect"};
constexpr std::array<std::string_view, 4> case_author_keys{"name", "age_days", "prior_comments", "role"};

constexpr std::array key_tables{
    KeyTable{"a rule file", file_keys},
    KeyTable{"pack", pack_keys},
    KeyTable{"a rule", rule_keys},
    KeyTable{"follow_up", follow_up_keys},
    KeyTable{"when", when_keys},
    KeyTable{"when.author", when_author_keys},
    KeyTable{"when.repeats", repeats_keys},
    KeyTable{"test", test_keys},
    KeyTable{"test.case", case_keys},
    KeyTable{"test.case.author", case_author_keys},
};

constexpr std::array<std::string_view, 2> kinds{"evidence", "protect"};
constexpr std::array<std::string_view, 3> severities{"low", "medium", "high"};
constexpr std::array<std::string_view, 3> modes{"shadow", "enforce", "off"};
constexpr std::array<std::string_view, 3> views{"raw", "fold", "deob"};
constexpr std::array<std::string_view, 4> fields{"text", "link_host", "link_url", "author_name"};
constexpr std::array<std::string_view, 4> boundaries{"word", "start", "end", "none"};
constexpr std::array<std::string_view, 4> actions{"none", "flag", "hold", "hide"};
constexpr std::array<std::string_view, 3> unknowns{"flag", "skip", "match"};

constexpr std::size_t longest_pattern = 100'000;
constexpr std::int64_t highest_score = 1'000;
constexpr std::int64_t most_counted = 1'000'000'000;
constexpr std::int64_t most_minutes = 60 * 24 * 366;

std::optional<RuleKind> parse_kind(std::string_view text) {
  if (text == "evidence") return RuleKind::evidence;
  if (text == "protect") return RuleKind::protect;
  return std::nullopt;
}

std::optional<UnknownFact> parse_unknown(std::string_view text) {
  if (text == "flag") return UnknownFact::flag;
  if (text == "skip") return UnknownFact::skip;
  if (text == "match") return UnknownFact::match;
  return std::nullopt;
}

std::optional<Severity> parse_named_severity(std::string_view text) {
  return text == "none" ? std::nullopt : parse_severity(text);
}

bool is_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' || letter == '-' ||
           letter == '_';
  });
}

/// "en", "fr-CA", "*".
bool is_language_tag(std::string_view tag) {
  if (tag == "*") return true;
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  return primary.size() >= 2 && primary.size() <= 3 &&
         std::all_of(primary.begin(), primary.end(), [](unsigned char letter) { return std::isalpha(letter) != 0; });
}

/// RE2's \C, a single byte of a letter: spans would end inside of a letter.
bool has_single_byte_escape(std::string_view regex) {
  for (std::size_t at = 0; at + 1 < regex.size(); ++at) {
    if (regex[at] != '\\') continue;
    if (regex[at + 1] == 'C') return true;
    ++at;
  }
  return false;
}

// --- reading one rule ----------------------------------------------------------------------------

/// Reads one `[[rule]]`. Which keys were written matters for what is said about the rule as a whole.
class RuleReader {
 public:
  RuleReader(RuleTomlReader& toml, std::vector<Problem>& problems, RulePack& pack, RuleOrigin origin)
      : toml_(toml),
        problems_(problems),
        folder_(pack.file.parent_path()),
        words_files_(pack.words_files),
        origin_(origin) {}

  Rule read(const toml::table& table) {
    rule_ = Rule();
    rule_.place = toml_.place_of(table);
    rule_.facts.mode = origin_ == RuleOrigin::shipped ? RuleMode::enforce : RuleMode::shadow;
    toml_.each_key(table, "a rule", rule_keys,
                   [&](std::string_view key, const toml::node& value) { read_key(key, value); });
    check_whole(table);
    return std::move(rule_);
  }

 private:
  template <typename Value>
  void keep(Value& target, const std::optional<Value>& read) {
    if (read) target = *read;
  }

  void read_key(std::string_view key, const toml::node& value) {
    RuleFacts& facts = rule_.facts;
    if (key == "id") {
      read_id(value);
    } else if (key == "kind") {
      keep(facts.kind, toml_.word<RuleKind>(key, value, parse_kind, kinds));
    } else if (key == "severity") {
      keep(facts.severity, toml_.word<Severity>(key, value, parse_named_severity, severities));
    } else if (key == "mode") {
      keep(facts.mode, toml_.word<RuleMode>(key, value, parse_rule_mode, modes));
    } else if (key == "lang") {
      rule_.lang = read_languages(key, value);
    } else if (key == "fields") {
      read_choice(rule_.fields, toml_.words<Field>(key, value, parse_field, fields));
    } else if (key == "view") {
      read_choice(rule_.views, toml_.words<View>(key, value, parse_view, views));
    } else if (key == "words") {
      append(rule_.words, toml_.patterns(key, value));
    } else if (key == "words_file") {
      for (const Pattern& file : toml_.patterns(key, value)) {
        append(rule_.words, read_words_file(folder_ / file.text, file.place, words_files_, problems_));
      }
    } else if (key == "regex") {
      append(rule_.regexes, toml_.patterns(key, value));
    } else if (key == "boundary") {
      keep(rule_.boundary, toml_.word<Boundary>(key, value, parse_boundary, boundaries));
    } else if (key == "except") {
      append(rule_.excepts, toml_.patterns(key, value));
    } else if (key == "score") {
      if (const auto score = toml_.integer(key, value, -highest_score, highest_score)) {
        facts.score = static_cast<int>(*score);
      }
    } else if (key == "action") {
      read_action(value);
    } else if (key == "labels") {
      read_labels(value);
    } else if (key == "cap") {
      keep(facts.cap, toml_.word<Action>(key, value, parse_action, actions));
    } else if (key == "unless") {
      facts.unless = toml_.texts(key, value);
    } else if (key == "department") {
      keep(facts.department, toml_.text(key, value));
    } else if (key == "follow_up") {
      read_follow_up(value);
    } else if (key == "when") {
      read_when(value);
    } else if (key == "test") {
      read_test(value);
    }
  }

  static void append(std::vector<Pattern>& to, std::vector<Pattern> from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  }

  /// Sorted and without repeats; an empty list keeps the default, since problems were found or nothing was meant.
  template <typename Value>
  static void read_choice(std::vector<Value>& target, std::vector<Value> read) {
    if (read.empty()) return;
    std::sort(read.begin(), read.end());
    read.erase(std::unique(read.begin(), read.end()), read.end());
    target = std::move(read);
  }

  void read_id(const toml::node& value) {
    const std::optional<std::string> id = toml_.text("id", value);
    if (!id) return;
    rule_.facts.id = *id;
    if (!is_id(*id)) {
      toml_.problem(value, "the id \"" + *id + "\" may hold only small letters a to z, digits, '.', '-' and '_'");
    }
  }

  void read_action(const toml::node& value) {
    if (const auto* written = value.as_string(); written != nullptr && written->get() == "delete") {
      toml_.problem(value, "\"action\" cannot be \"delete\": no rule deletes; the most is \"hide\"");
      return;
    }
    keep(rule_.facts.ceiling, toml_.word<Action>("action", value, parse_action, actions));
  }

  void read_labels(const toml::node& value) {
    for (Pattern& label : toml_.patterns("labels", value)) {
      if (!is_id(label.text)) {
        toml_.problem(label.place,
                      "the label \"" + label.text + "\" may hold only small letters a to z, digits, '.', '-' and '_'");
      } else if (std::find(rule_.facts.labels.begin(), rule_.facts.labels.end(), label.text) ==
                 rule_.facts.labels.end()) {
        rule_.facts.labels.push_back(std::move(label.text));
      }
    }
  }

  std::vector<std::string> read_languages(std::string_view key, const toml::node& value) {
    std::vector<std::string> languages;
    for (Pattern& tag : toml_.patterns(key, value)) {
      if (!is_language_tag(tag.text)) {
        toml_.problem(tag.place, "\"" + tag.text + "\" is no language such as \"en\", \"fr\", \"ar\" or \"*\"");
      } else {
        languages.push_back(std::move(tag.text));
      }
    }
    return languages;
  }

  void read_follow_up(const toml::node& value) {
    const toml::table* table = toml_.table("follow_up", value);
    if (table == nullptr) return;
    toml_.each_key(*table, "\"follow_up\"", follow_up_keys, [&](std::string_view key, const toml::node& part) {
      if (key == "contact_hours") {
        if (const auto hours = toml_.integer(key, part, 1, 24 * 366)) {
          rule_.facts.contact_hours = static_cast<int>(*hours);
        }
      } else {
        keep(rule_.facts.move_to, toml_.text(key, part));
      }
    });
  }

  void read_when(const toml::node& value) {
    const toml::table* table = toml_.table("when", value);
    if (table == nullptr) return;
    When& when = rule_.when.emplace();
    toml_.each_key(*table, "\"when\"", when_keys, [&](std::string_view key, const toml::node& part) {
      if (key == "author") {
        if (const toml::table* author = toml_.table(key, part)) {
          toml_.each_key(*author, "\"when.author\"", when_author_keys,
                         [&](std::string_view fact, const toml::node& wanted) {
                           read_condition("author." + std::string(fact), fact, wanted, when);
                         });
        }
      } else if (key == "repeats") {
        read_repeats(part, when);
      } else if (key == "unknown") {
        keep(when.unknown, toml_.word<UnknownFact>(key, part, parse_unknown, unknowns));
      } else if (key == "lang") {
        when.lang = read_languages(key, part);
      } else {
        read_condition(key, key, part, when);
      }
    });
  }

  void read_condition(std::string_view path, std::string_view key, const toml::node& value, When& when) {
    for (const RangeCondition& condition : range_conditions()) {
      if (condition.key == path) when.*condition.range = toml_.range(key, value);
    }
    for (const ListCondition& condition : list_conditions()) {
      if (condition.key == path) when.*condition.list = toml_.texts(key, value);
    }
  }

  void read_repeats(const toml::node& value, When& when) {
    const toml::table* table = toml_.table("repeats", value);
    if (table == nullptr) return;
    toml_.each_key(*table, "\"when.repeats\"", repeats_keys, [&](std::string_view key, const toml::node& part) {
      if (key == "min") {
        when.repeats_min = toml_.integer(key, part, 1, most_counted);
      } else if (const auto minutes = toml_.integer(key, part, 1, most_minutes)) {
        when.repeats_within_minutes = *minutes;
      }
    });
    if (!table->contains("min"))
      toml_.problem(value, "\"repeats\" needs a min, such as { min = 3, within_minutes = 60 }");
  }

  void read_test(const toml::node& value) {
    const toml::table* table = toml_.table("test", value);
    if (table == nullptr) return;
    toml_.each_key(*table, "\"test\"", test_keys, [&](std::string_view key, const toml::node& part) {
      if (key == "match") {
        rule_.must_match = toml_.patterns(key, part);
      } else if (key == "clean") {
        rule_.must_leave = toml_.patterns(key, part);
      } else if (const auto* cases = part.as_array()) {
        for (const toml::node& one : *cases) {
          if (const toml::table* table_of_case = toml_.table(key, one)) read_case(*table_of_case);
        }
      } else {
        toml_.problem(part, "\"case\" is written as [[rule.test.case]]");
      }
    });
  }

  void read_case(const toml::table& table) {
    RuleCase one;
    one.place = toml_.place_of(table);
    toml_.each_key(table, "\"test.case\"", case_keys, [&](std::string_view key, const toml::node& value) {
      if (key == "text") {
        keep(one.text, toml_.text(key, value));
      } else if (key == "repeats") {
        one.repeats = toml_.integer(key, value, 0, most_counted);
      } else if (key == "lang") {
        keep(one.lang, toml_.text(key, value));
      } else if (key == "expect") {
        keep(one.expect, toml_.word<Action>(key, value, parse_action, actions));
      } else if (const toml::table* author = toml_.table(key, value)) {
        read_case_author(*author, one);
      }
    });
    for (const std::string_view needed : {"text", "expect"}) {
      if (!table.contains(needed)) toml_.problem(table, "a test case needs \"" + std::string(needed) + '"');
    }
    rule_.cases.push_back(std::move(one));
  }

  void read_case_author(const toml::table& author, RuleCase& one) {
    toml_.each_key(
        author, "\"test.case.author\"", case_author_keys, [&](std::string_view key, const toml::node& value) {
          if (key == "name") {
            keep(one.author_name, toml_.text(key, value));
          } else if (key == "role") {
            keep(one.role, toml_.text(key, value));
          } else {
            (key == "age_days" ? one.age_days : one.prior_comments) = toml_.integer(key, value, 0, most_counted);
          }
        });
  }

  void check_whole(const toml::table& table) {
    if (!table.contains("id")) toml_.problem(table, "this rule has no \"id\"; logs, overrides and baselines need one");
    const bool has_pattern = table.contains("words") || table.contains("words_file") || table.contains("regex");
    if (!has_pattern && !rule_.when) {
      toml_.problem(table, "this rule would match every comment; give it \"words\", \"regex\" or \"when\"");
    }
    if (rule_.facts.kind == RuleKind::evidence) {
      for (const std::string_view key : {"cap", "unless"}) {
        if (const toml::node* node = table.get(key)) {
          toml_.problem(*node, '"' + std::string(key) + "\" stands only in rules of kind = \"protect\"");
        }
      }
    }
    for (const Pattern& word : rule_.words) check_word(word);
    for (const Pattern& literal : rule_.excepts) {
      check_size(literal);
      if (literal.text.empty()) toml_.problem(literal.place, "an exception needs at least one letter");
    }
    for (const Pattern& regex : rule_.regexes) {
      check_size(regex);
      if (regex.text.empty()) toml_.problem(regex.place, "this regex is empty and would match everything");
      if (has_single_byte_escape(regex.text)) {
        toml_.problem(regex.place, "\\C matches half a letter; write . for any letter");
      }
    }
  }

  void check_size(const Pattern& pattern) {
    if (pattern.text.size() > longest_pattern) {
      toml_.problem(pattern.place, "this pattern has " + std::to_string(pattern.text.size()) + " bytes; the most is " +
                                       std::to_string(longest_pattern));
    }
  }

  void check_word(const Pattern& word) {
    check_size(word);
    if (word.text.find_first_not_of("* \t\r\n") == std::string::npos) {
      toml_.problem(word.place, "a word needs at least one letter besides '*'");
    }
  }

  RuleTomlReader& toml_;
  std::vector<Problem>& problems_;
  std::filesystem::path folder_;
  std::vector<WordsFile>& words_files_;
  RuleOrigin origin_;
  Rule rule_;
};

// --- reading one file ----------------------------------------------------------------------------

RulePack read_pack(const toml::table& table, const std::filesystem::path& file, RuleOrigin origin,
                   std::vector<Problem>& problems) {
  RuleTomlReader toml(file.string(), problems);
  RulePack pack{.id = file.stem().string(), .file = file};
  toml.each_key(table, "a rule file", file_keys, [&](std::string_view key, const toml::node& value) {
    if (key == "cm_rules") {
      (void)toml.integer(key, value, 1, 1);
    } else if (key == "pack") {
      const toml::table* head = toml.table(key, value);
      if (head == nullptr) return;
      toml.each_key(*head, "\"pack\"", pack_keys, [&](std::string_view part, const toml::node& written) {
        if (part == "lang") {
          pack.lang = toml.texts(part, written);
        } else if (const auto text = toml.text(part, written)) {
          (part == "id" ? pack.id : pack.version) = *text;
        }
      });
    } else if (const toml::array* rules = value.as_array()) {
      RuleReader reader(toml, problems, pack, origin);
      pack.rules.reserve(rules->size());
      for (const toml::node& rule : *rules) {
        if (const toml::table* one = toml.table(key, rule)) pack.rules.push_back(reader.read(*one));
      }
    } else {
      toml.problem(value, "rules are written as [[rule]], with two brackets on either side");
    }
  });
  if (!table.contains("cm_rules")) {
    toml.problem(Place{.file = file.string(), .line = 1, .column = 1},
                 "a rule file says \"cm_rules = 1\" at its top, so that later versions of cm can read it");
  }
  return pack;
}

void sort_by_place(std::vector<Problem>& problems) {
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
}

/// Two rules of one id would make logs and overrides ambiguous.
void refuse_repeated_ids(RuleFiles& files) {
  std::map<std::string_view, const Rule*> known;
  for (const RulePack& pack : files.packs) {
    for (const Rule& rule : pack.rules) {
      if (rule.facts.id.empty()) continue;
      const auto [first, is_new] = known.emplace(rule.facts.id, &rule);
      if (is_new) continue;
      files.problems.push_back(Problem{.place = rule.place,
                                       .message = "a rule with the id \"" + rule.facts.id + "\" stands already at " +
                                                  to_string(first->second->place)});
    }
  }
}

void parse_into(RuleFiles& files, std::string_view text, const std::filesystem::path& file, RuleOrigin origin) {
  try {
    const toml::table table = toml::parse(text);
    files.packs.push_back(read_pack(table, file, origin, files.problems));
  } catch (const toml::parse_error& error) {
    files.problems.push_back(Problem{
        .place = {.file = file.string(), .line = error.source().begin.line, .column = error.source().begin.column},
        .message = "this is not valid TOML: " + std::string(error.description())});
  }
}

std::vector<std::filesystem::path> rule_files_in(const std::filesystem::path& folder, std::vector<Problem>& problems) {
  std::vector<std::filesystem::path> found;
  std::error_code failed;
  std::filesystem::recursive_directory_iterator at(folder, failed);
  for (; !failed && at != std::filesystem::recursive_directory_iterator(); at.increment(failed)) {
    std::error_code unreadable;
    if (at->path().extension() == ".toml" && at->is_regular_file(unreadable)) found.push_back(at->path());
  }
  if (failed) {
    problems.push_back(
        Problem{.place = {.file = folder.string()}, .message = "cannot read this folder: " + failed.message()});
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::span<const KeyTable> rule_key_tables() { return key_tables; }

RuleFiles parse_rules(std::string_view toml, const std::filesystem::path& name, RuleOrigin origin) {
  RuleFiles files;
  parse_into(files, toml, name, origin);
  refuse_repeated_ids(files);
  sort_by_place(files.problems);
  return files;
}

RuleSources read_rule_sources(const std::filesystem::path& path, RuleOrigin origin) {
  RuleSources sources;
  std::vector<std::filesystem::path> files{path};
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed)) {
    files = rule_files_in(path, sources.problems);
    if (files.empty() && sources.problems.empty()) {
      sources.problems.push_back(
          Problem{.place = {.file = path.string()}, .message = "there is no rule file (*.toml) in this folder"});
    }
  }
  for (const std::filesystem::path& file : files) {
    try {
      sources.files.push_back(RuleSource{file, origin, read_file(file)});
    } catch (const Error& error) {
      sources.problems.push_back(Problem{.place = {.file = file.string()}, .message = error.what()});
    }
  }
  return sources;
}

RuleFiles parse_rules(const RuleSources& sources) {
  RuleFiles files{.problems = sources.problems};
  for (const RuleSource& source : sources.files) parse_into(files, source.contents, source.file, source.origin);
  refuse_repeated_ids(files);
  sort_by_place(files.problems);
  return files;
}

RuleFiles read_rules(const std::filesystem::path& path, RuleOrigin origin) {
  return parse_rules(read_rule_sources(path, origin));
}

}  // namespace cm
