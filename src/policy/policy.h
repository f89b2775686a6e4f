// Policy: findings in, a verdict out. The one place that knows how scores become actions.
#pragma once

#include "model/thresholds.h"
#include "model/verdict.h"

namespace cm {

struct PolicySettings {
  PolicyTable groups;
  bool protect_complaints = true;
};

/// The policy that `cm init` writes, and that a bare `cm scan --rules` uses.
[[nodiscard]] PolicySettings default_policy();

class Policy {
 public:
  explicit Policy(PolicySettings settings);

  /// design: rules.5 "How a comment is decided". `sentiment` and `lang` are left for others to fill.
  [[nodiscard]] Verdict decide(const Findings& findings) const;

 private:
  PolicySettings settings_;
};

}  // namespace cm
