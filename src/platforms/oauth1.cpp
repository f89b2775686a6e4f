#include "platforms/oauth1.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/error.h"
#include "http/url.h"
#include "platforms/item_reader.h"

namespace cm {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string base64_of(const unsigned char* bytes, std::size_t size) {
  std::string text(4 * ((size + 2) / 3) + 1, '\0');
  const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string hmac_sha1(const std::string& key, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()),
       text.size(), digest.data(), &size);
  return base64_of(digest.data(), size);
}

/// The parameters of an address's query, decoded.
Parameters query_of(std::string_view url) {
  Parameters parameters;
  const auto mark = url.find('?');
  std::string_view rest = mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    parameters.emplace_back(percent_decoded(pair.substr(0, equals)),
                            percent_decoded(pair.substr(std::min(equals + 1, pair.size()))));
  }
  return parameters;
}

/// RFC 5849, 3.4.1.3.2: encoded, then sorted by name and value.
std::string normalized(const Parameters& parameters) {
  Parameters encoded;
  for (const auto& [name, value] : parameters) encoded.emplace_back(percent_encoded(name), percent_encoded(value));
  std::ranges::sort(encoded);
  std::string text;
  for (const auto& [name, value] : encoded) {
    if (!text.empty()) text += '&';
    text.append(name).append("=").append(value);
  }
  return text;
}

}  // namespace

std::optional<Oauth1Keys> parse_oauth1_keys(std::string_view secret) {
  const Json read = Json::parse(secret, nullptr, false);
  Oauth1Keys keys{text_at(read, "consumer_key"), text_at(read, "consumer_secret"), text_at(read, "token"),
                  text_at(read, "token_secret")};
  const bool whole =
      !keys.consumer_key.empty() && !keys.consumer_secret.empty() && !keys.token.empty() && !keys.token_secret.empty();
  return whole ? std::optional(std::move(keys)) : std::nullopt;
}

HttpHeaders oauth1_authorization(const Oauth1Keys& keys, std::string_view method, std::string_view url, Timestamp now,
                                 std::string_view nonce) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  Parameters own{{"oauth_consumer_key", keys.consumer_key},
                 {"oauth_nonce", std::string(nonce)},
                 {"oauth_signature_method", "HMAC-SHA1"},
                 {"oauth_timestamp", std::to_string(seconds)},
                 {"oauth_token", keys.token},
                 {"oauth_version", "1.0"}};
  Parameters all = query_of(url);
  all.insert(all.end(), own.begin(), own.end());
  const std::string base = std::string(method) + "&" + percent_encoded(url.substr(0, url.find('?'))) + "&" +
                           percent_encoded(normalized(all));
  const std::string key = percent_encoded(keys.consumer_secret) + "&" + percent_encoded(keys.token_secret);
  own.emplace_back("oauth_signature", hmac_sha1(key, base));
  std::string header = "OAuth ";
  for (const auto& [name, value] : own) {
    if (!header.ends_with(' ')) header += ", ";
    header.append(name).append("=\"").append(percent_encoded(value)).append("\"");
  }
  return {{"Authorization", header}};
}

std::string random_nonce() {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) {
    throw Error(ErrorKind::internal, "the machine has no random numbers");
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::string nonce;
  for (const unsigned char byte : bytes) {
    nonce += digits[byte >> 4U];
    nonce += digits[byte & 15U];
  }
  return nonce;
}

}  // namespace cm
