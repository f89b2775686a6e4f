#include "moderation/watch_over.h"

#include <algorithm>
#include <utility>

#include "base/stop.h"
#include "text/fold.h"
#include "text/simhash.h"

namespace cm {
namespace {

using std::chrono::hours;

constexpr hours until_all_is_quiet(3);

const std::vector<std::string>& labels_against() {
  static const std::vector<std::string> labels{"complaint", "abuse"};
  return labels;
}

}  // namespace

bool speaks_against(Sentiment sentiment, const std::vector<std::string>& labels) {
  if (sentiment == Sentiment::negative) return true;
  return std::ranges::any_of(labels_against(), [&labels](const std::string& label) {
    return std::ranges::find(labels, label) != labels.end();
  });
}

Assessment assess_stored(WatchStore& store, const WatchSettings& settings, Timestamp moment) {
  Baseline baseline;
  // Only the hours that Baseline::usual_at() asks for: three a day.
  for (const Timestamp hour : baseline_hours(moment)) {
    store.count_hours(hour - hours(1), hour + hours(2), labels_against(),
                      [&baseline](Timestamp counted, std::int64_t comments, std::int64_t negative) {
                        baseline.add(counted, HourCount{comments, negative});
                      });
  }
  AttackWatch watch(settings, std::move(baseline));
  store.for_each_recent(moment - hours(1), moment, [&watch](const RecentComment& comment) {
    watch.add({.at = comment.at,
               .key = comment.channel + "/" + comment.id,
               .channel = comment.channel,
               .author = comment.author_id,
               .new_author = comment.new_author,
               .negative = speaks_against(comment.sentiment, comment.labels),
               .fingerprint = simhash(folded(comment.text))});
  });
  return watch.assess(moment);
}

void replay(std::vector<WatchedComment> comments, const WatchSettings& settings,
            const std::function<void(Timestamp moment, AlertChange change, const Assessment& look)>& see) {
  if (comments.empty()) return;
  std::ranges::stable_sort(comments, {}, &WatchedComment::at);
  AttackWatch watch(settings, {});
  AlertState state;
  auto next = comments.begin();
  const Timestamp first = std::chrono::floor<std::chrono::minutes>(comments.front().at);
  for (Timestamp moment = first; moment <= comments.back().at + until_all_is_quiet; moment += drill_pace) {
    leave_if_stopped();
    for (; next != comments.end() && next->at <= moment; ++next) watch.add(*next);
    const Assessment look = watch.assess(moment);
    const AlertChange change = update(state, look, moment);
    see(moment, change, look);
  }
}

}  // namespace cm
