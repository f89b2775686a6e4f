// Clock: the only way to the time of day. Tests hand in a clock whose hands they move.
#pragma once

#include <chrono>

#include "base/timestamp.h"

namespace cm {

class Clock {
 public:
  virtual ~Clock() = default;

  [[nodiscard]] virtual Timestamp now() const = 0;

  /// Waits. Returns early when the process has been told to stop (see base/stop.h).
  virtual void sleep_for(std::chrono::milliseconds duration) = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
  void sleep_for(std::chrono::milliseconds duration) override;
};

/// Stands at the moment it was given and goes on from there as real time passes: what CM_NOW asks for.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(Timestamp start);

  [[nodiscard]] Timestamp now() const override;
  void sleep_for(std::chrono::milliseconds duration) override;

 private:
  Timestamp start_;
  std::chrono::steady_clock::time_point started_at_;
};

}  // namespace cm
