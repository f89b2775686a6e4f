#include "rules/rule_set.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/digest.h"
#include "rules/condition_table.h"
#include "rules/conditions/language.h"

namespace cm {
namespace {

/// A rule that is tried, with what RuleSet adds to how it matches.
struct StandingRule {
  const Rule* rule = nullptr;
  bool by_pattern = false;        // else its conditions alone decide
  std::size_t repeat_window = 0;  // in Judge::repeat_windows
  std::vector<const RuleOverride*> overrides;
};

bool applies(const RuleOverride& rule_override, CommentFacts& facts) {
  const auto& channels = rule_override.channels;
  const std::string_view channel = facts.comment().channel;
  if (!channels.empty() && std::find(channels.begin(), channels.end(), channel) == channels.end()) return false;
  if (rule_override.lang.empty()) return true;
  const std::string_view lang = facts.language();
  return !lang.empty() && is_language_in(rule_override.lang, lang);
}

/// A rule for some languages is tried on a comment whose language cannot be told.
bool speaks(const Rule& rule, CommentFacts& facts) {
  if (rule.lang.empty()) return true;
  const std::string_view lang = facts.language();
  return lang.empty() || is_language_in(rule.lang, lang);
}

bool can_be_tried(const StandingRule& standing) {
  const auto switches_on = [](const RuleOverride* one) { return one->mode && *one->mode != RuleMode::off; };
  return standing.rule->facts.mode != RuleMode::off ||
         std::any_of(standing.overrides.begin(), standing.overrides.end(), switches_on);
}

/// Two texts one after the other must not read like two others: each goes with its size.
class Fingerprint {
 public:
  Fingerprint& add(std::string_view text) {
    text_ += std::to_string(text.size());
    text_ += ':';
    text_ += text;
    return *this;
  }
  template <typename Number>
  Fingerprint& number(Number number) {
    return add(std::to_string(number));
  }
  template <typename Enum>
  Fingerprint& word(Enum value) {
    return number(static_cast<int>(value));
  }
  Fingerprint& list(const std::vector<std::string>& texts) {
    number(texts.size());
    for (const std::string& text : texts) add(text);
    return *this;
  }
  Fingerprint& list(const std::vector<Pattern>& patterns) {
    number(patterns.size());
    for (const Pattern& pattern : patterns) add(pattern.text);
    return *this;
  }
  Fingerprint& bound(const std::optional<double>& bound) { return add(bound ? std::to_string(*bound) : "-"); }

  [[nodiscard]] std::string digest() const { return sha256_hex(text_); }

 private:
  std::string text_;
};

// To be raised when judging itself changes what the same rules find.
constexpr std::string_view judging_version = "2";

void add_when(Fingerprint& print, const When& when) {
  for (const RangeCondition& condition : range_conditions()) {
    const std::optional<Range>& range = when.*condition.range;
    print.number(range ? 1 : 0);
    if (range) print.bound(range->min).bound(range->max);
  }
  for (const ListCondition& condition : list_conditions()) print.list(when.*condition.list);
  print.number(when.repeats_min.value_or(0)).number(when.repeats_within_minutes).word(when.unknown);
}

void add_rule(Fingerprint& print, const Rule& rule) {
  const RuleFacts& facts = rule.facts;
  print.add(facts.id).word(facts.kind).word(facts.severity).word(facts.mode).number(facts.score).word(facts.ceiling);
  print.word(facts.cap).list(facts.unless).list(facts.labels).add(facts.department).list(rule.lang);
  print.number(rule.fields.size());
  for (const Field field : rule.fields) print.word(field);
  print.number(rule.views.size());
  for (const View view : rule.views) print.word(view);
  print.word(rule.boundary).list(rule.words).list(rule.regexes).list(rule.excepts).number(rule.when ? 1 : 0);
  if (rule.when) add_when(print, *rule.when);
}

void add_override(Fingerprint& print, const RuleOverride& one) {
  print.list(one.rules).list(one.channels).list(one.lang);
  print.number(one.mode ? static_cast<int>(*one.mode) : -1);
  print.add(one.score ? std::to_string(*one.score) : "-");
  print.number(one.ceiling ? static_cast<int>(*one.ceiling) : -1);
}

}  // namespace

/// The compiled rules.
struct Judge {
  std::vector<RulePack> packs;
  std::vector<RuleOverride> overrides;
  std::vector<StandingRule> rules;  // in their order, without those that are off everywhere
  std::unique_ptr<Matcher> matcher;
  std::vector<std::int64_t> repeat_windows;
  std::vector<std::uint32_t> by_conditions_alone;  // of `rules`
  bool wants_prior_comments = false;

  [[nodiscard]] std::vector<const Rule*> standing_rules() const;
  void choose_rules(std::vector<Problem>& problems);
  void note_windows();
  void note_that_regexes_compile();
  [[nodiscard]] std::optional<Match> match_of(const RuleHit& hit, CommentFacts& facts) const;
};

std::vector<const Rule*> Judge::standing_rules() const {
  std::vector<const Rule*> standing;
  standing.reserve(rules.size());
  for (const StandingRule& one : rules) standing.push_back(one.rule);
  return standing;
}

void Judge::choose_rules(std::vector<Problem>& problems) {
  std::map<std::string_view, const Rule*> last;
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) last[rule.facts.id] = &rule;
  }
  std::vector<bool> fitted(overrides.size(), false);
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      if (last[rule.facts.id] != &rule) continue;
      StandingRule standing{.rule = &rule, .by_pattern = !rule.words.empty() || !rule.regexes.empty()};
      for (std::size_t at = 0; at < overrides.size(); ++at) {
        const auto& ids = overrides[at].rules;
        const bool fits = std::any_of(ids.begin(), ids.end(),
                                      [&](const std::string& pattern) { return id_fits(pattern, rule.facts.id); });
        if (!fits) continue;
        fitted[at] = true;
        standing.overrides.push_back(&overrides[at]);
      }
      if (can_be_tried(standing)) rules.push_back(std::move(standing));
    }
  }
  for (std::size_t at = 0; at < overrides.size(); ++at) {
    if (!fitted[at]) {
      problems.push_back(Problem{.place = overrides[at].place, .message = "this override fits no rule that is loaded"});
    }
  }
}

void Judge::note_that_regexes_compile() {
  std::set<const Rule*> tried;
  for (const StandingRule& one : rules) tried.insert(one.rule);
  for (RulePack& pack : packs) {
    for (Rule& rule : pack.rules) rule.regexes_compile = rule.regexes_compile || tried.count(&rule) != 0;
  }
}

void Judge::note_windows() {
  for (std::uint32_t at = 0; at < rules.size(); ++at) {
    StandingRule& standing = rules[at];
    if (!standing.by_pattern) by_conditions_alone.push_back(at);
    if (!standing.rule->when) continue;
    const When& when = *standing.rule->when;
    if (when.prior_comments) wants_prior_comments = true;
    if (!when.repeats_min) continue;
    const auto known = std::find(repeat_windows.begin(), repeat_windows.end(), when.repeats_within_minutes);
    standing.repeat_window = static_cast<std::size_t>(known - repeat_windows.begin());
    if (known == repeat_windows.end()) repeat_windows.push_back(when.repeats_within_minutes);
  }
}

std::optional<Match> Judge::match_of(const RuleHit& hit, CommentFacts& facts) const {
  const StandingRule& standing = rules[hit.rule];
  const Rule& rule = *standing.rule;
  if (!speaks(rule, facts)) return std::nullopt;
  Match match{.rule = &rule.facts,
              .field = hit.field,
              .view = hit.view,
              .begin = hit.begin,
              .end = hit.end,
              .mode = rule.facts.mode,
              .score = rule.facts.score,
              .ceiling = rule.facts.ceiling};
  for (const RuleOverride* one : standing.overrides) {
    if (!applies(*one, facts)) continue;
    match.mode = one->mode.value_or(match.mode);
    match.score = one->score.value_or(match.score);
    match.ceiling = one->ceiling.value_or(match.ceiling);
  }
  if (match.mode == RuleMode::off) return std::nullopt;
  if (rule.when) {
    switch (held(*rule.when, facts, standing.repeat_window)) {
      case Held::no:
        return std::nullopt;
      case Held::yes:
        break;
      case Held::yes_for_a_flag:
        match.ceiling = std::min(match.ceiling, Action::flag);
        break;
    }
  }
  return match;
}

RuleSet::RuleSet(std::unique_ptr<Judge> judge) : judge_(std::move(judge)) {}
RuleSet::RuleSet(RuleSet&&) noexcept = default;
RuleSet& RuleSet::operator=(RuleSet&&) noexcept = default;
RuleSet::~RuleSet() = default;

RuleSet RuleSet::compile(std::vector<RulePack> packs, std::vector<Problem>& problems,
                         std::vector<RuleOverride> overrides, MakeMatcher make_matcher) {
  auto judge = std::make_unique<Judge>();
  judge->packs = std::move(packs);
  judge->overrides = std::move(overrides);
  const std::size_t problems_before = problems.size();
  judge->choose_rules(problems);
  judge->matcher = make_matcher(judge->standing_rules(), problems);
  if (problems.size() > problems_before) {
    judge->rules.clear();
    judge->matcher = make_matcher({}, problems);
  } else {
    judge->note_that_regexes_compile();
  }
  judge->note_windows();
  return RuleSet(std::move(judge));
}

Findings RuleSet::judge(const Subject& comment, const Surroundings& around) const {
  std::vector<RuleHit> hits;
  judge_->matcher->find(comment, hits);
  if (!judge_->by_conditions_alone.empty()) {
    const auto middle = static_cast<std::ptrdiff_t>(hits.size());
    for (const std::uint32_t rule : judge_->by_conditions_alone) hits.push_back(RuleHit{.rule = rule});
    std::inplace_merge(hits.begin(), hits.begin() + middle, hits.end(),
                       [](const RuleHit& a, const RuleHit& b) { return a.rule < b.rule; });
  }
  Findings findings;
  if (hits.empty()) return findings;
  CommentFacts facts(comment, around);
  for (const RuleHit& hit : hits) {
    if (auto match = judge_->match_of(hit, facts)) findings.matches.push_back(*match);
  }
  return findings;
}

const std::vector<RulePack>& RuleSet::packs() const { return judge_->packs; }

std::vector<const Rule*> RuleSet::standing_rules() const { return judge_->standing_rules(); }

const std::vector<std::int64_t>& RuleSet::repeat_windows() const { return judge_->repeat_windows; }

bool RuleSet::wants_prior_comments() const { return judge_->wants_prior_comments; }

std::string RuleSet::fingerprint() const {
  Fingerprint print;
  print.add(judging_version);
  for (const StandingRule& standing : judge_->rules) add_rule(print, *standing.rule);
  for (const RuleOverride& one : judge_->overrides) add_override(print, one);
  return print.digest();
}

}  // namespace cm
