// propose: verdicts in the store become a plan: the deeds that policy would do, and nothing touched.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "model/action.h"
#include "model/alert_state.h"
#include "model/deed.h"
#include "platforms/platform_table.h"
#include "store/store.h"

namespace cm {

/// One proposed deed: a line of `cm plan`.
struct PlanItem {
  std::string key;  ///< channel/id
  DeedKind deed = DeedKind::flag;
  Action wanted = Action::flag;  ///< what the verdict asked for
  std::string downgrade;         ///< "hide -> flag: Disqus cannot hide" when the channel can do less; else empty
  bool local = false;            ///< kept in the store only; the platform never hears of it
  int score = 0;
  std::vector<std::string> labels;
  std::string rule;         ///< the rule that weighed most
  std::string author_id;    ///< of the comment that was judged: apply skips it when it changed
  std::string text_digest;  ///< likewise
};

/// Whether a deed is kept in the store, and the platform never hears of it. A flag always can be.
[[nodiscard]] bool stays_in_the_store(DeedKind deed, const PlatformKind& platform);

/// The strongest deed, from `wanted` downwards (hide, hold, flag), that the platform can do.
struct Downgraded {
  DeedKind deed = DeedKind::flag;
  bool local = false;
  std::string why;  ///< empty when it is what was wanted
};
[[nodiscard]] Downgraded downgrade(Action wanted, const PlatformKind& platform);

/// Under attack nothing but abuse is taken out of sight: any other deed that would hide becomes one that holds for
/// people, and says why. `verdict` is the comment's, null when it has none.
void hold_back(PlanItem& item, const Verdict* verdict, const PlatformKind& platform);

/// The platform of a channel; null when cm.toml no longer names it.
using KindOfChannel = std::function<const PlatformKind*(std::string_view channel)>;

/// Calls `plan` for each stored verdict that proposes something and that nothing came of yet, oldest
/// comment first. Channels that are no longer configured are left out. Under attack nothing but abuse is
/// hidden: what else a verdict would hide is held for people.
void propose(Store& store, const std::vector<std::string>& channels, const KindOfChannel& kind_of, Posture posture,
             const std::function<void(const PlanItem&)>& plan);

}  // namespace cm
