// Sweep: fetch, judge, propose and carry out for several channels in one run, all channels at once.
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
/// It is called from the thread that works on the channel.
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
  Posture posture = Posture::ordinary;
  bool dry_run = false;  ///< comments are fetched and judged; nothing is asked of a platform beyond that
};

/// What one run did, channel by channel. It stands here and not in a function's result, so that a run
/// that is interrupted can still say how far it came.
///
/// Channels are worked on at the same time, each in a thread of its own, so that a run takes as long as
/// its slowest channel. What is reported, and which deeds the guard lets through, is as if they had come
/// one after the other in the order they were given.
class Sweep {
 public:
  Sweep(std::vector<SweepChannel> channels, SweepTools tools, const Run& run, SweepOptions options);

  // Each tells `progressed`, where it is given, how far it is; several threads may do so at the same time.

  /// New comments of every channel into the store.
  void gather_all(const ProgressTeller& progressed = {});
  /// Verdicts for all that have none.
  void screen_all(const Screener& screener, const ProgressTeller& progressed = {});
  /// First what killed runs left open, then what policy proposes; until the guard says stop.
  void carry_out_all(const ProgressTeller& progressed = {});
  /// Deeds of a plan that was made before, instead of what policy proposes now; under attack nothing but abuse
  /// is hidden, whatever the plan says.
  void carry_out_plan(const std::vector<PlanItem>& plan, const ProgressTeller& progressed = {});
  /// What a person asked for. Targets need channel and id only.
  void do_by_hand(DeedKind deed, const std::vector<Comment>& targets);
  /// What a person wrote to the author of one comment, each part only when the one before arrived.
  void reply(const Comment& target, const std::vector<WrittenReply>& parts);
  /// Reverses deeds, in this order.
  void undo(const std::vector<JournalEntry>& deeds);

  [[nodiscard]] const std::vector<ChannelReport>& reports() const { return reports_; }
  [[nodiscard]] const std::optional<std::string>& stopped_by_guard() const { return stopped_by_guard_; }

 private:
  using Plan = std::vector<PlanItem>;
  struct Hands;

  [[nodiscard]] Platform* open(std::size_t channel);
  void gather_one(std::size_t channel, const ProgressTeller& progressed);
  /// `plans` has one for each of channels_.
  void carry_out_each(const std::vector<Plan>& plans, const ProgressTeller& progressed);
  void rehearse(std::vector<Hands>& all);
  void carry_out_guarded(std::vector<Hands>& all, const std::function<void()>& one_done);
  [[nodiscard]] std::optional<std::string> admit_in_order(std::vector<Hands>& all);
  /// Calls `work` for each item on its channel, in their order, after what killed runs left open there.
  template <typename Item, typename KeyOf, typename Work>
  void each_on_its_channel(const std::vector<Item>& items, KeyOf key_of_item, Work work);
  [[nodiscard]] DeedRunner runner(Guard& guard, bool dry_run) const;
  [[nodiscard]] ChannelHands hands_on(std::size_t channel, Platform& platform) const;
  void report(const Hands& hands);
  [[nodiscard]] std::optional<std::size_t> place_of(std::string_view channel) const;

  std::vector<SweepChannel> channels_;
  SweepTools tools_;
  const Run& run_;
  SweepOptions options_;
  std::vector<ChannelReport> reports_;  // one for each of channels_, in the same order
  std::optional<std::string> stopped_by_guard_;
};

}  // namespace cm
