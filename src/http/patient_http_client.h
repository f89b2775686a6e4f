// PatientHttpClient: waits and tries again around another HttpClient, within limits that let a cron job end.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/log.h"
#include "http/http_client.h"

namespace cm {

/// How many requests a run may send, over all its channels and their threads.
class RequestBudget {
 public:
  explicit RequestBudget(std::size_t most) : most_(most) {}

  /// Takes one; false when none is left.
  [[nodiscard]] bool take();
  [[nodiscard]] std::size_t most() const { return most_; }

 private:
  std::size_t most_;
  std::atomic<std::size_t> taken_{0};
};

struct Patience {
  int tries = 5;  ///< of one request, where the host names no time
  std::chrono::milliseconds first_pause = std::chrono::milliseconds(500);  ///< then twice as long each time
  std::chrono::milliseconds longest_pause = std::chrono::seconds(60);
  std::chrono::milliseconds in_all = std::chrono::minutes(5);  ///< spent waiting on failures, over all requests
  int requests_per_minute = 0;                                 ///< 0: as fast as the answers come
  std::shared_ptr<RequestBudget> budget;                       ///< tries are counted too; null: no end
};

/// Tries again after 429, 408 and passing 5xx and when the network fails; a request that is not
/// repeatable only where the host cannot have done it. Waits as long as the host says (Retry-After,
/// RateLimit-Reset), else twice as long each time with full jitter. When the host asks for more time
/// than is left, or the budget is used up, throws Error(unavailable) at once; when tries run out the
/// last reply is handed on. Not to be used by two threads at once.
class PatientHttpClient final : public HttpClient {
 public:
  /// `random` gives numbers from 0 up to 1; the default is seeded by the system.
  PatientHttpClient(HttpClient& inner, Clock& clock, Log& log, Patience patience, std::function<double()> random = {});

  [[nodiscard]] HttpReply send(const HttpRequest& request) override;

 private:
  void keep_pace();
  void wait_for_reset(const HttpRequest& request);
  void wait(std::chrono::milliseconds pause, const HttpRequest& request, const std::string& why);
  [[nodiscard]] std::chrono::milliseconds backed_off(int tried);

  HttpClient& inner_;
  Clock& clock_;
  Log& log_;
  Patience patience_;
  std::function<double()> random_;
  std::chrono::milliseconds waited_{0};
  std::deque<Timestamp> recent_;             // when the requests of the last minute were sent
  std::optional<Timestamp> nothing_before_;  // the host said that its limit is used up until then
};

/// How long the host asks to wait: Retry-After in seconds or as a date, else the reset of its limit in
/// seconds, epoch seconds or as a date. Counted from the reply's own Date where it has one, so that a
/// wrong clock does no harm. Nothing when it does not say.
[[nodiscard]] std::optional<std::chrono::milliseconds> asked_pause(const HttpReply& reply, Timestamp now);

}  // namespace cm
