// Sweep: fetch, judge, propose and carry out for several channels in one run.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "journal/journal.h"
#include "moderation/carry_out.h"
#include "moderation/gather.h"
#include "moderation/guard.h"
#include "moderation/screen.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"
#include "store/store.h"

namespace cm {

/// A channel of the run. `open` may throw Error: a missing secret must not hold the other channels up.
struct SweepChannel {
  std::string name;
  const PlatformKind* kind = nullptr;
  std::function<Platform&()> open;
};

/// What stopped a channel, or kept it from being read whole.
struct ChannelTrouble {
  ErrorKind kind = ErrorKind::refused;
  std::string why;
};

struct ChannelReport {
  std::string name;
  GatherReport gathered;
  std::size_t judged = 0;
  CarryOutReport carried;
  std::vector<ChannelTrouble> troubles;  ///< empty: all went well

  /// The trouble that counts most: one that ended the channel before one that cost an item.
  [[nodiscard]] const ChannelTrouble* worst() const;
};

struct SweepTools {
  Store& store;
  Journal& journal;
  Guard& guard;
  Clock& clock;
  Log& log;
};

struct SweepOptions {
  GatherOptions gather;
  bool dry_run = false;  ///< comments are fetched and judged; nothing is asked of a platform beyond that
};

/// What one run did, channel by channel. It stands here and not in a function's result, so that a run
/// that is interrupted can still say how far it came.
class Sweep {
 public:
  Sweep(std::vector<SweepChannel> channels, SweepTools tools, const Run& run, SweepOptions options);

  /// New comments of every channel into the store.
  void gather_all();
  /// Verdicts for all that have none.
  void screen_all(const Screener& screener);
  /// First what killed runs left open, then what policy proposes; until the guard says stop.
  void carry_out_all();
  /// Deeds of a plan that was made before, instead of what policy proposes now.
  void carry_out_plan(const std::vector<PlanItem>& plan);
  /// What a person asked for. Targets need channel and id only.
  void do_by_hand(DeedKind deed, const std::vector<Comment>& targets, std::string_view text = {});
  /// Reverses deeds, in this order.
  void undo(const std::vector<JournalEntry>& deeds);

  [[nodiscard]] const std::vector<ChannelReport>& reports() const { return reports_; }
  [[nodiscard]] const std::optional<std::string>& stopped_by_guard() const { return stopped_by_guard_; }

 private:
  using PlanOfChannel = std::function<std::vector<PlanItem>(const SweepChannel&)>;
  using ChannelWork = std::function<void(DeedRunner&, const ChannelHands&)>;

  Platform* open(const SweepChannel& channel, ChannelReport& report);
  void carry_out_each(const PlanOfChannel& plan_of);
  void carry_out_one(const SweepChannel& channel, ChannelReport& report, const std::vector<PlanItem>& plan);
  /// Calls `work` for each item, channel by channel, after what killed runs left open there.
  template <typename Item, typename KeyOf, typename Work>
  void each_on_its_channel(const std::vector<Item>& items, KeyOf key_of_item, Work work);
  void run_deeds(const SweepChannel& channel, Platform& platform, ChannelReport& report, const ChannelWork& work);

  std::vector<SweepChannel> channels_;
  SweepTools tools_;
  const Run& run_;
  SweepOptions options_;
  std::vector<ChannelReport> reports_;  // one for each of channels_, in the same order
  std::optional<std::string> stopped_by_guard_;
};

}  // namespace cm
