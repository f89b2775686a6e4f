#include "base/in_parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace cm {
namespace {

class Crowd {
 public:
  Crowd(std::size_t count, const std::function<void(std::size_t)>& work) : count_(count), work_(work) {}

  void work_on() noexcept {
    for (std::size_t index = next_++; index < count_ && !failed_; index = next_++) {
      try {
        work_(index);
      } catch (...) {
        note_failure(index);
      }
    }
  }

  void throw_first() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void note_failure(std::size_t index) {
    const std::lock_guard hold(noting_);
    if (failed_ && failed_index_ < index) return;
    failed_index_ = index;
    failure_ = std::current_exception();
    failed_ = true;
  }

  std::size_t count_;
  const std::function<void(std::size_t)>& work_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex noting_;  // guards the two below
  std::size_t failed_index_ = 0;
  std::exception_ptr failure_;
};

}  // namespace

void in_parallel(std::size_t count, std::size_t most_at_once, const std::function<void(std::size_t)>& work) {
  Crowd crowd(count, work);
  {
    std::vector<std::jthread> others;
    const std::size_t helpers = std::min(count, most_at_once);
    try {
      for (std::size_t i = 1; i < helpers; ++i) others.emplace_back([&crowd] { crowd.work_on(); });
    } catch (const std::system_error&) {  // NOLINT(bugprone-empty-catch): those that there are do it all
    }
    crowd.work_on();
  }
  crowd.throw_first();
}

}  // namespace cm
