// screen: stored comments, judged by rules and policy; the verdicts go back into the store.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "policy/policy.h"
#include "rules/rule_set.h"
#include "store/store.h"

namespace cm {

/// Rules and policy as one: the only way from a comment to its verdict, for the stream and the store.
class Screener {
 public:
  /// Both must outlive it.
  Screener(const RuleSet& rules, const Policy& policy) : rules_(rules), policy_(policy) {}

  /// May be called from several threads at once.
  [[nodiscard]] Verdict judge(const Subject& comment, const Surroundings& around) const;

  /// The second half of judge(): what follows from the rules' findings.
  [[nodiscard]] Verdict verdict(const Subject& comment, const Findings& findings) const;

  [[nodiscard]] const RuleSet& rules() const { return rules_; }

 private:
  const RuleSet& rules_;
  const Policy& policy_;
};

/// Which stored comments to judge.
enum class ScreenWhat { unjudged, all };

/// Told of each verdict as it is given; for printing.
using VerdictSink = std::function<void(const Comment&, const Verdict&)>;

/// Judges stored comments of the channels (none named: all) in batches, each saved whole. Gives their number.
std::size_t screen(Store& store, const Screener& screener, const std::vector<std::string>& channels, ScreenWhat what,
                   Clock& clock, const VerdictSink& tell = {});

}  // namespace cm
