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

#include "base/error.h"
#include "base/timestamp.h"

namespace cm {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  HttpHeaders headers;  ///< an empty value leaves out a header that is sent by default (User-Agent)
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

/// Why no whole reply came.
class TransportError : public Error {
 public:
  /// What trying again would meet.
  enum class Outlook {
    not_sent,    ///< the request never arrived; another try may reach the host
    unanswered,  ///< the host may have done what was asked, only the answer was lost
    lasting,     ///< the same again: a certificate that is not trusted, a reply too large
  };

  TransportError(Outlook outlook, const std::string& message)
      : Error(ErrorKind::unavailable, message), outlook_(outlook) {}

  [[nodiscard]] Outlook outlook() const noexcept { return outlook_; }

 private:
  Outlook outlook_;
};

/// Throws TransportError when no whole reply came (network, time-out, TLS, reply too large),
/// Error(wrong_use) for an address that must not be asked (plain http beyond this machine),
/// Error(refused) for a redirect that must not be followed. Any other status code is a reply.
class HttpClient {
 public:
  virtual ~HttpClient() = default;

  [[nodiscard]] virtual HttpReply send(const HttpRequest& request) = 0;
};

/// When the host sent the reply, by its own clock (header Date); nothing when it does not tell.
[[nodiscard]] std::optional<Timestamp> sent_at(const HttpReply& reply);

/// Reads the date forms of HTTP: "Fri, 20 Nov 2026 10:00:00 GMT".
[[nodiscard]] std::optional<Timestamp> parse_http_date(std::string_view text);

/// The headers of a login: "Authorization: Basic …" and "Authorization: Bearer …". Secret.
[[nodiscard]] HttpHeaders basic_authorization(std::string_view user, std::string_view password);
[[nodiscard]] HttpHeaders bearer_authorization(std::string_view token);

/// "https://host/path": an address as it may be logged, without user, query and fragment.
[[nodiscard]] std::string loggable_url(std::string_view url);

/// "host" or "host:8080", for messages.
[[nodiscard]] std::string host_of(std::string_view url);

/// Whether two header names are the same, whatever their case.
[[nodiscard]] bool same_header_name(std::string_view left, std::string_view right);

/// A piece of text as it may stand in a query or a form: everything but letters, digits and "-._~" as %XX.
[[nodiscard]] std::string percent_encoded(std::string_view text);

}  // namespace cm
