// Is a brand attack under way? The last quarter of an hour and the last hour against what is usual.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "model/alert_state.h"
#include "model/watch_settings.h"
#include "watch/baseline.h"

namespace cm {

/// What the watch needs to know of one comment.
struct WatchedComment {
  Timestamp at{};
  std::string key;
  std::string channel;
  std::string author;
  bool new_author = false;  ///< never seen before on any channel
  bool negative = false;
  std::uint64_t fingerprint = 0;  ///< simhash() of the folded text
};

/// One window of time.
struct WindowReading {
  std::chrono::minutes length{0};
  std::size_t comments = 0;
  std::size_t negative = 0;
  std::size_t near_duplicates = 0;  ///< of the negative ones
  std::size_t new_authors = 0;      ///< of the negative ones
  std::size_t channels = 0;         ///< with negative ones
  double usual_negative = 0;        ///< in a window of this length
  double deviations = 0;
  bool attack = false;
  std::vector<std::string> reasons;  ///< for and against, in words
};

struct Assessment {
  bool attack = false;
  WindowReading window;               ///< the one that says so; else the one with the most deviations
  std::vector<std::string> evidence;  ///< keys of the negative comments in it, newest last
};

/// Comments of the last hour, and the judgement on them. Comments are added in the order of their time.
class AttackWatch {
 public:
  AttackWatch(WatchSettings settings, Baseline baseline);

  void add(const WatchedComment& comment);

  /// Looks at the windows that end at `moment`.
  [[nodiscard]] Assessment assess(Timestamp moment);

 private:
  [[nodiscard]] WindowReading read_window(Timestamp moment, std::chrono::minutes length, const Usual& usual) const;

  WatchSettings settings_;
  Baseline baseline_;
  std::deque<WatchedComment> recent_;
};

/// All-clear comes when no window was an attack for an hour.
[[nodiscard]] AlertChange update(AlertState& state, const Assessment& assessment, Timestamp moment);

}  // namespace cm
