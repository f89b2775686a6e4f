// FixedClock: stands still until somebody moves its hands; sleeping moves them.
#pragma once

#include <string_view>
#include <vector>

#include "base/clock.h"

namespace cm {

class FixedClock final : public Clock {
 public:
  explicit FixedClock(Timestamp moment) : moment_(moment) {}

  /// Reads "2026-11-20T10:00:00Z"; a wrong one fails the test that wrote it.
  explicit FixedClock(std::string_view iso8601 = "2026-11-20T10:00:00Z") : moment_(parse_iso8601(iso8601).value()) {}

  [[nodiscard]] Timestamp now() const override { return moment_; }

  void sleep_for(std::chrono::milliseconds duration) override {
    moment_ += duration;
    sleeps.push_back(duration);
  }

  void move_on(std::chrono::milliseconds duration) { moment_ += duration; }

  /// Every sleep that was asked for, in order.
  std::vector<std::chrono::milliseconds> sleeps;

 private:
  Timestamp moment_;
};

}  // namespace cm
