#include "model/action.h"

#include <array>
#include <utility>

namespace cm {
namespace {

template <typename Word, std::size_t count>
using Names = std::array<std::pair<Word, std::string_view>, count>;

constexpr Names<Action, 4> action_names{
    {{Action::none, "none"}, {Action::flag, "flag"}, {Action::hold, "hold"}, {Action::hide, "hide"}}};
constexpr Names<Severity, 4> severity_names{
    {{Severity::none, "none"}, {Severity::low, "low"}, {Severity::medium, "medium"}, {Severity::high, "high"}}};
constexpr Names<RuleMode, 3> mode_names{
    {{RuleMode::shadow, "shadow"}, {RuleMode::enforce, "enforce"}, {RuleMode::off, "off"}}};
constexpr Names<View, 3> view_names{{{View::raw, "raw"}, {View::fold, "fold"}, {View::deob, "deob"}}};
constexpr Names<Field, 4> field_names{{{Field::text, "text"},
                                       {Field::link_host, "link_host"},
                                       {Field::link_url, "link_url"},
                                       {Field::author_name, "author_name"}}};
constexpr Names<Sentiment, 4> sentiment_names{{{Sentiment::unknown, "unknown"},
                                               {Sentiment::negative, "negative"},
                                               {Sentiment::neutral, "neutral"},
                                               {Sentiment::positive, "positive"}}};

template <typename Word, std::size_t count>
std::string_view name_of(const Names<Word, count>& names, Word word) {
  for (const auto& [value, name] : names) {
    if (value == word) return name;
  }
  return {};
}

template <typename Word, std::size_t count>
std::optional<Word> word_named(const Names<Word, count>& names, std::string_view text) {
  for (const auto& [value, name] : names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Action action) { return name_of(action_names, action); }
std::string_view to_string(Severity severity) { return name_of(severity_names, severity); }
std::string_view to_string(RuleMode mode) { return name_of(mode_names, mode); }
std::string_view to_string(View view) { return name_of(view_names, view); }
std::string_view to_string(Field field) { return name_of(field_names, field); }
std::string_view to_string(Sentiment sentiment) { return name_of(sentiment_names, sentiment); }

std::optional<Action> parse_action(std::string_view text) { return word_named(action_names, text); }
std::optional<Severity> parse_severity(std::string_view text) { return word_named(severity_names, text); }
std::optional<RuleMode> parse_rule_mode(std::string_view text) { return word_named(mode_names, text); }
std::optional<View> parse_view(std::string_view text) { return word_named(view_names, text); }
std::optional<Field> parse_field(std::string_view text) { return word_named(field_names, text); }
std::optional<Sentiment> parse_sentiment(std::string_view text) { return word_named(sentiment_names, text); }

}  // namespace cm
