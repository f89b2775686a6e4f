// Progress: how far a long command has come, for the person who waits for it.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace cm {

enum class ProgressStyle : std::uint8_t {
  none,
  bar,    ///< one line that is written over, ten times a second
  lines,  ///< a new line each minute
};

/// May be told from several threads.
class Progress {
 public:
  /// `doing` and `unit` as in "scan: 1,200 comments". `tell` gets the line as it is now; a bar that ends
  /// tells an empty one. The clock outlives the progress.
  Progress(std::string doing, std::string unit, ProgressStyle style, const Clock& clock,
           std::function<void(std::string_view line)> tell);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  /// So much is done by now; `part` of the whole (0 to 1) where that is known.
  void at(std::uint64_t done, std::optional<double> part = std::nullopt);

  /// So much more is done, of an unknown whole.
  void add(std::uint64_t more);

  /// at() for an errand to call; empty where nothing is shown, so that nothing is counted for it.
  [[nodiscard]] std::function<void(std::uint64_t done, std::optional<double> part)> teller();

 private:
  [[nodiscard]] std::string line(std::chrono::milliseconds elapsed, std::optional<double> part) const;
  void tell_if_due(std::optional<double> part);

  std::string doing_;
  std::string unit_;
  ProgressStyle style_;
  const Clock& clock_;
  std::function<void(std::string_view)> tell_;
  std::mutex telling_;
  Timestamp began_;
  Timestamp told_;
  std::uint64_t done_ = 0;
  bool shown_ = false;
};

}  // namespace cm
