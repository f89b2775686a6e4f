#include "rules/fast/lane.h"

#include <algorithm>
#include <utility>

#include "text/characters.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

// One automaton for all regexes that nothing can be looked up for. Where this is not enough, they are
// tried one by one: RE2::Set says so only to those who ask.
constexpr std::int64_t set_memory = std::int64_t{24} << 20;
constexpr std::size_t worth_a_set = 3;

bool begins_word(std::string_view text) { return !text.empty() && is_word_character(code_point_at(text, 0).value); }

std::size_t first_token(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const CodePoint c = code_point_at(text, at);
    if (!is_word_character(c.value)) break;
    at += c.size;
  }
  return at;
}

}  // namespace

bool may_meet(const ViewedBytes& view, const Requirements& required) {
  if (required.digits > 0 && view.count_digits() < required.digits) return false;
  if (required.wide > 0 && !view.has_wide_row(required.wide)) return false;
  const std::string_view text = view.text();
  const auto stands_in_it = [&](const std::string& literal) { return text.find(literal) != std::string_view::npos; };
  return std::all_of(required.also.begin(), required.also.end(), [&](const std::vector<std::string>& list) {
    return std::any_of(list.begin(), list.end(), stands_in_it);
  });
}

void LaneScratch::begin(std::size_t rules, std::size_t regexes) {
  if (rule_stamps_.size() < rules) {
    rule_stamps_.resize(rules);
    spans_.resize(rules);
  }
  if (regex_stamps_.size() < regexes) regex_stamps_.resize(regexes);
  ++stamp_;
  rules_.clear();
  regexes_to_try.clear();
}

void LaneScratch::take(std::uint32_t rule, const Span& span) {
  if (rule_stamps_[rule] != stamp_) {
    rule_stamps_[rule] = stamp_;
    spans_[rule] = span;
    rules_.push_back(rule);
  } else if (span.comes_before(spans_[rule])) {
    spans_[rule] = span;
  }
}

bool LaneScratch::is_first_try(std::uint32_t regex) {
  if (regex_stamps_[regex] == stamp_) return false;
  regex_stamps_[regex] = stamp_;
  return true;
}

void Lane::add(std::uint32_t number, const Rule& rule, const SharedRegexes& regexes) {
  const auto at = static_cast<std::uint32_t>(rules_.size());
  LaneRule made{.number = number, .boundary = rule.boundary};
  for (const Pattern& literal : rule.excepts) {
    made.exceptions.push_back(view_ == View::raw ? literal.text : folded(literal.text));
  }
  rules_.push_back(std::move(made));
  for (const Pattern& word : rule.words) add_word(word.text, at);
  for (const auto& regex : regexes) add_regex(regex, at);
}

void Lane::add_word(const std::string& written, std::uint32_t rule) {
  LaneWord word{.pattern = word_pattern(written, view_), .rule = rule};
  const std::string& letters = word.pattern.letters;
  if (letters.empty()) return;
  const auto id = static_cast<std::uint32_t>(words_.size());
  const Boundary boundary = rules_[rule].boundary;
  const bool starts_word = !word.pattern.open_start && boundary != Boundary::none && boundary != Boundary::end;
  const bool ends_word = !word.pattern.open_end && boundary != Boundary::none && boundary != Boundary::start;
  if (starts_word && begins_word(letters)) {
    const std::size_t token = first_token(letters);
    if (token < letters.size() || ends_word) {
      tokens_.add_token(std::string_view(letters).substr(0, token), id);
    } else {
      tokens_.add_start(letters, id);
    }
  } else if (is_long_enough(letters)) {
    literals_.add(letters, id);
  } else {
    short_words_.push_back(id);
  }
  words_.push_back(std::move(word));
}

void Lane::add_regex(std::shared_ptr<LazyRegex> regex, std::uint32_t rule) {
  const auto id = static_cast<std::uint32_t>(regexes_.size());
  const TextCase text_case = view_ == View::raw ? TextCase::as_it_came : TextCase::folded;
  const Requirements& required = regex->requirements(text_case);
  if (required.literals) {
    for (const std::string& literal : *required.literals) literals_.add(literal, id | regex_bit);
  }
  const bool open = !required.literals;
  regexes_.push_back({std::move(regex), rule, &required});
  if (open) add_open_regex(id);
}

void Lane::add_open_regex(std::uint32_t regex) {
  const auto needs_the_same = [&](const OpenRegexes& open) {
    return *regexes_[open.regexes.front()].required == *regexes_[regex].required;
  };
  auto open = std::find_if(open_regexes_.begin(), open_regexes_.end(), needs_the_same);
  if (open == open_regexes_.end()) open = open_regexes_.insert(open, OpenRegexes());
  open->regexes.push_back(regex);
}

void Lane::build() {
  tokens_.build();
  literals_.build();
}

const re2::RE2::Set* Lane::set_of(OpenRegexes& open) const {
  if (open.regexes.size() < worth_a_set) return nullptr;
  std::call_once(*open.made, [&] { open.set = compiled_set(open.regexes); });
  return open.set.get();
}

std::unique_ptr<re2::RE2::Set> Lane::compiled_set(const std::vector<std::uint32_t>& regexes) const {
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_longest_match(true);
  options.set_max_mem(set_memory);
  auto set = std::make_unique<re2::RE2::Set>(options, re2::RE2::UNANCHORED);
  for (const std::uint32_t id : regexes) {
    if (set->Add(regexes_[id].regex->pattern(), nullptr) < 0) return nullptr;
  }
  return set->Compile() ? std::move(set) : nullptr;
}

void Lane::try_short_words(std::string_view text, LaneScratch& scratch) const {
  for (const std::uint32_t id : short_words_) {
    const LaneRule& rule = rules_[words_[id].rule];
    if (const auto span = first_span(text, words_[id].pattern, rule.span_rules())) scratch.take(rule.number, *span);
  }
}

/// Those that may match become candidates.
void Lane::try_open_regexes(const ViewedBytes& view, LaneScratch& scratch) const {
  for (OpenRegexes& open : open_regexes_) {
    if (!may_meet(view, *regexes_[open.regexes.front()].required)) continue;
    if (const re2::RE2::Set* const set = set_of(open)) {
      re2::RE2::Set::ErrorInfo error{};
      scratch.set_matches.clear();
      const std::string_view text = view.text();
      if (set->Match(re2::StringPiece(text.data(), text.size()), &scratch.set_matches, &error)) {
        for (const int match : scratch.set_matches) {
          scratch.regexes_to_try.push_back(open.regexes[static_cast<std::size_t>(match)]);
        }
        continue;
      }
      if (error.kind == re2::RE2::Set::kNoError) continue;
    }
    scratch.regexes_to_try.insert(scratch.regexes_to_try.end(), open.regexes.begin(), open.regexes.end());
  }
}

}  // namespace cm
