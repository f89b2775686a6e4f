#include "moderation/carry_out.h"

#include <utility>

#include "base/digest.h"
#include "base/stop.h"

namespace cm {
namespace {

constexpr std::string_view state_done = "done";
constexpr std::string_view state_undone = "undone";
constexpr std::string_view state_kept = "kept";
constexpr std::string_view state_skipped = "skipped";
constexpr std::string_view state_failed = "failed";

bool is_flag(DeedKind deed) { return deed == DeedKind::flag || deed == DeedKind::unflag; }

bool is_reply(DeedKind deed) { return deed == DeedKind::reply || deed == DeedKind::private_reply; }

// Deeds that a state of the comment proves: flags and replies leave the state as it was.
bool shows_in_state(DeedKind deed) { return !is_flag(deed) && !is_reply(deed); }

// What becomes of a proposal when this deed is done for it, or instead of it.
std::string_view action_state_after(DeedKind deed) {
  switch (deed) {
    case DeedKind::unhide:
    case DeedKind::approve:
    case DeedKind::unflag:
      return state_kept;
    default:
      return state_done;
  }
}

// The deed that brings a comment back to the state it had.
std::optional<DeedKind> reverse_of(const JournalEntry& entry) {
  if (entry.deed == DeedKind::flag) return DeedKind::unflag;
  if (entry.deed == DeedKind::unflag) return DeedKind::flag;
  if (is_reply(entry.deed)) return std::nullopt;
  switch (entry.state_before) {
    case CommentState::visible:
      return DeedKind::unhide;
    case CommentState::held:
      return DeedKind::hold;
    case CommentState::hidden:
      return DeedKind::hide;
    case CommentState::spam:
      return DeedKind::spam;
    case CommentState::deleted:
      return DeedKind::remove;
    case CommentState::unknown:
      break;
  }
  return std::nullopt;
}

std::string reason_of(const PlanItem& item) {
  std::string reason = std::string(to_string(item.wanted)) + ", score " + std::to_string(item.score);
  if (!item.downgrade.empty()) reason += "; " + item.downgrade;
  return reason;
}

}  // namespace

DeedRunner::DeedRunner(Store& store, Journal& journal, Guard& guard, Clock& clock, Log& log, const Run& run,
                       bool dry_run)
    : store_(store), journal_(journal), guard_(guard), clock_(clock), log_(log), run_(run), dry_run_(dry_run) {}

void DeedRunner::carry_out(std::span<const PlanItem> plan, const ChannelHands& hands) {
  report_.planned += plan.size();
  for (std::size_t i = 0; i < plan.size(); ++i) {
    leave_if_stopped();
    const bool stopped = report_.stopped_by_error.has_value();  // by reconcile(): the channel is out of reach
    if (!stopped && one_item(plan[i], hands) == Next::go_on) continue;
    // The one that met the obstacle is left as well, unless it was concluded as failed.
    report_.left += plan.size() - i;
    return;
  }
}

DeedRunner::Next DeedRunner::one_item(const PlanItem& item, const ChannelHands& hands) {
  const std::optional<StoredComment> stored = store_.find(item.key);
  if (!stored || stored->deleted_at) {
    ++report_.skipped;
    return Next::go_on;
  }
  // Another run, or a person, was here since the plan was made.
  if (!stored->action_state.empty() && stored->action_state != "proposed") {
    ++report_.already;
    return Next::go_on;
  }
  JournalEntry entry = announcement(item.key, item.deed);
  entry.text_digest = item.text_digest;
  entry.rule = item.rule;
  entry.reason = reason_of(item);
  entry.state_before = stored->comment.state;

  if (item.local) {
    if (!dry_run_) return do_local(entry, *stored, state_done);
    count_done(item.deed);
    return Next::go_on;
  }
  if (dry_run_) {
    if (const auto objection = guard_.rehearse(item.deed, stored->comment)) {
      report_.stopped_by_guard = objection;
      return Next::stop;
    }
    count_done(item.deed);
    return Next::go_on;
  }

  std::optional<Comment> target;
  try {
    target = hands.platform.read_comment(stored->comment);
  } catch (const Error& error) {
    return note(error, item.key);
  }
  if (!target) {
    store_.mark_deleted(item.key, clock_.now());
    ++report_.skipped;
    return Next::go_on;
  }
  target->channel = stored->comment.channel;
  if (text_digest(target->text) != item.text_digest) {
    log_.info(item.key + " was edited since it was judged; left for the next run");
    store_.save_comment(*target, clock_.now());
    ++report_.skipped;
    return Next::go_on;
  }
  if (target->author.id != item.author_id) {
    log_.warning(item.key + " has another author than the comment that was judged; left alone");
    store_.save_outcome(item.key, target->state, state_skipped);
    ++report_.skipped;
    return Next::go_on;
  }
  if (shows_in_state(item.deed) && target->state == hands.platform.state_after(item.deed)) {
    store_.save_outcome(item.key, target->state, state_done);
    ++report_.already;
    return Next::go_on;
  }
  if (const auto objection = guard_.admit(item.deed, *target)) {
    report_.stopped_by_guard = objection;
    return Next::stop;
  }
  entry.state_before = target->state;
  return do_on_platform(entry, *target, {}, state_done, hands, std::nullopt);
}

// Nothing outside the store changes, so the announcement and the outcome are one transaction.
DeedRunner::Next DeedRunner::do_local(const JournalEntry& entry, const StoredComment& stored,
                                      std::string_view action_state) {
  store_.atomically([&] {
    const std::int64_t announced = journal_.intend(entry);
    const DeedOutcome outcome{.state_after = stored.comment.state};
    conclude(announced, entry.key, outcome, entry.reason, action_state);
  });
  count_done(entry.deed);
  return Next::go_on;
}

DeedRunner::Next DeedRunner::do_on_platform(const JournalEntry& entry, const Comment& target, std::string_view text,
                                            std::string_view action_state, const ChannelHands& hands,
                                            std::optional<std::int64_t> announced) {
  const std::int64_t number = announced ? *announced : journal_.intend(entry);
  try {
    const Deed deed{.kind = entry.deed,
                    .target = target,
                    .run = entry.run,
                    .entry = number,
                    .tried_before = announced.has_value(),
                    .text = std::string(text),
                    .at = entry.intended_at};
    const DeedOutcome outcome = hands.platform.carry_out(deed);
    conclude(number, entry.key, outcome, entry.reason, action_state);
    count_done(entry.deed);
    return Next::go_on;
  } catch (const Error& error) {
    // Whether a deed came about that met a broken network nobody knows: its entry stays open, the guard
    // counts it, and the next run looks. A refusal is an outcome.
    if (error.kind() == ErrorKind::refused || error.kind() == ErrorKind::login) {
      guard_.withdraw();
      journal_.conclude(number, EntryPhase::failed, DeedOutcome{.state_after = target.state}, error.what(),
                        clock_.now());
    }
    if (error.kind() == ErrorKind::refused) store_.save_outcome(entry.key, target.state, state_failed);
    return note(error, entry.key);
  }
}

void DeedRunner::conclude(std::int64_t entry, std::string_view key, const DeedOutcome& outcome, std::string_view reason,
                          std::string_view action_state) {
  store_.atomically([&] {
    journal_.conclude(entry, EntryPhase::done, outcome, reason, clock_.now());
    store_.save_outcome(key, outcome.state_after, action_state);
  });
}

void DeedRunner::reconcile(const ChannelHands& hands) {
  if (dry_run_) return;
  std::vector<JournalEntry> open;
  const std::string prefix = std::string(hands.channel) + "/";
  journal_.for_each(JournalFilter{.only_open = true}, [&](const JournalEntry& entry) {
    if (entry.key.starts_with(prefix)) open.push_back(entry);
  });
  for (const JournalEntry& entry : open) {
    leave_if_stopped();
    if (report_.stopped_by_error) return;
    finish_open(entry, hands);
  }
}

void DeedRunner::finish_open(const JournalEntry& entry, const ChannelHands& hands) {
  log_.info("run " + entry.run + " was cut off while it did \"" + std::string(to_string(entry.deed)) + "\" to " +
            entry.key + "; finishing it");
  const std::optional<StoredComment> stored = store_.find(entry.key);
  const auto give_up = [&](CommentState state, std::string_view why) {
    journal_.conclude(entry.id, EntryPhase::skipped, DeedOutcome{.state_after = state}, why, clock_.now());
    ++report_.skipped;
  };
  if (!stored) return give_up(CommentState::unknown, "the store no longer knows the comment");
  // What a person wrote is not kept in the journal: it cannot be sent again, only looked for.
  if (is_reply(entry.deed)) return give_up(stored->comment.state, "cut off; look whether the reply was sent");

  std::optional<Comment> target;
  try {
    target = hands.platform.read_comment(stored->comment);
  } catch (const Error& error) {
    note(error, entry.key);
    return;
  }
  if (!target) {
    store_.mark_deleted(entry.key, clock_.now());
    return give_up(CommentState::deleted, "gone");
  }
  target->channel = stored->comment.channel;
  const std::string_view action_state = entry.undoes ? state_undone : action_state_after(entry.deed);
  if (shows_in_state(entry.deed) && target->state == hands.platform.state_after(entry.deed)) {
    const DeedOutcome outcome{.state_after = target->state, .was_already_so = true};
    conclude(entry.id, entry.key, outcome, entry.reason, action_state);
    ++report_.already;
    return;
  }
  if (!entry.text_digest.empty() && text_digest(target->text) != entry.text_digest) {
    store_.save_comment(*target, clock_.now());
    return give_up(target->state, "edited since it was judged");
  }
  guard_.count();
  do_on_platform(entry, *target, {}, action_state, hands, entry.id);
}

void DeedRunner::by_hand(DeedKind deed, const Comment& known, std::string_view text, const ChannelHands& hands) {
  const std::string key = key_of(known);
  ++report_.planned;
  std::optional<StoredComment> stored = store_.find(key);
  JournalEntry entry = announcement(key, deed);
  const bool local = stays_in_the_store(deed, hands.kind);
  if (!local && capability_of(hands.kind, deed).support == Support::no) {
    note(Error(ErrorKind::refused, std::string(hands.kind.title) + " cannot " + std::string(to_string(deed))), key);
    return;
  }
  if (local && stored) {
    entry.state_before = stored->comment.state;
    if (!dry_run_) {
      do_local(entry, *stored, action_state_after(deed));
    } else {
      count_done(deed);
    }
    return;
  }
  std::optional<Comment> target;
  try {
    target = hands.platform.read_comment(stored ? stored->comment : known);
  } catch (const Error& error) {
    note(error, key);
    return;
  }
  if (!target) {
    note(Error(ErrorKind::refused, "no comment " + key + " on the platform"), key);
    return;
  }
  target->channel = known.channel;
  if (dry_run_) return count_done(deed);
  if (!stored) {
    store_.save_comment(*target, clock_.now());
    stored = store_.find(key);
    if (local && stored) {
      do_local(entry, *stored, action_state_after(deed));
      return;
    }
  }
  if (shows_in_state(deed) && target->state == hands.platform.state_after(deed)) {
    store_.save_outcome(key, target->state, action_state_after(deed));
    ++report_.already;
    return;
  }
  entry.state_before = target->state;
  entry.text_digest = text_digest(target->text);
  guard_.count();
  do_on_platform(entry, *target, text, action_state_after(deed), hands, std::nullopt);
}

void DeedRunner::undo(const JournalEntry& done, const ChannelHands& hands) {
  ++report_.planned;
  const auto skip = [&](const std::string& why) {
    log_.warning(done.key + " is left as it is: " + why);
    ++report_.skipped;
  };
  const std::optional<StoredComment> stored = store_.find(done.key);
  const std::optional<DeedKind> reverse = reverse_of(done);
  if (!stored) return skip("the store no longer knows it");
  if (!reverse) return skip("\"" + std::string(to_string(done.deed)) + "\" cannot be undone");
  JournalEntry entry = announcement(done.key, *reverse);
  entry.undoes = done.id;
  entry.state_before = stored->comment.state;
  if (stays_in_the_store(*reverse, hands.kind)) {
    if (!dry_run_) {
      do_local(entry, *stored, state_undone);
    } else {
      count_done(*reverse);
    }
    return;
  }
  if (capability_of(hands.kind, *reverse).support == Support::no) {
    return skip(std::string(hands.kind.title) + " cannot " + std::string(to_string(*reverse)));
  }
  std::optional<Comment> target;
  try {
    target = hands.platform.read_comment(stored->comment);
  } catch (const Error& error) {
    note(error, done.key);
    return;
  }
  if (!target) return skip("it is gone from the platform");
  if (shows_in_state(done.deed) && target->state != done.state_after) {
    return skip("somebody changed it since; it is \"" + std::string(to_string(target->state)) + "\" now");
  }
  if (dry_run_) return count_done(*reverse);
  target->channel = stored->comment.channel;
  entry.state_before = target->state;
  guard_.count();
  do_on_platform(entry, *target, {}, state_undone, hands, std::nullopt);
}

JournalEntry DeedRunner::announcement(std::string key, DeedKind deed) const {
  JournalEntry entry;
  entry.run = run_.id;
  entry.key = std::move(key);
  entry.deed = deed;
  entry.intended_at = clock_.now();
  entry.person = run_.person;
  return entry;
}

void DeedRunner::count_done(DeedKind deed) {
  ++report_.done;
  if (deed == DeedKind::flag) ++report_.flagged;
  if (deed == DeedKind::hold) ++report_.held;
  if (deed == DeedKind::hide || deed == DeedKind::spam) ++report_.hidden;
}

DeedRunner::Next DeedRunner::note(const Error& error, const std::string& key) {
  if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::internal) throw error;
  DeedFailure failure{key, error.kind(), error.what()};
  if (error.kind() == ErrorKind::refused) {
    ++report_.failed;
    report_.failures.push_back(std::move(failure));
    return Next::go_on;
  }
  report_.stopped_by_error = std::move(failure);
  return Next::stop;
}

}  // namespace cm
