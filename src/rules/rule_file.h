// RuleFile: a rule file or folder as it was written, with the place of every problem in it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "model/action.h"
#include "model/rule_facts.h"
#include "model/subject.h"
#include "text/boundary.h"

namespace cm {

/// What a rule does when the channel does not tell a fact its `when` asks for.
enum class UnknownFact : std::uint8_t {
  flag,   ///< the rule holds, but may cause no more than a flag
  skip,   ///< the rule does not hold
  match,  ///< the rule holds
};

struct Range {
  std::optional<double> min;
  std::optional<double> max;
};

/// `[rule.when]`: every part that is set must hold.
struct When {
  std::optional<Range> links;
  std::optional<Range> mentions;
  std::optional<Range> hashtags;
  std::optional<Range> emoji;           ///< count
  std::optional<Range> emoji_share;     ///< of the code points that are not white space, 0 to 1
  std::optional<Range> capitals_share;  ///< of the letters that have two cases, 0 to 1
  std::optional<Range> length;          ///< code points of the folded text
  std::optional<Range> age_days;
  std::optional<Range> prior_comments;
  std::vector<std::string> role_not;
  std::vector<std::string> role;
  std::vector<std::string> lang;
  std::optional<std::int64_t> repeats_min;
  std::int64_t repeats_within_minutes = 60;
  UnknownFact unknown = UnknownFact::flag;
};

/// A pattern or word with the place it was written at.
struct Pattern {
  std::string text;
  Place place;
};

/// One example of `[[rule.test.case]]`.
struct RuleCase {
  std::string text;
  std::optional<std::int64_t> age_days;
  std::optional<std::int64_t> prior_comments;
  std::optional<std::int64_t> repeats;
  std::string role;
  std::string author_name;
  std::string lang;
  Action expect = Action::none;
  Place place;
};

struct Rule {
  RuleFacts facts;
  std::vector<std::string> lang;  ///< empty or "*": every language
  std::vector<Field> fields = {Field::text};
  std::vector<View> views = {View::fold};
  Boundary boundary = Boundary::word;
  std::vector<Pattern> words;    ///< '*' at either end; of `words` and `words_file`
  std::vector<Pattern> regexes;  ///< RE2
  std::vector<Pattern> excepts;  ///< literals, read in the same view
  std::optional<When> when;
  std::vector<Pattern> must_match;  ///< [rule.test] match
  std::vector<Pattern> must_leave;  ///< [rule.test] clean
  std::vector<RuleCase> cases;
  bool regexes_compile = false;  ///< all of them were compiled before: it is enough to do so when they are needed
  Place place;
};

/// A file that `words_file` names, as it was read.
struct WordsFile {
  std::filesystem::path path;
  std::string digest;  ///< SHA-256 of its contents
};

struct RulePack {
  std::string id;
  std::string version;
  std::vector<std::string> lang;
  std::filesystem::path file;
  std::vector<WordsFile> words_files;
  std::vector<Rule> rules;
};

struct RuleFiles {
  std::vector<RulePack> packs;
  std::vector<Problem> problems;  ///< all of them; with one or more nothing may be judged
};

/// Where a rule file stands decides what mode its rules have when they do not say.
enum class RuleOrigin : std::uint8_t {
  shipped,  ///< enforce
  local,    ///< shadow, so that a new rule first only reports
};

/// A rule file that is read and not yet parsed.
struct RuleSource {
  std::filesystem::path file;
  RuleOrigin origin = RuleOrigin::local;
  std::string contents;
};

struct RuleSources {
  std::vector<RuleSource> files;
  std::vector<Problem> problems;  ///< files and folders that cannot be read
};

/// The files that read_rules() parses.
[[nodiscard]] RuleSources read_rule_sources(const std::filesystem::path& path, RuleOrigin origin);
[[nodiscard]] RuleFiles parse_rules(const RuleSources& sources);

/// Reads TOML rule files; a folder means every *.toml in it, in the order of their names, and below.
/// Never throws for what a person wrote: that becomes a problem with its place.
[[nodiscard]] RuleFiles read_rules(const std::filesystem::path& path, RuleOrigin origin);

/// The same for text that is already at hand; `name` stands in places. `words_file`s are looked for
/// beside it.
[[nodiscard]] RuleFiles parse_rules(std::string_view toml, const std::filesystem::path& name, RuleOrigin origin);

}  // namespace cm
