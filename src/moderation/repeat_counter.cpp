#include "moderation/repeat_counter.h"

#include <algorithm>
#include <chrono>

namespace cm {

RepeatCounter::RepeatCounter(std::vector<std::int64_t> windows, std::size_t most_kept)
    : windows_(std::move(windows)), most_kept_(most_kept) {
  if (!windows_.empty()) longest_window_ = *std::max_element(windows_.begin(), windows_.end());
}

std::vector<std::optional<std::int64_t>> RepeatCounter::count(std::uint64_t text_hash,
                                                              std::optional<Timestamp> written_at) {
  const Timestamp now = written_at.value_or(newest_);
  newest_ = std::max(newest_, now);
  forget_before(newest_ - std::chrono::minutes(longest_window_));
  if (in_order_.size() >= most_kept_) forget_oldest();
  in_order_.emplace_back(text_hash, now);
  std::deque<Timestamp>& times = by_text_[text_hash];
  times.insert(std::upper_bound(times.begin(), times.end(), now), now);  // nearly always at the end

  std::vector<std::optional<std::int64_t>> counts;
  counts.reserve(windows_.size());
  for (const std::int64_t window : windows_) {
    const Timestamp from = now - std::chrono::minutes(window);
    counts.emplace_back(std::upper_bound(times.begin(), times.end(), now) -
                        std::lower_bound(times.begin(), times.end(), from));
  }
  return counts;
}

void RepeatCounter::forget_before(Timestamp moment) {
  while (!in_order_.empty() && in_order_.front().second < moment) forget_oldest();
}

void RepeatCounter::forget_oldest() {
  const auto times = by_text_.find(in_order_.front().first);
  times->second.pop_front();
  if (times->second.empty()) by_text_.erase(times);
  in_order_.pop_front();
}

}  // namespace cm
