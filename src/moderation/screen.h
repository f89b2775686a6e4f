// screen: stored comments, judged by rules and policy; the verdicts go back into the store.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "policy/policy.h"
#include "rules/rule_set.h"
#include "sentiment/source.h"
#include "store/store.h"

namespace cm {

/// Rules and policy as one: the only way from a comment to its verdict, for the stream and the store.
class Screener {
 public:
  /// Rules and policy must outlive it. Without a source of sentiment that stays unknown, and the language is what
  /// the channel told: reading both takes several times as long as judging, so that a stream of hits under rules
  /// of one's own does without.
  Screener(const RuleSet& rules, const Policy& policy, SentimentSource sentiment = {})
      : rules_(rules), policy_(policy), sentiment_(std::move(sentiment)) {}

  /// May be called from several threads at once.
  [[nodiscard]] Verdict judge(const Subject& comment, const Surroundings& around) const;

  /// The second half of judge(): what follows from the rules' findings, with language and sentiment. Only here
  /// are these read, for comments whose verdict is printed or kept.
  [[nodiscard]] Verdict verdict(const Subject& comment, const Findings& findings) const;

  [[nodiscard]] const RuleSet& rules() const { return rules_; }

 private:
  const RuleSet& rules_;
  const Policy& policy_;
  SentimentSource sentiment_;
};

/// Which stored comments to judge.
enum class ScreenWhat { unjudged, all };

/// Told of each verdict as it is given; for printing.
using VerdictSink = std::function<void(const Comment&, const Verdict&)>;

/// Judges stored comments of the channels (none named: all) in batches, each saved whole. Gives their number.
std::size_t screen(Store& store, const Screener& screener, const std::vector<std::string>& channels, ScreenWhat what,
                   Clock& clock, const VerdictSink& tell = {});

}  // namespace cm
