// Matcher: finds which rules have words or regexes that hit a comment. Conditions, languages,
// overrides and modes are RuleSet's business, the same for every matcher.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/place.h"
#include "model/action.h"
#include "model/subject.h"
#include "rules/rule_file.h"

namespace cm {

/// The first hit of one rule, as model/verdict.h defines it.
struct RuleHit {
  std::uint32_t rule = 0;  ///< the rule's place in the list that the matcher was made from
  Field field = Field::text;
  View view = View::raw;
  std::uint32_t begin = 0;  ///< bytes of the original text (author_name: of the name; links: the whole link)
  std::uint32_t end = 0;
};

class Matcher {
 public:
  virtual ~Matcher() = default;

  /// Appends one hit for each rule that has one, in the order of the rules. May be called from several
  /// threads at once.
  virtual void find(const Subject& comment, std::vector<RuleHit>& hits) const = 0;
};

/// Makes a matcher of those rules that have words or regexes; rules without any never hit. Patterns
/// that do not compile become problems. The rules outlive the matcher.
using MakeMatcher = std::unique_ptr<Matcher> (*)(const std::vector<const Rule*>& rules, std::vector<Problem>& problems);

}  // namespace cm
