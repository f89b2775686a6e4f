// Is a brand attack under way? The last quarter of an hour and the last hour against what is usual.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "base/timestamp.h"
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

/// How sure one must be. The defaults come from the drills in tests/watch.
struct WatchSettings {
  double least_deviations = 6;      ///< negative comments above the usual, in standard deviations
  std::size_t least_negative = 12;  ///< in the window: below it nothing is an attack
  double least_share = 0.4;         ///< of the window's comments; a viral post that people like stays below
  double share_times_usual = 1.5;
  double duplicate_share = 0.3;
  double new_author_share = 0.6;
  double overwhelming_deviations = 14;  ///< an attack without any of the signs of coordination
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

/// From quiet to alert to all-clear: one alert an event. A value that is kept between two runs.
struct AlertState {
  bool alerted = false;
  Timestamp since{};
  Timestamp last_attack{};
};

enum class AlertChange : std::uint8_t { none, raised, cleared };

/// All-clear comes when no window was an attack for an hour.
[[nodiscard]] AlertChange update(AlertState& state, const Assessment& assessment, Timestamp moment);

}  // namespace cm
