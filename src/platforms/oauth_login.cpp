#include "platforms/oauth_login.h"

#include <utility>

#include "base/timestamp.h"
#include "platforms/item_reader.h"

namespace cm {
namespace {

std::string path_of(std::string_view url) {
  const auto scheme = url.find("://");
  const auto slash = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  return slash == std::string_view::npos ? std::string() : std::string(url.substr(slash));
}

}  // namespace

OauthLogin::OauthLogin(WebApi& api, const PlatformParts& parts, const OauthEndpoint& endpoint)
    : api_(api),
      clock_(parts.clock),
      log_(parts.log),
      keep_secret_(parts.keep_secret),
      channel_(parts.channel.name),
      endpoint_(endpoint),
      secret_(parts.secret) {
  token_url_ =
      parts.channel.base_url.empty() ? std::string(endpoint.token_url) : api.base() + path_of(endpoint.token_url);
  api_.renew_with([this] { renew(); });
}

void OauthLogin::log_in(const std::string& token) {
  api_.log_in({{std::string(endpoint_.header), std::string(endpoint_.scheme) + token}});
}

std::string OauthLogin::kept_token(const Json& keys) {
  if (std::exchange(tried_, true)) return {};
  const auto until = parse_iso8601(text_at(keys, "expires_at"));
  return until && clock_.now() < *until ? text_at(keys, "access_token") : std::string();
}

void OauthLogin::renew() {
  Json keys = Json::parse(secret_, nullptr, false);
  if (!keys.is_object()) {
    if (std::exchange(tried_, true)) {
      throw Error(ErrorKind::login, "channel \"" + channel_ +
                                        "\": the token has expired or was taken back; get a new one with \"cm login " +
                                        channel_ + "\"");
    }
    return log_in(secret_);
  }
  if (const std::string token = kept_token(keys); !token.empty()) return log_in(token);
  const auto key = [&keys](const char* name) { return text_at(keys, name); };
  if (key("refresh_token").empty() || endpoint_.token_url.empty()) {
    throw Error(ErrorKind::login, "channel \"" + channel_ +
                                      "\": the secret is JSON without a \"refresh_token\"; \"cm login " + channel_ +
                                      "\" makes one");
  }
  UrlParameters form{{"grant_type", "refresh_token"}, {"refresh_token", key("refresh_token")}};
  HttpHeaders client;
  if (endpoint_.client_in_header || (endpoint_.secret_in_header && !key("client_secret").empty())) {
    client = basic_authorization(key("client_id"), key("client_secret"));
  } else {
    form.add("client_id", key("client_id")).add_unless_empty("client_secret", key("client_secret"));
  }
  const ApiCall call = endpoint_.json ? json_call("POST", token_url_,
                                                  {{"client_id", key("client_id")},
                                                   {"client_secret", key("client_secret")},
                                                   {"grant_type", "refresh_token"},
                                                   {"refresh_token", key("refresh_token")}})
                                      : form_call("POST", token_url_, form);
  Json answer = api_.call_elsewhere(call, client);
  if (endpoint_.json) answer = value_at(answer, "data");
  const std::string token = text_at(answer, "access_token");
  if (token.empty()) {
    throw Error(ErrorKind::login, "channel \"" + channel_ +
                                      "\": the refresh token was not taken; make a new one with \"cm login " +
                                      channel_ + "\"");
  }
  keep(std::move(keys), answer);
  log_in(token);
}

// Some platforms take a refresh token once and answer with the next: who does not keep that is locked out.
void OauthLogin::keep(Json keys, const Json& answer) {
  const std::string next = text_at(answer, "refresh_token");
  const bool is_new = !next.empty() && next != text_at(keys, "refresh_token");
  if (is_new) keys["refresh_token"] = next;
  keys["access_token"] = text_at(answer, "access_token");
  keys.erase("expires_at");
  if (const Json& seconds = value_at(answer, "expires_in"); seconds.is_number_integer()) {
    keys["expires_at"] = to_iso8601(clock_.now() + std::chrono::seconds(seconds.get<std::int64_t>()));
  }
  secret_ = keys.dump();
  if (keep_secret_) {
    keep_secret_(secret_);
  } else if (is_new) {
    log_.warning("channel " + channel_ +
                 ": the platform gave a new refresh token in the place of the one in cm.toml's "
                 "secret; \"cm login " +
                 channel_ + "\" and secret = { login = true } keep it");
  }
}

}  // namespace cm
