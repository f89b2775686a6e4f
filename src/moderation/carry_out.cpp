#include "moderation/carry_out.h"

#include <algorithm>
#include <utility>

#include "base/digest.h"
#include "base/stop.h"
#include "store/decisions.h"
#include "store/sent_replies.h"

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

void DeedRunner::carry_out(std::span<const PlanItem> plan, const ChannelHands& hands,
                           const std::function<void()>& tried) {
  report_.planned += plan.size();
  for (std::size_t i = 0; i < plan.size(); ++i) {
    leave_if_stopped();
    if (!report_.stopped_by_error) {  // by reconcile(): the channel is out of reach
      const Next next = one_item(plan[i], hands);
      if (tried) tried();
      if (next == Next::go_on) continue;
    }
    // The one that met the obstacle is left as well, unless it was concluded as failed.
    report_.left += plan.size() - i;
    break;
  }
  report_.left += carry_out_waiting(hands);
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
    target = read_again(stored->comment, hands);
  } catch (const Error& error) {
    return note(error, item.key);
  }
  if (!target) {
    store_.mark_deleted(item.key, clock_.now());
    ++report_.skipped;
    return Next::go_on;
  }
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
  const bool waits = capability_of(hands.kind, item.deed).together > 1;
  if (const auto objection = waits ? guard_.rehearse(item.deed, *target) : guard_.admit(item.deed, *target)) {
    report_.stopped_by_guard = objection;
    return Next::stop;
  }
  entry.state_before = target->state;
  if (waits) {
    const Deed deed{.kind = item.deed,
                    .target = *target,
                    .run = entry.run,
                    .entry = journal_.intend(entry),
                    .at = entry.intended_at};
    return wait_for_others({entry, deed, std::string(state_done)}, hands);
  }
  return do_on_platform(entry, *target, nullptr, state_done, hands, std::nullopt);
}

// Nothing outside the store changes, so the announcement and the outcome are one transaction.
DeedRunner::Next DeedRunner::do_local(const JournalEntry& entry, const StoredComment& stored,
                                      std::string_view action_state) {
  store_.atomically([&] {
    const std::int64_t announced = journal_.intend(entry);
    conclude(announced, entry, DeedOutcome{.state_after = stored.comment.state}, action_state);
  });
  count_done(entry.deed);
  return Next::go_on;
}

DeedRunner::Next DeedRunner::do_on_platform(const JournalEntry& entry, const Comment& target, const WrittenReply* reply,
                                            std::string_view action_state, const ChannelHands& hands,
                                            std::optional<std::int64_t> announced) {
  const std::int64_t number = announced ? *announced : announce(entry, reply);
  try {
    const Deed deed{.kind = entry.deed,
                    .target = target,
                    .run = entry.run,
                    .entry = number,
                    .tried_before = announced.has_value(),
                    .text = reply == nullptr ? std::string() : reply->text,
                    .at = entry.intended_at};
    const DeedOutcome outcome = hands.platform.carry_out(deed);
    conclude(number, entry, outcome, action_state);
    count_done(entry.deed);
    return Next::go_on;
  } catch (const Error& error) {
    return conclude_failed(number, entry, target, error, reply != nullptr);
  }
}

// Whether a deed came about that met a broken network nobody knows: its entry stays open, the guard
// counts it, and the next run looks. A refusal is an outcome.
DeedRunner::Next DeedRunner::conclude_failed(std::int64_t number, const JournalEntry& entry, const Comment& target,
                                             const Error& error, bool is_reply) {
  if (error.kind() == ErrorKind::refused || error.kind() == ErrorKind::login) {
    guard_.withdraw();
    journal_.conclude(number, EntryPhase::failed, DeedOutcome{.state_after = target.state}, error.what(), clock_.now());
    store_.sent_replies().forget(number);
  }
  if (error.kind() == ErrorKind::refused && !is_reply) store_.save_outcome(entry.key, target.state, state_failed);
  return note(error, entry.key);
}

DeedRunner::Next DeedRunner::wait_for_others(WaitingDeed waiting, const ChannelHands& hands) {
  std::vector<WaitingDeed>& alike = waiting_[waiting.deed.kind];
  alike.push_back(std::move(waiting));
  if (alike.size() < capability_of(hands.kind, alike.front().deed.kind).together) return Next::go_on;
  const std::size_t stopped = carry_out_waiting(hands);
  if (stopped == 0) return Next::go_on;
  report_.left += stopped - 1;  // whoever is told to stop counts the last one
  return Next::stop;
}

std::size_t DeedRunner::carry_out_waiting(const ChannelHands& hands) {
  std::size_t stopped = 0;
  for (const auto& [kind, deeds] : std::exchange(waiting_, {})) {
    if (stopped == 0 && together(deeds, hands) == Next::go_on) continue;
    stopped += deeds.size();
  }
  return stopped;
}

// One deed that the platform refuses must not keep the others from being done: they are tried by halves.
DeedRunner::Next DeedRunner::together(std::span<const WaitingDeed> deeds, const ChannelHands& hands) {
  if (deeds.empty()) return Next::go_on;
  std::vector<Deed> asked;
  for (const WaitingDeed& waiting : deeds) asked.push_back(waiting.deed);
  std::vector<DeedOutcome> outcomes;
  try {
    outcomes = hands.platform.carry_out_together(asked);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::refused && deeds.size() > 1) {
      const std::size_t half = deeds.size() / 2;
      const Next first = together(deeds.first(half), hands);
      return first == Next::go_on ? together(deeds.subspan(half), hands) : first;
    }
    Next next = Next::go_on;
    for (const WaitingDeed& waiting : deeds) {
      guard_.settle(waiting.deed.kind, waiting.deed.target);
      next = conclude_failed(waiting.deed.entry, waiting.entry, waiting.deed.target, error, false);
    }
    return next;
  }
  for (std::size_t i = 0; i < deeds.size(); ++i) {
    conclude(deeds[i].deed.entry, deeds[i].entry, outcomes.at(i), deeds[i].action_state);
    guard_.settle(deeds[i].deed.kind, deeds[i].deed.target);
    count_done(deeds[i].deed.kind);
  }
  return Next::go_on;
}

std::optional<Comment> DeedRunner::read_again(const Comment& known, const ChannelHands& hands) {
  std::optional<Comment> now = hands.platform.read_comment(known);
  if (now) {
    now->channel = known.channel;
    now->mention = known.mention;
  }
  return now;
}

std::int64_t DeedRunner::announce(const JournalEntry& entry, const WrittenReply* reply) {
  if (reply == nullptr) return journal_.intend(entry);
  std::int64_t number = 0;
  store_.atomically([&] {
    number = journal_.intend(entry);
    store_.sent_replies().keep(
        {number, entry.key, reply->deed, entry.intended_at, entry.person, reply->is_contact, reply->text});
  });
  return number;
}

void DeedRunner::conclude(std::int64_t number, const JournalEntry& entry, const DeedOutcome& outcome,
                          std::string_view action_state) {
  store_.atomically([&] {
    journal_.conclude(number, EntryPhase::done, outcome, entry.reason, clock_.now());
    if (is_reply(entry.deed)) {
      note_contact(number, entry);
      return;
    }
    store_.save_outcome(entry.key, outcome.state_after, action_state);
    note_decision(number, entry);
  });
}

// What people do to a comment says whether the rules that matched it were right.
void DeedRunner::note_decision(std::int64_t number, const JournalEntry& entry) {
  const std::optional<StoredComment> stored = store_.find(entry.key);
  if (!stored || !entry.rule.empty()) return;
  Decisions decisions = store_.decisions();
  if (entry.undoes) {
    decisions.undo_of_entry(*entry.undoes, clock_.now());
    const auto undone = journal_.find(*entry.undoes);
    if (!undone || undone->rule.empty()) return;  // a person's own deed: only their decision goes
  }
  const bool keeps = entry.undoes || action_state_after(entry.deed) == state_kept;
  const std::string_view decision = keeps ? "keep" : entry.deed == DeedKind::flag ? "flag" : "hide";
  decisions.keep(*stored, run_.command, decision, entry.person, number, clock_.now());
}

// The clock of the follow-up begins anew with the answer.
void DeedRunner::note_contact(std::int64_t number, const JournalEntry& entry) {
  const std::optional<StoredComment> stored = store_.find(entry.key);
  const std::optional<SentReply> reply = store_.sent_replies().find(number);
  if (!stored || !reply || !reply->is_contact) return;
  FollowUp follow_up = stored->follow_up.value_or(FollowUp{});
  ++follow_up.contacts;
  follow_up.last_contact_at = std::chrono::floor<std::chrono::seconds>(entry.intended_at);
  if (follow_up.status != "resolved" && follow_up.status != "ignored") follow_up.status = "contacted";
  if (follow_up.owner.empty()) follow_up.owner = entry.person;
  store_.save_follow_up(entry.key, follow_up, entry.person, clock_.now());
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
    const auto now = journal_.find(entry.id);
    if (now && now->phase == EntryPhase::done) finished_.emplace_back(entry.key, entry.deed);
  }
  static_cast<void>(carry_out_waiting(hands));
}

void DeedRunner::finish_open(const JournalEntry& entry, const ChannelHands& hands) {
  log_.info("run " + entry.run + " was cut off while it did \"" + std::string(to_string(entry.deed)) + "\" to " +
            entry.key + "; finishing it");
  const std::optional<StoredComment> stored = store_.find(entry.key);
  const auto give_up = [&](CommentState state, std::string_view why) {
    journal_.conclude(entry.id, EntryPhase::skipped, DeedOutcome{.state_after = state}, why, clock_.now());
    store_.sent_replies().forget(entry.id);
    ++report_.skipped;
  };
  if (!stored) return give_up(CommentState::unknown, "the store no longer knows the comment");
  const std::optional<SentReply> reply = store_.sent_replies().find(entry.id);
  if (is_reply(entry.deed) && (!reply || reply->text.empty())) {
    return give_up(stored->comment.state, "cut off, and its text was purged; look whether the reply was sent");
  }

  std::optional<Comment> target;
  try {
    target = read_again(stored->comment, hands);
  } catch (const Error& error) {
    note(error, entry.key);
    return;
  }
  if (!target) {
    store_.mark_deleted(entry.key, clock_.now());
    return give_up(CommentState::deleted, "gone");
  }
  if (reply) {  // the platform sends it once for one entry, however often it is asked
    const WrittenReply again{reply->deed, reply->text, reply->is_contact};
    guard_.count();
    do_on_platform(entry, *target, &again, {}, hands, entry.id);
    return;
  }
  const std::string_view action_state = entry.undoes ? state_undone : action_state_after(entry.deed);
  if (shows_in_state(entry.deed) && target->state == hands.platform.state_after(entry.deed)) {
    const DeedOutcome outcome{.state_after = target->state, .was_already_so = true};
    conclude(entry.id, entry, outcome, action_state);
    ++report_.already;
    return;
  }
  if (!entry.text_digest.empty() && text_digest(target->text) != entry.text_digest) {
    store_.save_comment(*target, clock_.now());
    return give_up(target->state, "edited since it was judged");
  }
  if (capability_of(hands.kind, entry.deed).together > 1) {
    guard_.count_waiting(entry.deed, *target);
    const Deed deed{.kind = entry.deed,
                    .target = *target,
                    .run = entry.run,
                    .entry = entry.id,
                    .tried_before = true,
                    .at = entry.intended_at};
    static_cast<void>(wait_for_others({entry, deed, std::string(action_state)}, hands));
    return;
  }
  guard_.count();
  do_on_platform(entry, *target, nullptr, action_state, hands, entry.id);
}

void DeedRunner::by_hand(DeedKind deed, const Comment& known, const ChannelHands& hands) {
  at_a_persons_word(deed, known, nullptr, hands);
}

void DeedRunner::reply(const Comment& known, const WrittenReply& reply, const ChannelHands& hands) {
  at_a_persons_word(reply.deed, known, &reply, hands);
}

void DeedRunner::at_a_persons_word(DeedKind deed, const Comment& known, const WrittenReply* reply,
                                   const ChannelHands& hands) {
  const std::string key = key_of(known);
  ++report_.planned;
  // What somebody was cut off from and reconcile() finished: the platform may not show it in the comment's state.
  if (reply == nullptr && std::ranges::find(finished_, std::pair(key, deed)) != finished_.end()) {
    ++report_.already;
    return;
  }
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
    target = read_again(stored ? stored->comment : known, hands);
  } catch (const Error& error) {
    note(error, key);
    return;
  }
  if (!target) {
    note(Error(ErrorKind::refused, "no comment " + key + " on the platform"), key);
    return;
  }
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
  do_on_platform(entry, *target, reply, action_state_after(deed), hands, std::nullopt);
}

void DeedRunner::undo(const JournalEntry& done, const ChannelHands& hands) {
  ++report_.planned;
  const std::optional<StoredComment> stored = store_.find(done.key);
  if (!stored) return skip(done.key, "the store no longer knows it");
  if (is_reply(done.deed)) return take_back(done, *stored, hands);
  const std::optional<DeedKind> reverse = reverse_of(done);
  if (!reverse) return skip(done.key, "\"" + std::string(to_string(done.deed)) + "\" cannot be undone");
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
    return skip(done.key, std::string(hands.kind.title) + " cannot " + std::string(to_string(*reverse)));
  }
  std::optional<Comment> target;
  try {
    target = read_again(stored->comment, hands);
  } catch (const Error& error) {
    note(error, done.key);
    return;
  }
  if (!target) return skip(done.key, "it is gone from the platform");
  if (shows_in_state(done.deed) && target->state != done.state_after) {
    return skip(done.key, "somebody changed it since; it is \"" + std::string(to_string(target->state)) + "\" now");
  }
  if (dry_run_) return count_done(*reverse);
  entry.state_before = target->state;
  guard_.count();
  do_on_platform(entry, *target, nullptr, state_undone, hands, std::nullopt);
}

// What was sent is a comment of its own on the platform, and that is what goes.
void DeedRunner::take_back(const JournalEntry& done, const StoredComment& stored, const ChannelHands& hands) {
  if (done.deed == DeedKind::private_reply) return skip(done.key, "a private message cannot be taken back");
  if (done.remote_id.empty()) return skip(done.key, "the platform did not tell what it calls the reply");
  if (capability_of(hands.kind, DeedKind::remove).support == Support::no) {
    return skip(done.key, std::string(hands.kind.title) + " cannot delete the reply");
  }
  Comment sent;
  sent.id = done.remote_id;
  sent.channel = stored.comment.channel;
  sent.platform = stored.comment.platform;
  sent.page = stored.comment.page;
  sent.post = stored.comment.post;
  sent.parent = stored.comment.id;
  std::optional<Comment> target;
  try {
    target = read_again(sent, hands);
  } catch (const Error& error) {
    note(error, done.key);
    return;
  }
  if (!target || target->state == CommentState::deleted) return skip(done.key, "the reply is gone already");
  if (dry_run_) return count_done(DeedKind::remove);
  store_.save_comment(*target, clock_.now());
  JournalEntry entry = announcement(key_of(*target), DeedKind::remove);
  entry.undoes = done.id;
  entry.state_before = target->state;
  entry.text_digest = text_digest(target->text);
  const std::size_t before = report_.done;
  guard_.count();
  do_on_platform(entry, *target, nullptr, state_done, hands, std::nullopt);
  if (report_.done > before) take_back_contact(done);
}

void DeedRunner::take_back_contact(const JournalEntry& done) {
  const std::optional<SentReply> reply = store_.sent_replies().find(done.id);
  const std::optional<StoredComment> stored = store_.find(done.key);
  if (!reply || !reply->is_contact || !stored || !stored->follow_up) return;
  FollowUp follow_up = *stored->follow_up;
  if (follow_up.contacts > 0) --follow_up.contacts;
  const Timestamp noted = std::chrono::floor<std::chrono::seconds>(done.intended_at);
  if (follow_up.last_contact_at == noted) {
    store_.for_each_change(done.key, [&](const FollowUpChange& change) {
      const bool this_one = change.field == "last_contact_at" && change.after == to_iso8601(noted);
      if (this_one) follow_up.last_contact_at = parse_iso8601(change.before);
    });
  }
  if (follow_up.contacts == 0 && follow_up.status == "contacted") follow_up.status = "open";
  store_.atomically([&] {
    store_.save_follow_up(done.key, follow_up, run_.person, clock_.now());
    store_.sent_replies().forget(done.id);
  });
}

void DeedRunner::skip(const std::string& key, const std::string& why) {
  log_.warning(key + " is left as it is: " + why);
  ++report_.skipped;
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
