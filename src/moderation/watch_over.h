// watch_over: the attack watch, fed from the store or from a file of a drill.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/action.h"
#include "model/watch_settings.h"
#include "store/watch_store.h"
#include "watch/attack.h"

namespace cm {

/// Whether a comment speaks against the brand: by its sentiment, as a complaint or as abuse.
[[nodiscard]] bool speaks_against(Sentiment sentiment, const std::vector<std::string>& labels);

/// The look at the last hour of stored comments and at the same hours of the eight weeks before.
[[nodiscard]] Assessment assess_stored(WatchStore& store, const WatchSettings& settings, Timestamp moment);

/// How often a drill looks: as cron would.
inline constexpr std::chrono::minutes drill_pace(5);

/// Lets comments come in the order of their time and looks at them every drill_pace, until three hours after
/// the last one. `see` gets each look and what it changed.
void replay(std::vector<WatchedComment> comments, const WatchSettings& settings,
            const std::function<void(Timestamp moment, AlertChange change, const Assessment& look)>& see);

}  // namespace cm
