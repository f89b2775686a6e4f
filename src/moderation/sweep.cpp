#include "moderation/sweep.h"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <span>
#include <utility>

#include "base/in_parallel.h"
#include "base/stop.h"

namespace cm {
namespace {

// Each channel's thread mostly waits for its host; more of them than this would wait for the store.
constexpr std::size_t most_at_once = 128;

// A channel that could not go on is worse than an item that could not be done.
bool ended_the_channel(const ChannelTrouble& trouble) { return trouble.kind != ErrorKind::refused; }

// The platform is never asked in the cases where this stands in for it.
class NoPlatform final : public Platform {
 public:
  std::vector<PageRef> pages() override { refuse(); }
  ReadOrder read_order() const override { refuse(); }
  CommentPage read_page(const PageRef&, const ReadFrom&) override { refuse(); }
  std::optional<Comment> read_comment(const Comment&) override { refuse(); }
  DeedOutcome carry_out(const Deed&) override { refuse(); }
  CommentState state_after(DeedKind) const override { refuse(); }
  std::vector<Diagnosis> diagnose() override { refuse(); }

 private:
  [[noreturn]] static void refuse() { throw Error(ErrorKind::internal, "a platform was asked in a dry run"); }
};

}  // namespace

const ChannelTrouble* ChannelReport::worst() const {
  const auto ended = std::find_if(troubles.begin(), troubles.end(), ended_the_channel);
  if (ended != troubles.end()) return &*ended;
  return troubles.empty() ? nullptr : &troubles.front();
}

Sweep::Sweep(std::vector<SweepChannel> channels, SweepTools tools, const Run& run, SweepOptions options)
    : channels_(std::move(channels)), tools_(tools), run_(run), options_(options) {
  for (const SweepChannel& channel : channels_) reports_.push_back(ChannelReport{.name = channel.name});
}

/// One channel's deeds on their way.
struct Sweep::Hands {
  std::size_t channel = 0;
  DeedRunner runner;
  Platform* platform = nullptr;    // null: out of reach
  std::span<const PlanItem> rest;  // not tried yet
  std::size_t admitted = 0;        // so many of `rest` may be carried out next

  [[nodiscard]] bool has_ended() const {
    return platform == nullptr || runner.report().stopped_by_error || runner.report().stopped_by_guard;
  }

  std::span<const PlanItem> take(std::size_t count) {
    const std::span<const PlanItem> taken = rest.first(count);
    rest = rest.subspan(count);
    return taken;
  }
};

Platform* Sweep::open(std::size_t channel) {
  try {
    return &channels_[channel].open();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) throw;
    reports_[channel].troubles.push_back({error.kind(), error.what()});
    return nullptr;
  }
}

std::optional<std::size_t> Sweep::place_of(std::string_view channel) const {
  const auto found = std::ranges::find(channels_, channel, &SweepChannel::name);
  return found == channels_.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - channels_.begin()));
}

void Sweep::gather_all(const ProgressTeller& progressed) {
  // How far all channels are, from how far each is. One that does not know does not tell how far all are.
  struct Way {
    std::uint64_t comments = 0;
    std::optional<double> part;
  };
  std::vector<Way> ways(channels_.size());
  std::mutex adding;
  in_parallel(channels_.size(), most_at_once, [&](std::size_t channel) {
    const auto tell = [&](std::uint64_t comments, std::optional<double> part) {
      const std::lock_guard hold(adding);
      ways[channel] = {comments, part};
      Way all{.part = 0};
      for (const Way& way : ways) {
        all.comments += way.comments;
        all.part = all.part && way.part ? std::optional(*all.part + *way.part / static_cast<double>(ways.size()))
                                        : std::nullopt;
      }
      progressed(all.comments, all.part);
    };
    gather_one(channel, progressed ? ProgressTeller(tell) : ProgressTeller());
    const std::lock_guard hold(adding);
    ways[channel].part = 1;
  });
}

void Sweep::gather_one(std::size_t channel, const ProgressTeller& progressed) {
  leave_if_stopped();
  ChannelReport& report = reports_[channel];
  Platform* platform = open(channel);
  if (platform == nullptr) return;
  GatherOptions options = options_.gather;
  options.progressed = progressed;
  report.gathered = gather(*platform, report.name, tools_.store, tools_.clock, tools_.log, options);
  for (const GatherFailure& failure : report.gathered.failures) {
    report.troubles.push_back({failure.kind, failure.why});
  }
  if (!report.gathered.unreadable.empty()) {
    report.troubles.push_back(
        {ErrorKind::refused, std::to_string(report.gathered.unreadable.size()) + " items cannot be read"});
  }
}

void Sweep::screen_all(const Screener& screener, const ProgressTeller& progressed) {
  std::vector<std::string> names;
  for (const SweepChannel& channel : channels_) names.push_back(channel.name);
  std::map<std::string, std::size_t> judged;
  const CommentFilter unjudged{.channels = names, .only_unjudged = true};
  const auto all = progressed ? static_cast<double>(tools_.store.count(unjudged)) : 0;
  std::uint64_t done = 0;
  screen(tools_.store, screener, names, ScreenWhat::unjudged, tools_.clock,
         [&](const Comment& comment, const Verdict&) {
           ++judged[comment.channel];
           ++done;
           if (progressed) progressed(done, std::min(1.0, static_cast<double>(done) / all));
         });
  for (ChannelReport& report : reports_) report.judged = judged[report.name];
}

void Sweep::carry_out_all(const ProgressTeller& progressed) {
  std::vector<std::string> names;
  for (const SweepChannel& channel : channels_) names.push_back(channel.name);
  const auto kind_of = [this](std::string_view channel) {
    const auto place = place_of(channel);
    return place ? channels_[*place].kind : nullptr;
  };
  std::vector<PlanItem> plan;
  propose(tools_.store, names, kind_of, options_.posture, [&plan](const PlanItem& item) { plan.push_back(item); });
  carry_out_plan(plan, progressed);
}

void Sweep::carry_out_plan(const std::vector<PlanItem>& plan, const ProgressTeller& progressed) {
  std::vector<Plan> plans(channels_.size());
  for (const PlanItem& item : plan) {
    const auto key = parse_key(item.key);
    const auto place = key ? place_of(key->channel) : std::nullopt;
    if (!place) continue;
    PlanItem& mine = plans[*place].emplace_back(item);
    if (options_.posture != Posture::attack) continue;
    // A plan that was made before the attack began knows nothing of it.
    const std::optional<StoredComment> stored = tools_.store.find(item.key);
    hold_back(mine, stored && stored->verdict ? &*stored->verdict : nullptr, *channels_[*place].kind);
  }
  carry_out_each(plans, progressed);
}

DeedRunner Sweep::runner(Guard& guard, bool dry_run) const {
  return {tools_.store, tools_.journal, guard, tools_.clock, tools_.log, run_, dry_run};
}

ChannelHands Sweep::hands_on(std::size_t channel, Platform& platform) const {
  return {channels_[channel].name, *channels_[channel].kind, platform};
}

void Sweep::carry_out_each(const std::vector<Plan>& plans, const ProgressTeller& progressed) {
  std::size_t planned = 0;
  for (const Plan& plan : plans) planned += plan.size();
  std::atomic<std::uint64_t> done = 0;
  const auto one_done = [&] {
    const std::uint64_t now = ++done;
    if (progressed) progressed(now, static_cast<double>(now) / static_cast<double>(planned));
  };
  std::vector<Hands> all;
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    all.push_back(Hands{.channel = i, .runner = runner(tools_.guard, options_.dry_run), .rest = plans[i]});
  }
  try {
    if (options_.dry_run) {
      rehearse(all);
    } else {
      carry_out_guarded(all, one_done);
    }
  } catch (...) {
    for (const Hands& hands : all) report(hands);
    throw;
  }
  for (const Hands& hands : all) report(hands);
}

void Sweep::rehearse(std::vector<Hands>& all) {
  NoPlatform nobody;
  for (Hands& hands : all) {
    hands.runner.carry_out(hands.take(hands.rest.size()), hands_on(hands.channel, nobody));
    stopped_by_guard_ = hands.runner.report().stopped_by_guard;
    if (stopped_by_guard_) return;
  }
}

// What the guard lets through must not hang on which channel is quicker. So each round rehearses what is
// left, in order, and carries out at once all that comes before the guard's first objection. Deeds that
// turned out not to be needed leave room for more: the next round. It ends where the first one left meets
// an objection.
void Sweep::carry_out_guarded(std::vector<Hands>& all, const std::function<void()>& one_done) {
  in_parallel(all.size(), most_at_once, [&](std::size_t i) {
    const ChannelTrouble* before = reports_[i].worst();
    if (before != nullptr && ended_the_channel(*before)) return;
    all[i].platform = open(i);
    if (all[i].platform != nullptr) all[i].runner.reconcile(hands_on(i, *all[i].platform));
  });
  while (true) {
    const std::optional<std::string> objection = admit_in_order(all);
    const bool none_admitted = std::ranges::all_of(all, [](const Hands& hands) { return hands.admitted == 0; });
    if (none_admitted) {
      stopped_by_guard_ = objection;
      return;
    }
    in_parallel(all.size(), most_at_once, [&](std::size_t i) {
      Hands& hands = all[i];
      if (hands.admitted > 0)
        hands.runner.carry_out(hands.take(hands.admitted), hands_on(i, *hands.platform), one_done);
    });
    for (const Hands& hands : all) {
      if (stopped_by_guard_) return;
      stopped_by_guard_ = hands.runner.report().stopped_by_guard;
    }
  }
}

std::optional<std::string> Sweep::admit_in_order(std::vector<Hands>& all) {
  NoPlatform nobody;
  Guard guard = tools_.guard.for_rehearsal();
  for (Hands& hands : all) hands.admitted = 0;
  for (Hands& hands : all) {
    if (hands.has_ended()) continue;
    DeedRunner rehearsal = runner(guard, true);
    rehearsal.carry_out(hands.rest, hands_on(hands.channel, nobody));
    hands.admitted = hands.rest.size() - rehearsal.report().left;
    if (rehearsal.report().stopped_by_guard) return rehearsal.report().stopped_by_guard;
  }
  return std::nullopt;
}

void Sweep::do_by_hand(DeedKind deed, const std::vector<Comment>& targets) {
  each_on_its_channel(
      targets, [](const Comment& target) { return key_of(target); },
      [&](DeedRunner& runner, const Comment& target, const ChannelHands& hands) {
        runner.by_hand(deed, target, hands);
      });
}

void Sweep::reply(const Comment& target, const std::vector<WrittenReply>& parts) {
  each_on_its_channel(
      std::vector<Comment>{target}, [](const Comment& one) { return key_of(one); },
      [&](DeedRunner& runner, const Comment& one, const ChannelHands& hands) {
        for (const WrittenReply& part : parts) {
          const std::size_t before = runner.report().done;
          runner.reply(one, part, hands);
          if (runner.report().done == before) return;
        }
      });
}

void Sweep::undo(const std::vector<JournalEntry>& deeds) {
  each_on_its_channel(
      deeds, [](const JournalEntry& entry) { return entry.key; },
      [](DeedRunner& runner, const JournalEntry& entry, const ChannelHands& hands) { runner.undo(entry, hands); });
}

template <typename Item, typename KeyOf, typename Work>
void Sweep::each_on_its_channel(const std::vector<Item>& items, KeyOf key_of_item, Work work) {
  in_parallel(channels_.size(), most_at_once, [&](std::size_t channel) {
    const std::string prefix = channels_[channel].name + "/";
    const auto is_here = [&](const Item& item) { return key_of_item(item).starts_with(prefix); };
    if (std::none_of(items.begin(), items.end(), is_here)) return;
    Hands mine{.channel = channel, .runner = runner(tools_.guard, options_.dry_run), .platform = open(channel)};
    if (mine.platform == nullptr) return;
    const ChannelHands hands = hands_on(channel, *mine.platform);
    try {
      mine.runner.reconcile(hands);
      for (const Item& item : items) {
        if (is_here(item)) work(mine.runner, item, hands);
      }
    } catch (...) {
      report(mine);
      throw;
    }
    report(mine);
  });
}

void Sweep::report(const Hands& hands) {
  ChannelReport& report = reports_[hands.channel];
  report.carried = hands.runner.report();
  // What nobody came to is counted, so that nobody takes it for done.
  report.carried.planned += hands.rest.size();
  report.carried.left += hands.rest.size();
  for (const DeedFailure& failure : report.carried.failures) {
    report.troubles.push_back({failure.kind, failure.key + ": " + failure.why});
  }
  if (report.carried.stopped_by_error) {
    report.troubles.push_back({report.carried.stopped_by_error->kind, report.carried.stopped_by_error->why});
  }
}

}  // namespace cm
