// carry_out: planned deeds onto a platform, each announced in the journal before and concluded after.
// Killed at any moment, nothing is lost and nothing is done twice: an announced deed without an outcome
// is looked at first by the next run (reconcile).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "journal/journal.h"
#include "moderation/guard.h"
#include "moderation/propose.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"
#include "store/store.h"

namespace cm {

/// A deed that did not come about, for the summary.
struct DeedFailure {
  std::string key;
  ErrorKind kind = ErrorKind::refused;
  std::string why;
};

struct CarryOutReport {
  std::size_t planned = 0;
  std::size_t done = 0;     ///< carried out by this run (in a dry run: would be)
  std::size_t already = 0;  ///< the platform was in that state before
  std::size_t skipped = 0;  ///< gone, or the comment is not what was judged any more
  std::size_t failed = 0;
  std::size_t left = 0;  ///< not tried, because the run was stopped
  std::size_t flagged = 0;
  std::size_t held = 0;
  std::size_t hidden = 0;
  std::vector<DeedFailure> failures;
  std::optional<std::string> stopped_by_guard;  ///< its reason
  std::optional<DeedFailure> stopped_by_error;  ///< login or network: the channel has to wait
};

/// One channel and the way to it.
struct ChannelHands {
  std::string_view channel;
  const PlatformKind& kind;
  Platform& platform;
};

class DeedRunner {
 public:
  /// All of them outlive the runner. In a dry run nothing is asked of the platform and nothing written.
  DeedRunner(Store& store, Journal& journal, Guard& guard, Clock& clock, Log& log, const Run& run, bool dry_run);

  /// Finishes what killed runs announced on this channel and nobody saw the end of.
  void reconcile(const ChannelHands& hands);

  /// Carries out plan items of this channel, in order, until the guard or the channel says stop. May be
  /// called again with those that come after.
  void carry_out(std::span<const PlanItem> plan, const ChannelHands& hands);

  /// One deed that a person asked for. `known` needs channel and id only. `text` is for replies.
  /// The guard is not asked: a person looked at this one.
  void by_hand(DeedKind deed, const Comment& known, std::string_view text, const ChannelHands& hands);

  /// Reverses one concluded deed, unless somebody changed the comment since.
  void undo(const JournalEntry& entry, const ChannelHands& hands);

  [[nodiscard]] const CarryOutReport& report() const { return report_; }

 private:
  enum class Next { go_on, stop };

  Next one_item(const PlanItem& item, const ChannelHands& hands);
  Next do_local(const JournalEntry& entry, const StoredComment& stored, std::string_view action_state);
  Next do_on_platform(const JournalEntry& entry, const Comment& target, std::string_view text,
                      std::string_view action_state, const ChannelHands& hands, std::optional<std::int64_t> announced);
  void conclude(std::int64_t entry, std::string_view key, const DeedOutcome& outcome, std::string_view reason,
                std::string_view action_state);
  void finish_open(const JournalEntry& entry, const ChannelHands& hands);
  JournalEntry announcement(std::string key, DeedKind deed) const;
  void count_done(DeedKind deed);
  Next note(const Error& error, const std::string& key);

  Store& store_;
  Journal& journal_;
  Guard& guard_;
  Clock& clock_;
  Log& log_;
  const Run& run_;
  bool dry_run_;
  CarryOutReport report_;
};

}  // namespace cm
