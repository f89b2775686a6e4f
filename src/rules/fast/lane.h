// Lane: all words and regexes that are looked for in one field and one view, looked for together.
#pragma once

#include <re2/re2.h>
#include <re2/set.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "rules/fast/gram_index.h"
#include "rules/fast/lazy_regex.h"
#include "rules/fast/required_literals.h"
#include "rules/fast/token_index.h"
#include "rules/rule_file.h"
#include "rules/span_search.h"
#include "text/viewed_bytes.h"

namespace cm {

/// The regexes of one rule, shared by its lanes.
using SharedRegexes = std::vector<std::shared_ptr<LazyRegex>>;

/// Whether the text has what a regex needs beyond the literals that are looked up.
[[nodiscard]] bool may_meet(const ViewedBytes& view, const Requirements& required);

/// What one thread needs to search: kept from comment to comment. Stamps save clearing: what carries an
/// older stamp is empty.
class LaneScratch {
 public:
  /// Begins the search of one text.
  void begin(std::size_t rules, std::size_t regexes);

  /// Takes a hit of a rule; the first and longest is kept.
  void take(std::uint32_t rule, const Span& span);

  /// Whether this is the first time that the regex is asked for.
  [[nodiscard]] bool is_first_try(std::uint32_t regex);

  [[nodiscard]] const std::vector<std::uint32_t>& rules() const { return rules_; }
  [[nodiscard]] const Span& span_of(std::uint32_t rule) const { return spans_[rule]; }

  CandidateScratch memory;
  std::vector<Candidate> found;
  std::vector<std::uint32_t> regexes_to_try;
  std::vector<int> set_matches;

 private:
  std::uint64_t stamp_ = 0;
  std::vector<std::uint64_t> rule_stamps_;
  std::vector<Span> spans_;
  std::vector<std::uint64_t> regex_stamps_;
  std::vector<std::uint32_t> rules_;
};

class Lane {
 public:
  explicit Lane(View view) : view_(view) {}

  /// `number` names the rule in what find() gives; the rule outlives the lane.
  void add(std::uint32_t number, const Rule& rule, const SharedRegexes& regexes);

  /// To be called once, after the last add().
  void build();

  [[nodiscard]] bool empty() const { return rules_.empty(); }

  /// Finds the first hit of every rule that `wanted(number)` holds for; scratch.rules() then names them
  /// by the numbers of add(), in no order. `most_rules` is more than any of those numbers.
  template <typename Wanted>
  void find(const ViewedBytes& view, std::size_t most_rules, LaneScratch& scratch, Wanted&& wanted) const;

 private:
  struct LaneRule {
    std::uint32_t number = 0;
    Boundary boundary = Boundary::word;
    Exceptions exceptions;
    [[nodiscard]] SpanRules span_rules() const { return {.boundary = boundary, .exceptions = &exceptions}; }
  };
  struct LaneWord {
    WordPattern pattern;
    std::uint32_t rule = 0;  // in rules_
  };
  struct LaneRegex {
    std::shared_ptr<const LazyRegex> regex;
    std::uint32_t rule = 0;                  // in rules_
    const Requirements* required = nullptr;  // of the regex
  };
  /// Regexes without a literal that could be looked up, which need the same.
  struct OpenRegexes {
    std::vector<std::uint32_t> regexes;  // in regexes_
    std::unique_ptr<re2::RE2::Set> set;  // of those, where they are many
    std::unique_ptr<std::once_flag> made = std::make_unique<std::once_flag>();
  };

  // What ids of the literal index mean: a word, or a regex with this bit set.
  static constexpr std::uint32_t regex_bit = 0x80000000U;

  void add_word(const std::string& written, std::uint32_t rule);
  void add_regex(std::shared_ptr<LazyRegex> regex, std::uint32_t rule);
  void add_open_regex(std::uint32_t regex);
  [[nodiscard]] const re2::RE2::Set* set_of(OpenRegexes& open) const;
  [[nodiscard]] std::unique_ptr<re2::RE2::Set> compiled_set(const std::vector<std::uint32_t>& regexes) const;
  void try_short_words(std::string_view text, LaneScratch& scratch) const;
  void try_open_regexes(const ViewedBytes& view, LaneScratch& scratch) const;

  View view_;
  std::vector<LaneRule> rules_;
  std::vector<LaneWord> words_;
  std::vector<LaneRegex> regexes_;
  TokenIndex tokens_;
  GramIndex literals_;
  std::vector<std::uint32_t> short_words_;         // too short to index
  mutable std::vector<OpenRegexes> open_regexes_;  // their sets are made when they are first asked
};

template <typename Wanted>
void Lane::find(const ViewedBytes& view, std::size_t most_rules, LaneScratch& scratch, Wanted&& wanted) const {
  scratch.begin(most_rules, regexes_.size());
  const std::string_view text = view.text();
  if (text.empty()) return;
  const auto try_word = [&](std::uint32_t id, std::size_t begin) {
    const LaneWord& word = words_[id];
    if (text.compare(begin, word.pattern.letters.size(), word.pattern.letters) != 0) return;
    const LaneRule& rule = rules_[word.rule];
    if (!wanted(rule.number)) return;
    if (const auto span = word_span_at(text, begin, word.pattern, rule.span_rules())) scratch.take(rule.number, *span);
  };
  scratch.found.clear();
  tokens_.find(view, scratch.memory, scratch.found);
  literals_.find(view, scratch.memory, scratch.found);
  for (const Candidate& candidate : scratch.found) {
    if ((candidate.id & regex_bit) == 0) {
      try_word(candidate.id, candidate.begin);
    } else if (scratch.is_first_try(candidate.id & ~regex_bit)) {
      scratch.regexes_to_try.push_back(candidate.id & ~regex_bit);
    }
  }
  try_short_words(text, scratch);
  try_open_regexes(view, scratch);
  for (const std::uint32_t id : scratch.regexes_to_try) {
    const LaneRule& rule = rules_[regexes_[id].rule];
    if (!wanted(rule.number) || !may_meet(view, *regexes_[id].required)) continue;
    if (const auto span = first_span(text, regexes_[id].regex->get(), rule.span_rules()))
      scratch.take(rule.number, *span);
  }
}

}  // namespace cm
