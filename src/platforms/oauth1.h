// OAuth 1.0a: a request signed with an application's and a user's secrets (RFC 5849, HMAC-SHA1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "http/http_client.h"

namespace cm {

/// The four words that X's developer console shows; they do not expire.
struct Oauth1Keys {
  std::string consumer_key;
  std::string consumer_secret;
  std::string token;
  std::string token_secret;
};

/// Reads {"consumer_key":…,"consumer_secret":…,"token":…,"token_secret":…}; nothing when a secret is anything else.
[[nodiscard]] std::optional<Oauth1Keys> parse_oauth1_keys(std::string_view secret);

/// The Authorization header of a request whose body is empty or no form. `nonce` must differ each time.
[[nodiscard]] HttpHeaders oauth1_authorization(const Oauth1Keys& keys, std::string_view method, std::string_view url,
                                               Timestamp now, std::string_view nonce);

/// 32 hexadecimal digits that nobody can guess.
[[nodiscard]] std::string random_nonce();

}  // namespace cm
