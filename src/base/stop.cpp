#include "base/stop.h"

#include <atomic>
#include <csignal>

#include "base/error.h"

namespace cm {
namespace {

std::atomic<bool> stopped{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may only touch a lock-free atomic");

extern "C" void note_stop(int signal) {
  if (stopped.exchange(true)) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void answer_stop_signals() {
  std::signal(SIGINT, note_stop);
  std::signal(SIGTERM, note_stop);
}

bool stop_requested() noexcept { return stopped.load(std::memory_order_relaxed); }

void leave_if_stopped() {
  if (stop_requested()) throw Error(ErrorKind::interrupted, "interrupted; what was done so far is saved");
}

}  // namespace cm
