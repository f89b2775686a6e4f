// LoopbackServer: a small HTTP/1.1 server on 127.0.0.1 with canned answers; it counts its visits.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "http/http_client.h"

namespace cm {

struct LoopbackRequest {
  std::string method;
  std::string target;  ///< path and query, as they came
  HttpHeaders headers;
  std::string body;

  [[nodiscard]] std::optional<std::string> header(std::string_view name) const;
};

struct LoopbackReply {
  int status = 200;
  HttpHeaders headers;
  std::string body;

  bool hang_up = false;                  ///< the connection ends without an answer
  bool stay_silent = false;              ///< no answer until the server goes
  std::optional<std::size_t> cut_after;  ///< the length is promised in full, only so many bytes of the body come
};

class LoopbackServer {
 public:
  using Answer = std::function<LoopbackReply(const LoopbackRequest&)>;

  /// Listens on a free port; `answer` is called from other threads, one call at a time.
  explicit LoopbackServer(Answer answer);
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;
  ~LoopbackServer();

  /// "http://127.0.0.1:41234", without a slash at the end.
  [[nodiscard]] std::string url() const;
  [[nodiscard]] int port() const { return port_; }

  [[nodiscard]] std::size_t visits() const;       ///< requests
  [[nodiscard]] std::size_t connections() const;  ///< fewer than visits where a client kept its connection
  [[nodiscard]] std::vector<LoopbackRequest> requests() const;

 private:
  void accept_visitors();
  void serve(int connection);

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> closing_{false};
  mutable std::mutex mutex_;
  std::mutex answering_;
  std::vector<LoopbackRequest> requests_;
  std::size_t connections_ = 0;
  std::set<int> open_;
  std::vector<std::thread> servants_;
  std::thread doorman_;
};

}  // namespace cm
