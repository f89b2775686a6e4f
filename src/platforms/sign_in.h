// Signing in to a platform for `cm login`: OAuth 2.0 in a browser with PKCE (RFC 7636, RFC 8252), and the
// exchange of a short-lived token for a long-lived one. What comes out is a channel's secret.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "config/settings.h"
#include "http/http_client.h"
#include "platforms/login_way.h"

namespace cm {

/// The application that a person registered with the platform.
struct OauthClient {
  std::string id;
  std::string secret;  ///< empty for a public client
};

/// An address of a LoginWay as it is asked for this channel.
[[nodiscard]] std::string login_address(std::string_view address, const ChannelSettings& channel);

/// One login in a browser, from the address to open to the tokens.
class BrowserLogin {
 public:
  /// `redirect` is where the browser comes back to. Makes its secrets (state, PKCE verifier) by OpenSSL.
  BrowserLogin(const LoginWay& way, const ChannelSettings& channel, OauthClient client, std::string redirect);

  /// What the person opens in a browser. It holds no secret.
  [[nodiscard]] std::string address() const;

  /// Trades the code in the address that the browser came back to. Gives the channel's secret: one line of
  /// JSON where there is a refresh token, else the access token. Throws Error(login) when the person or the
  /// platform said no, or when the address belongs to another login.
  [[nodiscard]] std::string finish(std::string_view came_back_to, HttpClient& http, Timestamp now) const;

 private:
  [[nodiscard]] HttpRequest token_request(const std::string& code) const;
  /// The token that lives for weeks, as a secret that can be renewed.
  [[nodiscard]] std::string long_lived(const std::string& token, HttpClient& http, Timestamp now) const;

  const LoginWay& way_;
  const ChannelSettings& channel_;
  OauthClient client_;
  std::string redirect_;
  std::string state_;
  std::string verifier_;
};

/// Registers cm with a server that lets every application do so (Mastodon). Throws Error.
[[nodiscard]] OauthClient register_application(const LoginWay& way, const ChannelSettings& channel,
                                               const std::string& redirect, HttpClient& http);

/// A long-lived token for a short-lived one.
[[nodiscard]] std::string exchange_token(const LoginWay& way, const ChannelSettings& channel, const OauthClient& client,
                                         const std::string& token, HttpClient& http);

/// A Page with a token of its own.
struct PageToken {
  std::string id;
  std::string name;
  std::string token;
};
/// The Pages that a person's token may act for.
[[nodiscard]] std::vector<PageToken> page_tokens(const LoginWay& way, const ChannelSettings& channel,
                                                 const std::string& token, HttpClient& http);

}  // namespace cm
