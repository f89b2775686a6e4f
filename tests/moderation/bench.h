// A store in memory with a run in it, for tests of the errands.
#pragma once

#include <string>
#include <vector>

#include "database/database.h"
#include "journal/journal.h"
#include "model/verdict.h"
#include "moderation/carry_out.h"
#include "moderation/gather.h"
#include "moderation/guard.h"
#include "moderation/propose.h"
#include "store/store.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/pretend_platform.h"

namespace cm {

inline Comment comment_on_wall(const std::string& id, const std::string& text,
                               const std::string& created_at = "2026-11-20T09:00:00Z") {
  Comment comment;
  comment.id = id;
  comment.channel = "shop";
  comment.platform = "pretend";
  comment.page = "wall";
  comment.post = "p1";
  comment.author.id = "sam";
  comment.created_at = parse_iso8601(created_at);
  comment.text = text;
  return comment;
}

struct ErrandBench {
  Database database = Database::open("sqlite::memory:", ".");
  Store store{database};
  Journal journal{database};
  FixedClock clock;
  CollectingLog log;
  PretendPlatform platform;
  const PlatformKind* platform_kind = &pretend_kind();
  Run run = journal.begin_run("sweep", "tester", clock.now());

  GatherReport gather_now(const GatherOptions& options = {}) {
    return gather(platform, "shop", store, clock, log, options);
  }

  void judge(const std::string& id, Action action, const std::string& decided_by = {}) {
    Verdict verdict;
    verdict.action = action;
    verdict.score = 8;
    verdict.decided_by = decided_by;
    store.save_verdicts({{"shop/" + id, store.find("shop/" + id).value().comment.text, verdict}}, "rules", clock.now());
  }

  std::vector<PlanItem> plan(Posture posture = Posture::ordinary) {
    std::vector<PlanItem> items;
    propose(
        store, {}, [this](std::string_view) { return platform_kind; }, posture,
        [&items](const PlanItem& item) { items.push_back(item); });
    return items;
  }

  std::vector<JournalEntry> entries(const JournalFilter& filter = {}) {
    std::vector<JournalEntry> found;
    journal.for_each(filter, [&found](const JournalEntry& entry) { found.push_back(entry); });
    return found;
  }

  /// What a run of its own does: reconcile, then carry out what is proposed.
  CarryOutReport carry_out(GuardLimits limits = {}, bool dry_run = false) {
    Guard guard(limits, store);
    DeedRunner runner(store, journal, guard, clock, log, run, dry_run);
    runner.reconcile(hands());
    runner.carry_out(plan(), hands());
    return runner.report();
  }

  CarryOutReport undo(const std::vector<JournalEntry>& deeds) {
    Guard guard({}, store);
    DeedRunner runner(store, journal, guard, clock, log, run, false);
    for (const JournalEntry& entry : deeds) runner.undo(entry, hands());
    return runner.report();
  }

  CarryOutReport by_hand(DeedKind deed, const std::string& id) {
    Guard guard({}, store);
    DeedRunner runner(store, journal, guard, clock, log, run, false);
    Comment target;
    target.channel = "shop";
    target.id = id;
    runner.by_hand(deed, target, hands());
    return runner.report();
  }

  CarryOutReport reply(const std::string& id, const WrittenReply& reply) {
    Guard guard({}, store);
    DeedRunner runner(store, journal, guard, clock, log, run, false);
    Comment target;
    target.channel = "shop";
    target.id = id;
    runner.reply(target, reply, hands());
    return runner.report();
  }

  ChannelHands hands() { return {"shop", *platform_kind, platform}; }
};

}  // namespace cm
