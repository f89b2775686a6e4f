// WebApi: one channel's way to its host: addresses, login headers, waiting as the host asks, and
// refusals in cm's words. Each platform says by ApiManners what is special about its host.
#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "http/http_client.h"
#include "http/url.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"
#include "platforms/rate_headers.h"
#include "platforms/secret_words.h"

namespace cm {

using Json = nlohmann::json;

/// One call of an API.
struct ApiCall {
  std::string method = "GET";
  std::string path;  ///< behind the base address, or a whole address on the same host
  UrlParameters query;
  HttpHeaders headers;
  std::string body;
  bool repeatable = true;  ///< see HttpRequest
};

/// What an error reply says, read by the platform.
struct ApiRefusal {
  ErrorKind kind = ErrorKind::refused;
  std::string code;      ///< the host's own word or number, for the message
  std::string fix;       ///< the next thing to do; empty: what fits the kind
  bool expired = false;  ///< the login has run out and a new one may do: see WebApi::renew_with
};

/// How one platform's host behaves.
struct ApiManners {
  std::string_view title;  ///< for messages: "Bluesky"
  std::string_view base;   ///< its own address, unless the channel has `base_url`; empty: the channel must say
  RateHeaders rate;
  /// Reads a reply that was no success (any status that is not 2xx, and 2xx where the host puts errors
  /// into those). Nothing: it is a success after all. Called with the parsed body, null when it is no JSON.
  std::optional<ApiRefusal> (*refusal)(const HttpReply& reply, const Json& body) = nullptr;
};

class WebApi {
 public:
  /// The longest that a call waits for a quota to come back; above that it is Error(unavailable).
  static constexpr std::chrono::milliseconds longest_wait = std::chrono::minutes(5);

  /// `base` stands in for a base address that the settings spell in an option of their own.
  WebApi(const PlatformParts& parts, const ApiManners& manners, std::string base = {});

  /// Headers that carry the login, for all calls from here on.
  void log_in(HttpHeaders secret_headers) {
    for (const auto& [name, value] : secret_headers) secret_words_.add(value);
    secret_headers_ = std::move(secret_headers);
    logged_in_ = true;
  }

  /// Signs each request for itself, where a login is no header that stays the same.
  using Sign = std::function<HttpHeaders(const HttpRequest& request)>;
  void sign_with(Sign sign) { sign_ = std::move(sign); }

  /// How to log in (anew): called before the first call and when a login has expired; it calls log_in().
  void renew_with(std::function<void()> renew) { renew_ = std::move(renew); }

  /// Sends and returns the parsed body; null for an empty one. Waits where the host's quota asks for
  /// it. Throws Error by ApiManners::refusal, naming method, path and the host's code, and
  /// Error(unavailable) for a body that is no JSON.
  Json call(const ApiCall& call);

  /// The same for a body of any kind: checked by ApiManners::refusal, not parsed.
  HttpReply send(const ApiCall& call);

  /// The reply and its parsed body whatever the status, after one new login where that had expired.
  std::pair<HttpReply, Json> try_call(const ApiCall& call);

  /// call() to another host of the same vendor (a token endpoint), with secret headers of its own.
  Json call_elsewhere(const ApiCall& call, const HttpHeaders& secret_headers);

  /// Throws what stands in an error reply; does nothing for a success.
  void check(const ApiCall& call, const HttpReply& reply, const Json& body) const;

  [[nodiscard]] const std::string& base() const { return base_; }
  /// The quota as the last reply had it.
  [[nodiscard]] const RateStanding& standing() const { return standing_; }
  [[nodiscard]] const std::string& channel() const { return channel_; }

 private:
  HttpReply send_patiently(const ApiCall& call, const HttpHeaders* other_secrets = nullptr);
  void renew();
  void wait_for_quota();
  [[nodiscard]] std::optional<ApiRefusal> refusal_of(const HttpReply& reply, const Json& body) const;
  [[nodiscard]] std::string name_of(const ApiCall& call) const;
  [[nodiscard]] std::string quoted(const std::string& code) const;

  ApiManners manners_;
  std::string channel_;
  std::string base_;
  HttpClient& http_;
  Clock& clock_;
  Log& log_;
  HttpHeaders secret_headers_;
  SecretWords secret_words_;
  std::function<void()> renew_;
  Sign sign_;
  bool logged_in_ = false;
  bool renewing_ = false;
  RateStanding standing_;
  std::optional<Timestamp> blocked_until_;
};

/// The list of a reply that always has one: without it nothing is taken from the reply, since an empty list
/// would say that all comments are gone. Throws Error(unavailable).
[[nodiscard]] Json needed_list(const WebApi& api, Json& reply, std::string_view key, CommentPage& page);

/// The parsed body; null when it is empty or no JSON. Bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] Json parsed_body(const HttpReply& reply);

/// A JSON body and its header.
[[nodiscard]] ApiCall json_call(std::string method, std::string path, const Json& body);
/// A form body and its header.
[[nodiscard]] ApiCall form_call(std::string method, std::string path, const UrlParameters& form);

/// The refusal that a status code alone stands for; what fits most hosts. Nothing below 400.
[[nodiscard]] std::optional<ApiRefusal> refusal_by_status(int status);

}  // namespace cm
