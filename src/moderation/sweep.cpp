#include "moderation/sweep.h"

#include <algorithm>
#include <utility>

namespace cm {
namespace {

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

Platform* Sweep::open(const SweepChannel& channel, ChannelReport& report) {
  try {
    return &channel.open();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) throw;
    report.troubles.push_back({error.kind(), error.what()});
    return nullptr;
  }
}

void Sweep::gather_all() {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    ChannelReport& report = reports_[i];
    Platform* platform = open(channels_[i], report);
    if (platform == nullptr) continue;
    report.gathered = gather(*platform, report.name, tools_.store, tools_.clock, tools_.log, options_.gather);
    for (const GatherFailure& failure : report.gathered.failures) {
      report.troubles.push_back({failure.kind, failure.why});
    }
    if (!report.gathered.unreadable.empty()) {
      report.troubles.push_back(
          {ErrorKind::refused, std::to_string(report.gathered.unreadable.size()) + " items cannot be read"});
    }
  }
}

void Sweep::screen_all(const Screener& screener) {
  for (ChannelReport& report : reports_) {
    report.judged = screen(tools_.store, screener, {report.name}, ScreenWhat::unjudged, tools_.clock);
  }
}

void Sweep::carry_out_all() {
  carry_out_each([this](const SweepChannel& channel) {
    std::vector<PlanItem> plan;
    const auto kind_of = [&channel](std::string_view) { return channel.kind; };
    propose(tools_.store, {channel.name}, kind_of, [&plan](const PlanItem& item) { plan.push_back(item); });
    return plan;
  });
}

void Sweep::carry_out_plan(const std::vector<PlanItem>& plan) {
  carry_out_each([&plan](const SweepChannel& channel) {
    std::vector<PlanItem> own;
    const std::string prefix = channel.name + "/";
    std::copy_if(plan.begin(), plan.end(), std::back_inserter(own),
                 [&prefix](const PlanItem& item) { return item.key.starts_with(prefix); });
    return own;
  });
}

void Sweep::carry_out_each(const PlanOfChannel& plan_of) {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const std::vector<PlanItem> plan = plan_of(channels_[i]);
    if (stopped_by_guard_) {  // the others' plans are counted, so that nobody takes them for done
      reports_[i].carried.planned = plan.size();
      reports_[i].carried.left = plan.size();
      continue;
    }
    carry_out_one(channels_[i], reports_[i], plan);
  }
}

void Sweep::carry_out_one(const SweepChannel& channel, ChannelReport& report, const std::vector<PlanItem>& plan) {
  NoPlatform nobody;
  Platform* platform = options_.dry_run ? &nobody : nullptr;
  const ChannelTrouble* before = report.worst();
  if (platform == nullptr && (before == nullptr || !ended_the_channel(*before))) platform = open(channel, report);
  if (platform == nullptr) {
    report.carried.planned = plan.size();
    report.carried.left = plan.size();
    return;
  }
  run_deeds(channel, *platform, report, [&plan](DeedRunner& runner, const ChannelHands& hands) {
    runner.reconcile(hands);
    runner.carry_out(plan, hands);
  });
}

void Sweep::do_by_hand(DeedKind deed, const std::vector<Comment>& targets, std::string_view text) {
  each_on_its_channel(
      targets, [](const Comment& target) { return key_of(target); },
      [&](DeedRunner& runner, const Comment& target, const ChannelHands& hands) {
        runner.by_hand(deed, target, text, hands);
      });
}

void Sweep::undo(const std::vector<JournalEntry>& deeds) {
  each_on_its_channel(
      deeds, [](const JournalEntry& entry) { return entry.key; },
      [](DeedRunner& runner, const JournalEntry& entry, const ChannelHands& hands) { runner.undo(entry, hands); });
}

template <typename Item, typename KeyOf, typename Work>
void Sweep::each_on_its_channel(const std::vector<Item>& items, KeyOf key_of_item, Work work) {
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const std::string prefix = channels_[i].name + "/";
    const auto is_here = [&](const Item& item) { return key_of_item(item).starts_with(prefix); };
    if (std::none_of(items.begin(), items.end(), is_here)) continue;
    Platform* platform = open(channels_[i], reports_[i]);
    if (platform == nullptr) continue;
    run_deeds(channels_[i], *platform, reports_[i], [&](DeedRunner& runner, const ChannelHands& hands) {
      runner.reconcile(hands);
      for (const Item& item : items) {
        if (is_here(item)) work(runner, item, hands);
      }
    });
  }
}

void Sweep::run_deeds(const SweepChannel& channel, Platform& platform, ChannelReport& report, const ChannelWork& work) {
  DeedRunner runner(tools_.store, tools_.journal, tools_.guard, tools_.clock, tools_.log, run_, options_.dry_run);
  try {
    work(runner, ChannelHands{channel.name, *channel.kind, platform});
  } catch (...) {
    report.carried = runner.report();
    throw;
  }
  report.carried = runner.report();
  for (const DeedFailure& failure : report.carried.failures) {
    report.troubles.push_back({failure.kind, failure.key + ": " + failure.why});
  }
  if (report.carried.stopped_by_error) {
    report.troubles.push_back({report.carried.stopped_by_error->kind, report.carried.stopped_by_error->why});
  }
  if (report.carried.stopped_by_guard) stopped_by_guard_ = report.carried.stopped_by_guard;
}

}  // namespace cm
