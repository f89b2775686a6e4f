// The examples inside rule files, tried as if every rule were enforced.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "rules/rule_set.h"

namespace cm {

/// One example that did not come out as its rule says.
struct FailedExample {
  std::string rule;
  Place place;
  std::string text;
  std::string why;
  std::vector<std::pair<View, std::string>> seen;  ///< the text as the rule saw it, view by view
};

struct ExampleReport {
  std::size_t rules = 0;
  std::size_t examples = 0;
  std::vector<FailedExample> failed;
};

/// What one rule's match alone comes to: policy, handed in because rules know none.
using ActionOfMatch = std::function<Action(const Findings&)>;

/// The packs with every rule enforced, also those that are off: what examples are tried on.
[[nodiscard]] std::vector<RulePack> all_enforced(std::vector<RulePack> packs);

/// `rules` are compiled from all_enforced() packs. For rules that read the author's name an example is
/// the name as well as the text. Facts that an example does not tell are unknown.
[[nodiscard]] ExampleReport try_examples(const RuleSet& rules, const ActionOfMatch& action_of);

/// A text as the views of a rule show it; the deob view only where it is built.
[[nodiscard]] std::vector<std::pair<View, std::string>> shown_in(const std::vector<View>& views, std::string_view text);

}  // namespace cm
