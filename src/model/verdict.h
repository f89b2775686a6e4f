// Findings: which rules matched a comment, and where. Verdict: what follows from them under a policy.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/action.h"
#include "model/rule_facts.h"

namespace cm {

/// One rule's hit. A rule counts once, with its first hit: the fields in the order of Field, in each
/// the views in the order raw, fold, deob, and in the first that hits the leftmost span, the longest of those.
struct Match {
  const RuleFacts* rule = nullptr;  ///< owned by the RuleSet, which outlives the match
  Field field = Field::text;
  View view = View::raw;
  /// Byte offsets in the comment's text as it came (in the name for author_name; for links the whole
  /// link); 0, 0 for a rule without words and regex.
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  // What holds for this comment, after overrides and `unknown = "flag"`: decide by these, not by `rule`.
  RuleMode mode = RuleMode::shadow;
  int score = 0;
  Action ceiling = Action::none;
};

/// What RuleSet::judge gives, in the order of the rules. Off rules are not in it; shadow rules are.
struct Findings {
  std::vector<Match> matches;
};

/// A match as it is kept and printed, when the RuleSet may be gone.
struct MatchRecord {
  std::string rule;
  Field field = Field::text;
  View view = View::raw;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  int score = 0;
  RuleMode mode = RuleMode::enforce;
};

/// What policy proposes for a comment, and why.
struct Verdict {
  Action action = Action::none;
  int score = 0;                       ///< the sum of the group that decided; when none did, the highest sum
  Severity severity = Severity::none;  ///< the highest of the enforced matches
  std::vector<std::string> labels;     ///< of the enforced matches, without repeats, in rule order
  Sentiment sentiment = Sentiment::unknown;
  std::string lang;        ///< told by the channel or detected; empty is unknown
  std::string department;  ///< of the enforced match with the highest score that names one
  int contact_hours = 0;   ///< the fewest that an enforced match gives until somebody is in contact; 0 for none
  std::string capped_by;   ///< the protect rule that lowered the action, or empty
  std::string decided_by;  ///< the group whose sum gave the action, or empty
  std::vector<MatchRecord> matches;
};

}  // namespace cm
