// Every condition of `[rule.when]`, one line each. The parser, the judge, the manual's test and
// `cm rules list` read the same tables.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/subject.h"
#include "model/surroundings.h"
#include "rules/rule_file.h"

namespace cm {

/// What conditions ask about one comment: measured when first asked for, and then kept. The subject
/// and the surroundings must outlive it.
class CommentFacts {
 public:
  CommentFacts(const Subject& comment, const Surroundings& around) : comment_(comment), around_(around) {}

  [[nodiscard]] const Subject& comment() const { return comment_; }
  [[nodiscard]] const Surroundings& around() const { return around_; }

  /// The comment's language as its channel told it, else as it was detected; empty when it cannot be told.
  [[nodiscard]] std::string_view language();

  /// A measure's value for this comment; nothing when it is not known.
  using Measure = std::optional<double> (*)(const Subject&, const Surroundings&);
  [[nodiscard]] std::optional<double> measured(std::size_t kind, Measure measure);

 private:
  struct Measured {
    std::size_t kind;
    std::optional<double> value;
  };
  const Subject& comment_;
  const Surroundings& around_;
  std::optional<std::string_view> language_;
  std::vector<Measured> measured_;
};

/// A number that must lie in a range.
struct RangeCondition {
  std::string_view key;  ///< "links"; "author.age_days" stands in the table `author`
  std::string_view meaning;
  std::optional<Range> When::*range;
  CommentFacts::Measure measure;
};

/// A word that must (or must not) be one of a list.
struct ListCondition {
  std::string_view key;
  std::string_view meaning;
  std::vector<std::string> When::*list;
  std::string_view (*fact)(CommentFacts&);  ///< empty: not known
  bool (*holds)(const std::vector<std::string>&, std::string_view);
  bool holds_unknown = false;  ///< else an unknown fact is left to `unknown`
};

[[nodiscard]] std::span<const RangeCondition> range_conditions();
[[nodiscard]] std::span<const ListCondition> list_conditions();

/// What came of all conditions of a rule together.
enum class Held : std::uint8_t {
  no,
  yes,
  yes_for_a_flag,  ///< a fact was not told and `unknown` is "flag"
};

/// `repeat_window` is where in Surroundings::repeats the rule's own window stands.
[[nodiscard]] Held held(const When& when, CommentFacts& facts, std::size_t repeat_window);

}  // namespace cm
