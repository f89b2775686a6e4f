// estimate: what fetching a channel would ask of its platform, before it is done: requests, units of its
// quota, time, money. Reckoned from the platform's own counts and what the store holds; no comment is read.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "moderation/gather.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"
#include "store/store.h"

namespace cm {

struct PageEstimate {
  std::string page;
  std::optional<std::size_t> total;  ///< by the platform's count; nothing where it does not tell
  std::size_t stored = 0;
  std::optional<std::size_t> to_read;  ///< comments that the fetch would be handed; nothing: unknown
  std::size_t requests = 1;            ///< with to_read unknown at least so many
};

struct ChannelEstimate {
  std::string channel;
  std::vector<PageEstimate> pages;
  std::size_t requests = 0;
  std::size_t units = 0;
  std::string_view unit;
  std::size_t comments = 0;      ///< of the pages that tell
  std::size_t silent_pages = 0;  ///< of which nothing is known: the figures are the least that it takes
  double dollars = 0;
  /// By how long the counting took and the channel's own pace; nothing when nothing could be counted.
  std::optional<std::chrono::milliseconds> time;
};

/// Throws what Platform::pages and count_comments throw. `requests_per_minute` 0: as fast as answers come.
[[nodiscard]] ChannelEstimate estimate(Platform& platform, const PlatformKind& kind, std::string_view channel,
                                       int requests_per_minute, Store& store, Clock& clock,
                                       const GatherOptions& options);

}  // namespace cm
