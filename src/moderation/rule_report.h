// What became of each rule's hits: how often people let them stand, and how often not.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/timestamp.h"
#include "store/store.h"

namespace cm {

struct RuleFigures {
  std::size_t hits = 0;
  std::size_t upheld = 0;      ///< of comments that a person decided on, last, in the rule's favour
  std::size_t overturned = 0;  ///< against it
  std::optional<Timestamp> last_hit;

  /// upheld of all that were decided; nothing where nobody decided.
  [[nodiscard]] std::optional<double> precision() const;
};

/// One rule, over all and by the language of the comments ("" where nobody knows it).
struct RuleHistory {
  RuleFigures all;
  std::map<std::string, RuleFigures> by_lang;
};

/// By rule id. Hits are those of the verdicts that stand in the store, written at or after `since`; decisions are
/// counted by what had matched when they were made. One comment counts with its last decision.
[[nodiscard]] std::map<std::string, RuleHistory> rule_histories(Store& store, std::optional<Timestamp> since);

}  // namespace cm
