#include "people/review_queue.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "formats/sheet_file.h"
#include "sheet/due.h"
#include "store/decisions.h"

namespace cm {
namespace {

bool out_of_sight(const StoredComment& stored) {
  const CommentState state = stored.comment.state;
  return state == CommentState::held || state == CommentState::hidden || state == CommentState::spam;
}

bool picked_by_rules(const StoredComment& stored) {
  return stored.verdict && stored.verdict->action != Action::none && stored.action_state != "kept" &&
         stored.action_state != "undone";
}

bool matched_in_shadow(const StoredComment& stored) {
  return stored.verdict && std::any_of(stored.verdict->matches.begin(), stored.verdict->matches.end(),
                                       [](const MatchRecord& match) { return match.mode == RuleMode::shadow; });
}

bool any_of_these(const std::vector<std::string>& wanted, const std::vector<std::string>& there) {
  return wanted.empty() || std::find_first_of(wanted.begin(), wanted.end(), there.begin(), there.end()) != wanted.end();
}

CommentFilter filter_of(const ReviewChoice& choice) {
  CommentFilter filter;
  filter.channels = choice.channels;
  filter.with_deleted = false;
  filter.only_hits = choice.queue == ReviewQueue::flagged || choice.queue == ReviewQueue::overdue;
  filter.only_out_of_sight = choice.queue == ReviewQueue::hidden;
  filter.only_judged = choice.queue == ReviewQueue::shadow;
  return filter;
}

struct Waiting {
  int severity = 0;
  int score = 0;
  std::int64_t since = std::numeric_limits<std::int64_t>::max();
  std::string key;
};

}  // namespace

std::string_view name_of(ReviewQueue queue) {
  for (const ReviewQueueKind& kind : review_queues) {
    if (kind.queue == queue) return kind.name;
  }
  return {};
}

bool waits_in(const ReviewChoice& choice, const StoredComment& stored, Workbench& bench) {
  if (stored.deleted_at) return false;
  const SheetRow row = sheet_row_of(stored, contact_clock_of(bench.settings().follow_up));
  if (!any_of_these(choice.labels, row.labels) || !any_of_these(choice.departments, {row.department})) return false;
  switch (choice.queue) {
    case ReviewQueue::flagged:
      return picked_by_rules(stored) && stored.comment.state != CommentState::hidden &&
             stored.comment.state != CommentState::spam && !bench.store().decisions().stands(stored);
    case ReviewQueue::overdue:
      return is_overdue(row, bench.clock().now());
    case ReviewQueue::hidden:
      return out_of_sight(stored) && !bench.store().decisions().stands(stored, "stays");
    case ReviewQueue::shadow:
      return matched_in_shadow(stored) && !bench.store().decisions().stands(stored);
  }
  return false;
}

std::vector<std::string> keys_waiting_in(const ReviewChoice& choice, Workbench& bench) {
  const ContactClock clock = contact_clock_of(bench.settings().follow_up);
  std::vector<Waiting> waiting;
  bench.store().for_each(filter_of(choice), [&](const StoredComment& stored) {
    if (!waits_in(choice, stored, bench)) return;
    const SheetRow row = sheet_row_of(stored, clock);
    Waiting& one = waiting.emplace_back();
    one.key = key_of(stored.comment);
    one.since = to_epoch_ms(row.due_at.value_or(stored.comment.created_at.value_or(stored.first_seen_at)));
    if (choice.queue == ReviewQueue::overdue) return;  // by due time alone
    one.severity = static_cast<int>(row.severity);
    one.score = row.score;
  });
  std::stable_sort(waiting.begin(), waiting.end(), [](const Waiting& left, const Waiting& right) {
    return std::tuple(-left.severity, -left.score, left.since) < std::tuple(-right.severity, -right.score, right.since);
  });
  std::vector<std::string> keys;
  keys.reserve(waiting.size());
  for (Waiting& one : waiting) keys.push_back(std::move(one.key));
  return keys;
}

}  // namespace cm
