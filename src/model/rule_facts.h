// RuleFacts: what a decision needs to know of a rule, apart from how the rule matches.
#pragma once

#include <string>
#include <vector>

#include "model/action.h"

namespace cm {

enum class RuleKind : std::uint8_t {
  evidence,  ///< adds its score to the groups it is labelled with
  protect,   ///< caps the action, whatever the scores
};

struct RuleFacts {
  std::string id;
  RuleKind kind = RuleKind::evidence;
  Severity severity = Severity::low;
  RuleMode mode = RuleMode::shadow;
  int score = 0;                    ///< evidence towards each of `labels`
  Action ceiling = Action::none;    ///< the most this rule may cause
  Action cap = Action::flag;        ///< protect rules: the most that may happen to a comment they match
  std::vector<std::string> unless;  ///< protect rules: ids ('*' stands for any run) that lift the cap
  std::vector<std::string> labels;
  std::string department;
  int contact_hours = 0;  ///< follow_up.contact_hours; 0 leaves it to the config
  std::string move_to;    ///< follow_up.move_to, such as "private-same-channel"
};

/// Whether a rule id such as "abuse.en.threat" fits a pattern such as "abuse.*.threat".
[[nodiscard]] bool id_fits(std::string_view pattern, std::string_view id);

}  // namespace cm
