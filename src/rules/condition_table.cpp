#include "rules/condition_table.h"

#include <array>

#include "language/detect.h"
#include "rules/conditions/author.h"
#include "rules/conditions/language.h"
#include "rules/conditions/repeats.h"
#include "rules/conditions/shape.h"

namespace cm {
namespace {

constexpr std::array by_range{
    RangeCondition{"links", "links in the text, also hidden ones", &When::links, link_count},
    RangeCondition{"mentions", "@names in the text", &When::mentions, mention_count},
    RangeCondition{"hashtags", "#tags in the text", &When::hashtags, hashtag_count},
    RangeCondition{"emoji", "emoji in the text", &When::emoji, emoji_count},
    RangeCondition{"emoji_share", "emoji among the signs that are not white space, 0 to 1", &When::emoji_share,
                   emoji_share},
    RangeCondition{"capitals_share", "capitals among the letters that have two cases, 0 to 1", &When::capitals_share,
                   capitals_share},
    RangeCondition{"length", "signs of the folded text", &When::length, folded_length},
    RangeCondition{"author.age_days", "days from the account's making to the comment", &When::age_days,
                   author_age_days},
    RangeCondition{"author.prior_comments", "earlier comments of the author on the channel", &When::prior_comments,
                   author_prior_comments},
};

std::string_view role_of_author(CommentFacts& facts) { return author_role(facts.comment()); }
std::string_view language_of_comment(CommentFacts& facts) { return facts.language(); }

constexpr std::array by_list{
    ListCondition{"author.role", "the author's role is one of these", &When::role, role_of_author, is_among},
    ListCondition{"author.role_not", "the author is not known to have one of these roles", &When::role_not,
                  role_of_author, is_not_among, true},
    ListCondition{"lang", "the comment's language, told or detected, is one of these", &When::lang, language_of_comment,
                  is_language_in},
};

bool lies_in(const Range& range, double value) {
  return (!range.min || value >= *range.min) && (!range.max || value <= *range.max);
}

}  // namespace

std::span<const RangeCondition> range_conditions() { return by_range; }
std::span<const ListCondition> list_conditions() { return by_list; }

std::string_view CommentFacts::language() {
  if (!language_) {
    const std::string_view told = told_language(comment_);
    language_ = told.empty() ? detect_language(comment_.text) : told;
  }
  return *language_;
}

std::optional<double> CommentFacts::measured(std::size_t kind, Measure measure) {
  for (const Measured& known : measured_) {
    if (known.kind == kind) return known.value;
  }
  measured_.push_back(Measured{.kind = kind, .value = measure(comment_, around_)});
  return measured_.back().value;
}

Held held(const When& when, CommentFacts& facts, std::size_t repeat_window) {
  bool unknown = false;
  for (std::size_t kind = 0; kind < by_range.size(); ++kind) {
    const std::optional<Range>& range = when.*by_range[kind].range;
    if (!range) continue;
    const std::optional<double> value = facts.measured(kind, by_range[kind].measure);
    if (!value) {
      unknown = true;
    } else if (!lies_in(*range, *value)) {
      return Held::no;
    }
  }
  for (const ListCondition& condition : by_list) {
    const std::vector<std::string>& list = when.*condition.list;
    if (list.empty()) continue;
    const std::string_view fact = condition.fact(facts);
    if (fact.empty()) {
      if (!condition.holds_unknown) unknown = true;
    } else if (!condition.holds(list, fact)) {
      return Held::no;
    }
  }
  if (when.repeats_min) {
    const std::optional<std::int64_t> repeats = repeats_in(facts.around(), repeat_window);
    if (!repeats) {
      unknown = true;
    } else if (*repeats < *when.repeats_min) {
      return Held::no;
    }
  }
  if (!unknown || when.unknown == UnknownFact::match) return Held::yes;
  return when.unknown == UnknownFact::flag ? Held::yes_for_a_flag : Held::no;
}

}  // namespace cm
