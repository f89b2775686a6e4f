#include "people/review_session.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/suggest.h"
#include "base/translate.h"
#include "database/run_lock.h"
#include "formats/sheet_file.h"
#include "moderation/sweep.h"
#include "people/compose_reply.h"
#include "people/review_screen.h"
#include "platforms/platform_table.h"
#include "store/decisions.h"
#include "text/terminal_safe.h"
#include "workbench/departments.h"
#include "workbench/run_session.h"

namespace cm {
namespace {

constexpr std::chrono::minutes held_for(5);
constexpr std::chrono::minutes held_while_writing(60);
constexpr std::size_t most_of_thread = 5;

struct KeyHelp {
  char key;
  const char* name;
  const char* meaning;
};

constexpr std::array key_helps{
    KeyHelp{'h', marked("hide"), marked("out of sight; in the hidden queue: it stays so")},
    KeyHelp{'k', marked("keep"), marked("it is fine: visible, and not proposed again; rules that matched were wrong")},
    KeyHelp{'f', marked("flag"), marked("visible, and somebody follows up")},
    KeyHelp{'y', marked("right"), marked("the rules that matched are right, and nothing is done")},
    KeyHelp{'a', marked("assign"), marked("to a person or a department")},
    KeyHelp{'r', marked("reply"), marked("in your editor")},
    KeyHelp{'p', marked("private"), marked("reply as a private message")},
    KeyHelp{'n', marked("note"), marked("a line for the others")},
    KeyHelp{'d', marked("done"), marked("resolved: it waits for nobody any more")},
    KeyHelp{'s', marked("skip"), marked("look at the next one")},
    KeyHelp{'u', marked("undo"), marked("take the last decision back")},
    KeyHelp{'q', marked("quit"), marked("what was decided stands")},
    KeyHelp{'?', marked("help"), marked("this list")},
};

std::string prompt() {
  std::string letters;
  for (const KeyHelp& help : key_helps) letters += (letters.empty() ? "" : ",") + std::string(1, help.key);
  return "[" + letters + "]? ";
}

std::string help_text(std::size_t width) {
  std::string text;
  for (const KeyHelp& help : key_helps) {
    const std::string line = std::string(1, help.key) + "  " + tr_entry(help.name) + ": " + tr_entry(help.meaning);
    text += laid_out(line, {}, "  ", ScreenStyle{.width = width, .coloured = false, .time_zone = {}});
  }
  return text;
}

bool can(const PlatformKind& kind, DeedKind deed) { return capability_of(kind, deed).support != Support::no; }

}  // namespace

ReviewSession::ReviewSession(ReviewChoice choice, Keys& keys, Workbench& bench)
    : choice_(std::move(choice)),
      keys_(keys),
      bench_(bench),
      holder_(bench.person() + "#" + std::to_string(::getpid())),
      waiting_(keys_waiting_in(choice_, bench)),
      guard_(GuardLimits{}, bench.store()) {}

ReviewSession::~ReviewSession() {
  try {
    let_go();
  } catch (const std::exception&) {
    // The claim runs out by itself.
  }
}

void ReviewSession::run() {
  if (!waiting_.empty()) {
    bench_.out().write(laid_out(tr("h hides, k keeps, f flags, s skips, q quits, ? lists all keys"), {}, "",
                                ScreenStyle{.width = keys_.width(), .coloured = false, .time_zone = {}}));
  }
  if (waiting_.empty()) say(tr("nothing waits in the queue \"{}\"", name_of(choice_.queue)));
  try {
    std::size_t at = 0;
    while (at < waiting_.size()) {
      switch (look_at(waiting_[at], at + 1)) {
        case Next::same:
          break;
        case Next::forward:
          ++at;
          break;
        case Next::back: {
          const auto place = std::find(waiting_.begin(), waiting_.end(), steps_.back().key);
          at = static_cast<std::size_t>(place - waiting_.begin());
          steps_.pop_back();
          break;
        }
        case Next::quit:
          at = waiting_.size();
          break;
      }
    }
  } catch (const Error&) {
    let_go();
    tell_what_came_of_it();
    throw;
  }
  let_go();
  tell_what_came_of_it();
}

// Taken first, read afterwards: what stands on the screen cannot be decided by another meanwhile.
ReviewSession::Next ReviewSession::look_at(const std::string& key, std::size_t number) {
  if (held_ != key) {
    let_go();
    if (!hold(key)) return Next::forward;
    const auto stored = bench_.store().find(key);
    if (!stored || !waits_in(choice_, *stored, bench_)) return Next::forward;  // somebody else was here
    show(*stored, number);
  }
  bench_.out().write(prompt());
  const auto pressed = keys_.key([this, &key] { (void)hold(key); });
  if (!pressed) {
    bench_.out().write("\n");
    return Next::quit;
  }
  bench_.out().write(std::string(1, *pressed == '\0' ? ' ' : *pressed) + "\n");
  const auto stored = bench_.store().find(key);
  return stored ? answer(*pressed, *stored) : Next::forward;
}

void ReviewSession::show(const StoredComment& stored, std::size_t number) {
  const FollowUpSettings& settings = bench_.settings().follow_up;
  const ScreenStyle style{keys_.width(), bench_.coloured_results(), settings.working.time_zone};
  bench_.out().write("\n(" + std::to_string(number) + "/" + std::to_string(waiting_.size()) + ") ");
  bench_.out().write(screen_of(stored, bench_.store().thread_of(stored.comment, most_of_thread),
                               sheet_row_of(stored, contact_clock_of(settings)), style));
}

ReviewSession::Next ReviewSession::answer(char pressed, const StoredComment& stored) {
  try {
    switch (pressed) {
      case 'h':
        return hide(stored);
      case 'k':
        return keep(stored);
      case 'f':
        return flag(stored);
      case 'y':
        return uphold(stored, "right");
      case 'a':
        return assign(stored);
      case 'r':
        return reply(stored, false);
      case 'p':
        return reply(stored, true);
      case 'n':
        return note(stored);
      case 'd':
        return resolve(stored);
      case 's':
        ++counts_["skipped"];
        return Next::forward;
      case 'u':
        return undo();
      case 'q':
        return Next::quit;
      default:
        bench_.out().write(help_text(keys_.width()));
        return Next::same;
    }
  } catch (const Error& error) {
    // One comment that cannot be changed is no reason to stop.
    if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::internal) throw;
    say(error.what());
    return Next::same;
  }
}

// --- decisions -----------------------------------------------------------------------------------

ReviewSession::Next ReviewSession::hide(const StoredComment& stored) {
  const CommentState state = stored.comment.state;
  if (choice_.queue == ReviewQueue::hidden && state != CommentState::visible) return uphold(stored, "stays");
  const PlatformKind& kind = Workbench::platform_kind(bench_.channels({stored.comment.channel}).front());
  for (const DeedKind deed : {DeedKind::hide, DeedKind::spam, DeedKind::hold}) {
    if (can(kind, deed)) return carry_out(stored, deed, "hide") ? Next::forward : Next::same;
  }
  say(tr("{} hides nothing; f flags it", kind.title));
  return Next::same;
}

ReviewSession::Next ReviewSession::keep(const StoredComment& stored) {
  const CommentState state = stored.comment.state;
  const bool visible = state == CommentState::visible || state == CommentState::unknown;
  const bool nothing_proposed = stored.action_state.empty();
  if (visible && nothing_proposed) return uphold(stored, "keep");
  const PlatformKind& kind = Workbench::platform_kind(bench_.channels({stored.comment.channel}).front());
  DeedKind deed = DeedKind::unflag;
  if (!visible) {
    const bool waits = state == CommentState::held;
    deed = waits ? DeedKind::approve : DeedKind::unhide;
    if (!can(kind, deed)) deed = waits ? DeedKind::unhide : DeedKind::approve;
  }
  return carry_out(stored, deed, "keep") ? Next::forward : Next::same;
}

ReviewSession::Next ReviewSession::flag(const StoredComment& stored) {
  return carry_out(stored, DeedKind::flag, "flag") ? Next::forward : Next::same;
}

// A decision that changes nothing on the platform.
ReviewSession::Next ReviewSession::uphold(const StoredComment& stored, std::string_view decision) {
  Step step{.key = key_of(stored.comment), .what = std::string(decision), .action_state = stored.action_state};
  step.decision = bench_.store().decisions().keep(stored, name_of(choice_.queue), decision, bench_.person(),
                                                  std::nullopt, bench_.clock().now());
  remember(std::move(step));
  return Next::forward;
}

bool ReviewSession::carry_out(const StoredComment& stored, DeedKind deed, std::string_view decision) {
  const std::string key = key_of(stored.comment);
  Step step{.key = key, .what = std::string(decision), .action_state = stored.action_state};
  const auto before = last_entry(key);
  const bool done = with_lock(stored.comment.channel, [&](Sweep& sweep) { sweep.do_by_hand(deed, {stored.comment}); });
  if (!done) return false;
  const auto entry = last_entry(key);
  if (entry != before) {
    step.entry = entry;
  } else if (const auto now = bench_.store().find(key); !now || !bench_.store().decisions().stands(*now)) {
    // It was so already: only the decision is new, unless the deed was another's, who was cut off.
    step.decision = bench_.store().decisions().keep(stored, name_of(choice_.queue), decision, bench_.person(),
                                                    std::nullopt, bench_.clock().now());
  }
  remember(std::move(step));
  return true;
}

void ReviewSession::remember(Step step) {
  ++counts_[step.what];
  steps_.push_back(std::move(step));
}

template <typename Work>
bool ReviewSession::with_lock(const std::string& channel, Work work) {
  if (!run_) run_ = bench_.journal().begin_run("review", bench_.person(), bench_.clock().now());
  const RunLock lock(bench_.database(), {channel}, run_->id);
  Sweep sweep(channels_to_sweep(bench_, {channel}),
              SweepTools{bench_.store(), bench_.journal(), guard_, bench_.clock(), bench_.log()}, *run_, {});
  work(sweep);
  for (const ChannelReport& report : sweep.reports()) {
    if (const ChannelTrouble* trouble = report.worst()) {
      say(trouble->why);
      return false;
    }
    if (report.carried.done + report.carried.already == 0) return false;
  }
  return true;
}

std::optional<std::int64_t> ReviewSession::last_entry(const std::string& key) {
  std::optional<std::int64_t> last;
  if (!run_) return last;
  bench_.journal().for_each(JournalFilter{.run = run_->id, .key = key}, [&last](const JournalEntry& entry) {
    if (entry.phase == EntryPhase::done) last = entry.id;
  });
  return last;
}

// --- what people add -----------------------------------------------------------------------------

void ReviewSession::change_follow_up(const StoredComment& stored, const std::string& what,
                                     const std::function<void(FollowUp&)>& change) {
  const FollowUp before = stored.follow_up.value_or(FollowUp{});
  FollowUp after = before;
  change(after);
  const std::string key = key_of(stored.comment);
  bench_.store().save_follow_up(key, after, bench_.person(), bench_.clock().now());
  remember(Step{.key = key, .what = what, .action_state = stored.action_state, .follow_up = before});
}

ReviewSession::Next ReviewSession::assign(const StoredComment& stored) {
  const auto whom = keys_.line(tr("to whom, a person or a department: "));
  if (!whom || whom->empty()) return Next::same;
  const std::vector<std::string> departments = known_departments(bench_);
  const bool is_department = std::ranges::find(departments, *whom) != departments.end();
  change_follow_up(stored, "assigned", [&](FollowUp& follow_up) {
    (is_department ? follow_up.department : follow_up.owner) = *whom;
    if (follow_up.status.empty()) follow_up.status = "open";
  });
  const std::vector<std::string_view> names(departments.begin(), departments.end());
  const std::string meant = is_department ? std::string() : did_you_mean(*whom, names);
  say((is_department ? tr("department {}", *whom) : tr("owner {}", *whom)) + meant +
      (meant.empty() ? std::string() : tr(" u takes it back")));
  return Next::same;
}

ReviewSession::Next ReviewSession::note(const StoredComment& stored) {
  const auto text = keys_.line(tr("note: "));
  if (!text || text->empty()) return Next::same;
  change_follow_up(stored, "noted",
                   [&](FollowUp& follow_up) { follow_up.note += (follow_up.note.empty() ? "" : "\n") + *text; });
  return Next::same;
}

ReviewSession::Next ReviewSession::resolve(const StoredComment& stored) {
  change_follow_up(stored, "resolved", [](FollowUp& follow_up) { follow_up.status = "resolved"; });
  return Next::forward;
}

ReviewSession::Next ReviewSession::reply(const StoredComment& stored, bool is_private) {
  const std::string key = key_of(stored.comment);
  const ReplyRequest request{stored, is_private, {}};
  refuse_what_the_channel_cannot(request, bench_);
  const DraftFile draft(key, bench_);
  const Timestamp now = bench_.clock().now();
  bench_.store().claim(key, holder_, now + held_while_writing, now);
  bench_.out().flush();
  const std::string text = write_in_editor(request, draft, bench_);
  if (text.empty()) {
    draft.remove();
    say(tr("nothing was written, nothing is sent"));
    return Next::same;
  }
  const auto findings = check_written(request, text, bench_);
  bench_.out().write(to_text(findings));
  if (!may_be_sent(findings)) {
    say(tr("not sent; r goes on with the draft in {}", draft.path().string()));
    return Next::same;
  }
  const std::vector<WrittenReply> parts = parts_of(request, text, bench_);
  if (!with_lock(stored.comment.channel, [&](Sweep& sweep) { sweep.reply(stored.comment, parts); })) {
    say(tr("the draft is kept in {}", draft.path().string()));
    return Next::same;
  }
  draft.remove();
  remember(Step{.key = key, .what = "replied", .entry = last_entry(key), .action_state = stored.action_state});
  return Next::forward;
}

ReviewSession::Next ReviewSession::undo() {
  if (steps_.empty()) {
    say("nothing was decided yet");
    return Next::same;
  }
  const Step& step = steps_.back();
  if (step.entry) {
    const auto entry = bench_.journal().find(*step.entry);
    const auto parts = parse_key(step.key);
    if (!entry || !parts) return Next::same;
    if (!with_lock(parts->channel, [&](Sweep& sweep) { sweep.undo({*entry}); })) {
      say("it cannot be taken back");
      return Next::same;
    }
    // Undone in the same sitting, it is as if it had never been decided.
    bench_.store().save_outcome(step.key, CommentState::unknown, step.action_state);
  }
  if (step.decision) bench_.store().decisions().undo(*step.decision, bench_.clock().now());
  if (step.follow_up) {
    bench_.store().save_follow_up(step.key, *step.follow_up, bench_.person(), bench_.clock().now());
  }
  say(tr("taken back: {} {}", step.what, step.key));
  if (--counts_[step.what] == 0) counts_.erase(step.what);
  let_go();
  return Next::back;
}

// --- holding and telling -------------------------------------------------------------------------

bool ReviewSession::hold(const std::string& key) {
  const Timestamp now = bench_.clock().now();
  const Claim claim = bench_.store().claim(key, holder_, now + held_for, now);
  if (claim.person == holder_) {
    held_ = key;
    return true;
  }
  ++with_others_;
  say(tr("{} is with {} until {}", key, claim.person.substr(0, claim.person.find('#')),
         local_text(claim.until, bench_.settings().follow_up.working.time_zone)));
  return false;
}

void ReviewSession::let_go() {
  if (held_.empty()) return;
  bench_.store().release(held_, holder_);
  held_.clear();
}

void ReviewSession::say(std::string_view words) { bench_.out().write(terminal_safe(words) + "\n"); }

void ReviewSession::tell_what_came_of_it() {
  nlohmann::ordered_json summary;
  std::string words;
  for (const auto& [what, count] : counts_) {
    summary[what] = count;
    words += (words.empty() ? "" : ", ") + std::to_string(count) + " " + what;
  }
  if (with_others_ > 0) words += (words.empty() ? "" : ", ") + tr("{} with others", with_others_);
  if (!words.empty()) say(words);
  if (!run_) return;
  bench_.journal().end_run(*run_, summary.dump(), bench_.clock().now());
  say(tr("all of it can be taken back: cm undo {}", run_->id));
}

}  // namespace cm
