#include "base/clock.h"

#include <algorithm>
#include <thread>

#include "base/stop.h"

namespace cm {
namespace {

void sleep_unless_stopped(std::chrono::milliseconds duration) {
  constexpr std::chrono::milliseconds step(100);
  const auto end = std::chrono::steady_clock::now() + duration;
  while (!stop_requested()) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
    if (left.count() <= 0) return;
    std::this_thread::sleep_for(std::min(left, step));
  }
}

}  // namespace

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

void SystemClock::sleep_for(std::chrono::milliseconds duration) { sleep_unless_stopped(duration); }

ShiftedClock::ShiftedClock(Timestamp start) : start_(start), started_at_(std::chrono::steady_clock::now()) {}

Timestamp ShiftedClock::now() const {
  return start_ + std::chrono::floor<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_at_);
}

void ShiftedClock::sleep_for(std::chrono::milliseconds duration) { sleep_unless_stopped(duration); }

}  // namespace cm
