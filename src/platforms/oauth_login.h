// OauthLogin: access tokens from a channel's secret: as they are, or fetched with a refresh token.
#pragma once

#include <string>
#include <string_view>

#include "platforms/web_api.h"

namespace cm {

/// Where a platform trades refresh tokens.
struct OauthEndpoint {
  std::string_view token_url;     ///< with a base_url in the settings its path is asked there instead
  bool client_in_header = false;  ///< client id and secret go as Basic authorization, else in the form
  bool secret_in_header = false;  ///< the same where there is a secret; a public client's id goes in the form
  bool json = false;              ///< asked by JSON, answered inside "data"
  std::string_view header = "Authorization";
  std::string_view scheme = "Bearer ";  ///< stands before the token in the header
};

/// What a secret may be: the access token itself; or, where tokens end after hours, one line of JSON
/// {"client_id":…,"client_secret":…,"refresh_token":…,"access_token":…,"expires_at":…} as `cm login` keeps it.
/// What a renewal changes is kept again where the parts say how.
class OauthLogin {
 public:
  /// Logs `api` in before its first call and whenever the token has expired. All three must outlive it.
  OauthLogin(WebApi& api, const PlatformParts& parts, const OauthEndpoint& endpoint);
  OauthLogin(const OauthLogin&) = delete;
  OauthLogin& operator=(const OauthLogin&) = delete;

 private:
  void renew();
  void log_in(const std::string& token);
  /// The access token that is kept, as long as it is good and was not refused.
  [[nodiscard]] std::string kept_token(const Json& keys);
  void keep(Json keys, const Json& answer);

  WebApi& api_;
  Clock& clock_;
  Log& log_;
  std::function<void(const std::string&)> keep_secret_;
  std::string channel_;
  OauthEndpoint endpoint_;
  std::string token_url_;
  std::string secret_;
  bool tried_ = false;
};

}  // namespace cm
