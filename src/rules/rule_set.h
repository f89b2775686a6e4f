// RuleSet: rule files compiled and ready to judge. The same comment, surroundings and rules always
// give the same findings: no clock, disk or network in here.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/place.h"
#include "model/rule_override.h"
#include "model/subject.h"
#include "model/surroundings.h"
#include "model/verdict.h"
#include "rules/fast/fast_matcher.h"
#include "rules/matcher.h"
#include "rules/rule_file.h"

namespace cm {

struct Judge;  // the compiled rules; their shape is nobody else's business

class RuleSet {
 public:
  /// Compiles every pattern. `problems` gets those that do not compile; the set is then empty.
  /// Of two rules with the same id the one in the later pack stands; an override that fits no rule is a problem.
  [[nodiscard]] static RuleSet compile(std::vector<RulePack> packs, std::vector<Problem>& problems,
                                       std::vector<RuleOverride> overrides = {},
                                       MakeMatcher make_matcher = make_fast_matcher);

  RuleSet(RuleSet&&) noexcept;
  RuleSet& operator=(RuleSet&&) noexcept;
  ~RuleSet();

  /// Which rules match, in their order. May be called from several threads at once.
  [[nodiscard]] Findings judge(const Subject& comment, const Surroundings& around) const;

  [[nodiscard]] const std::vector<RulePack>& packs() const;

  /// The rules that are tried, in their order: of one id only the last, and none that is off everywhere.
  [[nodiscard]] std::vector<const Rule*> standing_rules() const;

  /// The windows, in minutes, in which rules want repeats counted: Surroundings::repeats follows this order.
  [[nodiscard]] const std::vector<std::int64_t>& repeat_windows() const;

  /// Whether any rule asks how often its author commented before.
  [[nodiscard]] bool wants_prior_comments() const;

  /// A hash of everything that can change a verdict: kept with verdicts and caches.
  [[nodiscard]] std::string fingerprint() const;

 private:
  explicit RuleSet(std::unique_ptr<Judge> judge);

  std::unique_ptr<Judge> judge_;
};

}  // namespace cm
