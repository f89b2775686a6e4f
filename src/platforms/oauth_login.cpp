#include "platforms/oauth_login.h"

#include <openssl/evp.h>

#include "platforms/item_reader.h"

namespace cm {
namespace {

std::string path_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto slash = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string() : std::string(url.substr(slash));
}

HttpHeaders basic_login(const std::string& user, const std::string& password) {
  const std::string login = user + ":" + password;
  std::string encoded(4 * ((login.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                      reinterpret_cast<const unsigned char*>(login.data()), static_cast<int>(login.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return {{"Authorization", "Basic " + encoded}};
}

}  // namespace

OauthLogin::OauthLogin(WebApi& api, const PlatformParts& parts, const OauthEndpoint& endpoint)
    : api_(api), channel_(parts.channel.name), endpoint_(endpoint), secret_(parts.secret) {
  token_url_ =
      parts.channel.base_url.empty() ? std::string(endpoint.token_url) : api.base() + path_of(endpoint.token_url);
  api_.renew_with([this] { renew(); });
}

void OauthLogin::renew() {
  const auto log_in = [this](const std::string& token) {
    api_.log_in({{std::string(endpoint_.header), std::string(endpoint_.scheme) + token}});
  };
  const Json keys = Json::parse(secret_, nullptr, false);
  if (!keys.is_object()) {
    if (tried_) {
      throw Error(ErrorKind::login, "channel \"" + channel_ +
                                        "\": the token has expired or was taken back; get a new one with \"cm login " +
                                        channel_ + "\" and give it as the channel's secret");
    }
    tried_ = true;
    return log_in(secret_);
  }
  const auto key = [&keys](const char* name) { return text_at(keys, name); };
  if (key("refresh_token").empty() || endpoint_.token_url.empty()) {
    throw Error(ErrorKind::login, "channel \"" + channel_ +
                                      "\": the secret is JSON without a \"refresh_token\"; \"cm login " + channel_ +
                                      "\" makes one");
  }
  UrlParameters form{{"grant_type", "refresh_token"}, {"refresh_token", key("refresh_token")}};
  HttpHeaders client;
  if (endpoint_.client_in_header) {
    client = basic_login(key("client_id"), key("client_secret"));
  } else {
    form.add("client_id", key("client_id")).add_unless_empty("client_secret", key("client_secret"));
  }
  const Json answer = api_.call_elsewhere(form_call("POST", token_url_, form), std::move(client));
  const std::string token = text_at(answer, "access_token");
  if (token.empty()) {
    throw Error(ErrorKind::login, "channel \"" + channel_ +
                                      "\": the refresh token was not taken; make a new one with \"cm login " +
                                      channel_ + "\"");
  }
  log_in(token);
}

}  // namespace cm
