// carry_out: planned deeds onto a platform, each announced in the journal before and concluded after.
// Killed at any moment, nothing is lost and nothing is done twice: an announced deed without an outcome
// is looked at first by the next run (reconcile).
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// A person's answer to a comment.
struct WrittenReply {
  DeedKind deed = DeedKind::reply;  ///< or private_reply
  std::string text;
  bool is_contact = true;  ///< false: the public note beside a private message
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
  /// called again with those that come after. What one request can do together goes together only within one call.
  /// `tried` is told after each item.
  void carry_out(std::span<const PlanItem> plan, const ChannelHands& hands, const std::function<void()>& tried = {});

  /// One deed that a person asked for. `known` needs channel and id only.
  /// The guard is not asked: a person looked at this one.
  void by_hand(DeedKind deed, const Comment& known, const ChannelHands& hands);

  /// Sends what a person wrote. Its text is kept in the store with the announcement, so that a run that is
  /// killed can be finished; the follow-up says afterwards that somebody answered, and when.
  void reply(const Comment& known, const WrittenReply& reply, const ChannelHands& hands);

  /// Reverses one concluded deed, unless somebody changed the comment since. A public reply is deleted.
  void undo(const JournalEntry& entry, const ChannelHands& hands);

  [[nodiscard]] const CarryOutReport& report() const { return report_; }

 private:
  enum class Next { go_on, stop };

  /// An announced deed that waits for others of its kind, to be carried out by one request.
  struct WaitingDeed {
    JournalEntry entry;
    Deed deed;
    std::string action_state;
  };

  Next one_item(const PlanItem& item, const ChannelHands& hands);
  Next do_local(const JournalEntry& entry, const StoredComment& stored, std::string_view action_state);
  void at_a_persons_word(DeedKind deed, const Comment& known, const WrittenReply* reply, const ChannelHands& hands);
  Next do_on_platform(const JournalEntry& entry, const Comment& target, const WrittenReply* reply,
                      std::string_view action_state, const ChannelHands& hands, std::optional<std::int64_t> announced);
  Next wait_for_others(WaitingDeed waiting, const ChannelHands& hands);
  /// Carries out what waits; gives how many deeds met an obstacle that ends the channel's turn.
  std::size_t carry_out_waiting(const ChannelHands& hands);
  Next together(std::span<const WaitingDeed> deeds, const ChannelHands& hands);
  Next conclude_failed(std::int64_t number, const JournalEntry& entry, const Comment& target, const Error& error,
                       bool is_reply);
  [[nodiscard]] std::optional<Comment> read_again(const Comment& known, const ChannelHands& hands);
  std::int64_t announce(const JournalEntry& entry, const WrittenReply* reply);
  void conclude(std::int64_t number, const JournalEntry& entry, const DeedOutcome& outcome,
                std::string_view action_state);
  void note_decision(std::int64_t number, const JournalEntry& entry);
  void note_contact(std::int64_t number, const JournalEntry& entry);
  void take_back(const JournalEntry& done, const StoredComment& stored, const ChannelHands& hands);
  void take_back_contact(const JournalEntry& done);
  void skip(const std::string& key, const std::string& why);
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
  std::map<DeedKind, std::vector<WaitingDeed>> waiting_;
  std::vector<std::pair<std::string, DeedKind>> finished_;  // by reconcile()
};

}  // namespace cm
