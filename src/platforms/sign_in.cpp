#include "platforms/sign_in.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "base/error.h"
#include "base/timestamp.h"
#include "http/url.h"
#include "platforms/channel_options.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

// RFC 4648, 5: base64 that may stand in an address, without padding.
std::string base64url(std::span<const unsigned char> bytes) {
  std::string encoded(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes.data(), static_cast<int>(bytes.size()));
  encoded.resize(static_cast<std::size_t>(size));
  while (encoded.ends_with('=')) encoded.pop_back();
  std::ranges::replace(encoded, '+', '-');
  std::ranges::replace(encoded, '/', '_');
  return encoded;
}

std::string random_word() {
  std::array<unsigned char, 32> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw Error(ErrorKind::internal, "OpenSSL has no random numbers");
  }
  return base64url(bytes);
}

std::string challenge_of(std::string_view verifier) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (EVP_Digest(verifier.data(), verifier.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw Error(ErrorKind::internal, "OpenSSL refused to compute a SHA-256");
  }
  return base64url(std::span(digest).first(size));
}

std::string text_in(const Json& object, const char* key) {
  if (!object.is_object()) return {};
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Json ask(HttpClient& http, HttpRequest request, std::string_view what) {
  request.headers.emplace_back("Accept", "application/json");
  const HttpReply reply = http.send(request);
  Json body = parsed_body(reply);
  if (reply.status >= 200 && reply.status < 300 && body.is_object()) return body;
  // "error" is the code of RFC 6749, 5.2; Graph puts an object there. What is no such code may repeat a secret.
  std::string code = text_in(body, "error");
  if (code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") != std::string::npos) code.clear();
  throw Error(reply.status >= 500 || reply.status == 429 ? ErrorKind::unavailable : ErrorKind::login,
              host_of(request.url) + " did not " + std::string(what) + ": it answered " + std::to_string(reply.status) +
                  (code.empty() ? "" : " \"" + code.substr(0, 80) + "\"") +
                  "; check the client's id, secret and redirect address there, then run cm login again");
}

/// TikTok puts tokens into an envelope, and says in it what other hosts say by their status.
Json tokens_in(Json answer) {
  const auto data = answer.find("data");
  if (data == answer.end() || !data->is_object()) return answer;
  Json tokens = std::move(*data);
  return tokens;
}

HttpRequest form_request(std::string url, const UrlParameters& form) {
  HttpRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body = form.encoded();
  request.repeatable = false;  // a code is taken once
  return request;
}

// Facebook, TikTok and others put the seconds into a number, some into a text.
std::optional<std::int64_t> lifetime_of(const Json& answer) {
  const auto found = answer.find("expires_in");
  return found != answer.end() && found->is_number_integer() ? std::optional(found->get<std::int64_t>()) : std::nullopt;
}

}  // namespace

std::string login_address(std::string_view address, const ChannelSettings& channel) {
  const bool on_own_host = address.starts_with('/');
  if (!on_own_host && channel.base_url.empty()) return std::string(address);
  std::string host = channel.base_url.empty() ? option_text(channel, "url") : channel.base_url;
  while (host.ends_with('/')) host.pop_back();
  if (on_own_host) return host + std::string(address);
  return host + std::string(address.substr(address.find('/', address.find("://") + 3)));
}

BrowserLogin::BrowserLogin(const LoginWay& way, const ChannelSettings& channel, OauthClient client,
                           std::string redirect)
    : way_(way),
      channel_(channel),
      client_(std::move(client)),
      redirect_(std::move(redirect)),
      state_(random_word()),
      verifier_(random_word()) {}

std::string BrowserLogin::address() const {
  UrlParameters query{{"response_type", "code"},
                      {std::string(way_.client_id_name), client_.id},
                      {"redirect_uri", redirect_},
                      {"scope", std::string(way_.scopes)},
                      {"state", state_}};
  if (way_.pkce) query.add("code_challenge", challenge_of(verifier_)).add("code_challenge_method", "S256");
  std::string address = with_query(login_address(way_.authorize_url, channel_), query);
  if (!way_.more_parameters.empty()) address.append("&").append(way_.more_parameters);
  return address;
}

std::string BrowserLogin::finish(std::string_view came_back_to, HttpClient& http, Timestamp now) const {
  if (query_value(came_back_to, "state") != state_) {
    throw Error(ErrorKind::login, "the browser came back from another login; run cm login again");
  }
  const auto code = query_value(came_back_to, "code");
  if (!code || code->empty()) {
    const std::string why = query_value(came_back_to, "error").value_or("no code came back").substr(0, 80);
    throw Error(ErrorKind::login, "the login was refused: " + why);
  }
  const Json answer = tokens_in(ask(http, token_request(*code), "give tokens"));

  const std::string access = text_in(answer, "access_token");
  const std::string refresh = text_in(answer, "refresh_token");
  if (access.empty())
    throw Error(ErrorKind::login, host_of(login_address(way_.token_url, channel_)) + " gave no token");
  if (!way_.long_lived_url.empty()) return long_lived(access, http, now);
  if (refresh.empty()) return access;
  Json secret{{"client_id", client_.id}, {"refresh_token", refresh}, {"access_token", access}};
  if (!client_.secret.empty()) secret["client_secret"] = client_.secret;
  if (const auto seconds = lifetime_of(answer)) {
    secret["expires_at"] = to_iso8601(now + std::chrono::seconds(*seconds));
  }
  return secret.dump();
}

HttpRequest BrowserLogin::token_request(const std::string& code) const {
  const std::string url = login_address(way_.token_url, channel_);
  if (way_.json_tokens) {
    HttpRequest request;
    request.method = "POST";
    request.url = url;
    request.headers = {{"Content-Type", "application/json"}};
    request.body = Json{
        {"client_id", client_.id},
        {"client_secret", client_.secret},
        {"grant_type", "authorization_code"},
        {"auth_code", code},
        {"redirect_uri",
         redirect_}}.dump();
    request.repeatable = false;
    return request;
  }
  UrlParameters form{{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_}};
  if (way_.pkce) form.add("code_verifier", verifier_);
  const bool in_header = way_.client_in_header || (way_.secret_in_header && !client_.secret.empty());
  if (!in_header) form.add("client_id", client_.id).add_unless_empty("client_secret", client_.secret);
  HttpRequest request = form_request(url, form);
  if (in_header) request.secret_headers = basic_authorization(client_.id, client_.secret);
  return request;
}

// Meta asks for the app's secret in the address; nothing of it is logged.
std::string BrowserLogin::long_lived(const std::string& token, HttpClient& http, Timestamp now) const {
  HttpRequest request;
  request.url =
      with_query(login_address(way_.long_lived_url, channel_),
                 {{"grant_type", std::string(way_.grant)}, {"client_secret", client_.secret}, {"access_token", token}});
  const Json answer = ask(http, std::move(request), "give a long-lived token");
  Json secret{{"access_token", text_in(answer, "access_token")}, {"app_secret", client_.secret}};
  if (secret["access_token"] == "") throw Error(ErrorKind::login, "the exchange gave no token");
  if (const auto seconds = lifetime_of(answer)) {
    secret["expires_at"] = to_iso8601(now + std::chrono::seconds(*seconds));
  }
  return secret.dump();
}

OauthClient register_application(const LoginWay& way, const ChannelSettings& channel, const std::string& redirect,
                                 HttpClient& http) {
  const UrlParameters form{{"client_name", "cm"}, {"redirect_uris", redirect}, {"scopes", std::string(way.scopes)}};
  const Json answer =
      ask(http, form_request(login_address(way.registration_url, channel), form), "take cm as an application");
  OauthClient client{text_in(answer, "client_id"), text_in(answer, "client_secret")};
  if (client.id.empty()) throw Error(ErrorKind::login, "the server gave no client id");
  return client;
}

std::string exchange_token(const LoginWay& way, const ChannelSettings& channel, const OauthClient& client,
                           const std::string& token, HttpClient& http) {
  const UrlParameters form{{"grant_type", std::string(way.grant)},
                           {"client_id", client.id},
                           {"client_secret", client.secret},
                           {std::string(way.grant), token}};
  const Json answer = ask(http, form_request(login_address(way.token_url, channel), form), "exchange the token");
  std::string longer = text_in(answer, "access_token");
  if (longer.empty()) throw Error(ErrorKind::login, "the exchange gave no token");
  return longer;
}

std::vector<PageToken> page_tokens(const LoginWay& way, const ChannelSettings& channel, const std::string& token,
                                   HttpClient& http) {
  HttpRequest request;
  request.url =
      with_query(login_address(way.pages_url, channel), {{"fields", "id,name,access_token"}, {"limit", "100"}});
  request.secret_headers = bearer_authorization(token);
  const Json answer = ask(http, std::move(request), "list the Pages");
  std::vector<PageToken> pages;
  const auto data = answer.find("data");
  if (data == answer.end() || !data->is_array()) return pages;
  for (const Json& page : *data) {
    PageToken found{text_in(page, "id"), text_in(page, "name"), text_in(page, "access_token")};
    if (!found.token.empty()) pages.push_back(std::move(found));
  }
  return pages;
}

}  // namespace cm
