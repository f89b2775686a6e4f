// HttpClient: one request, one reply. The real one is curl_http_client.h; patient_http_client.h
// waits and retries around another.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cm {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  HttpHeaders headers;
  std::string body;

  /// Sent as headers, only to the host of `url`, never after a redirect to another host, never logged.
  HttpHeaders secret_headers;

  /// Whether trying again can do no harm when the answer was lost: true for reads and for writes
  /// that set a state, false for those that add something (a reply).
  bool repeatable = true;
};

struct HttpReply {
  int status = 0;
  HttpHeaders headers;
  std::string body;

  /// The value of a header, whatever its case; nothing when it is not there.
  [[nodiscard]] std::optional<std::string_view> header(std::string_view name) const;
};

/// Throws Error(unavailable) when no whole reply came (network, time-out, TLS, reply too large);
/// any status code is a reply.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  [[nodiscard]] virtual HttpReply send(const HttpRequest& request) = 0;
};

/// "https://host/path?…": an address as it may be logged, without user, query and fragment.
[[nodiscard]] std::string loggable_url(std::string_view url);

}  // namespace cm
