// RepeatCounter: how often the same folded text came lately in a stream, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/timestamp.h"

namespace cm {

class RepeatCounter {
 public:
  /// `windows` in minutes, as RuleSet::repeat_windows() has them. Beyond `most_kept` comments in the
  /// longest window the oldest are forgotten: counts are then too low, never too high.
  explicit RepeatCounter(std::vector<std::int64_t> windows, std::size_t most_kept = std::size_t{1} << 18);

  /// Counts a comment in; one count for each window, this comment included.
  [[nodiscard]] std::vector<std::optional<std::int64_t>> count(std::uint64_t text_hash,
                                                               std::optional<Timestamp> written_at);

 private:
  void forget_before(Timestamp moment);
  void forget_oldest();

  std::vector<std::int64_t> windows_;
  std::int64_t longest_window_ = 0;
  std::size_t most_kept_;
  Timestamp newest_{};
  std::deque<std::pair<std::uint64_t, Timestamp>> in_order_;
  std::unordered_map<std::uint64_t, std::deque<Timestamp>> by_text_;
};

}  // namespace cm
