// RedirectListener: where a browser ends after a login (RFC 8252, 7.3): one port of this machine's loopback.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace cm {

class RedirectListener {
 public:
  /// Listens on 127.0.0.1; port 0: any free one. Throws Error(unavailable) when the port is taken.
  explicit RedirectListener(std::uint16_t port);
  RedirectListener(const RedirectListener&) = delete;
  RedirectListener& operator=(const RedirectListener&) = delete;
  ~RedirectListener();

  /// "http://127.0.0.1:8723/callback": what the service must send the browser to.
  [[nodiscard]] std::string address() const;

  /// Waits until a browser comes to address(); gives what it asked for: "/callback?code=…". Nothing when
  /// nobody came in time. Other paths are answered with 404, and so is what is no request.
  [[nodiscard]] std::optional<std::string> wait(std::chrono::milliseconds patience) const;

 private:
  int socket_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace cm
