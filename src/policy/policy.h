// Policy: findings in, a verdict out. The one place that knows how scores become actions.
#pragma once

#include <string>
#include <vector>

#include "model/thresholds.h"
#include "model/verdict.h"

namespace cm {

struct PolicySettings {
  PolicyTable groups;
  bool protect_complaints = true;
};

/// The policy that `cm init` writes, and that a bare `cm scan --rules` uses.
[[nodiscard]] PolicySettings default_policy();

/// What the enforced matches that carry one label come to.
struct GroupSum {
  std::string group;
  int sum = 0;
  Thresholds thresholds;          ///< all 0 where the policy does not name the group
  Action wanted = Action::none;   ///< what the sum reaches
  Action ceiling = Action::none;  ///< the most its rules permit
};

class Policy {
 public:
  explicit Policy(PolicySettings settings);

  /// The sums that decide() weighs, by name: what `cm explain` shows.
  [[nodiscard]] std::vector<GroupSum> group_sums(const Findings& findings) const;

  /// design: rules.5 "How a comment is decided". `sentiment` and `lang` are left for others to fill.
  [[nodiscard]] Verdict decide(const Findings& findings) const;

 private:
  PolicySettings settings_;
};

}  // namespace cm
