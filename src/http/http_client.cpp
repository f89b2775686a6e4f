#include "http/http_client.h"

#include <openssl/evp.h>

#include <algorithm>
#include <ctime>

#include "http/curl_library.h"

namespace cm {
namespace {

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

/// An address in its parts, for showing; CURLU does the exact work where it matters.
struct ShownUrl {
  std::string_view scheme;  // with "://"
  std::string_view host;
  std::string_view path;
};

ShownUrl parts_of(std::string_view url) {
  ShownUrl parts;
  const std::size_t colon = url.find("://");
  if (colon != std::string_view::npos) parts.scheme = url.substr(0, colon + 3);
  url.remove_prefix(parts.scheme.size());
  const std::size_t host_end = std::min(url.find_first_of("/?#"), url.size());
  parts.host = url.substr(0, host_end);
  if (const std::size_t at = parts.host.rfind('@'); at != std::string_view::npos) parts.host.remove_prefix(at + 1);
  url.remove_prefix(host_end);
  parts.path = url.substr(0, std::min(url.find_first_of("?#"), url.size()));
  return parts;
}

}  // namespace

bool same_header_name(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](char a, char b) { return lower(a) == lower(b); });
}

std::optional<std::string_view> HttpReply::header(std::string_view name) const {
  for (const auto& [known, value] : headers) {
    if (same_header_name(known, name)) return value;
  }
  return std::nullopt;
}

std::string loggable_url(std::string_view url) {
  const ShownUrl parts = parts_of(url);
  return std::string(parts.scheme).append(parts.host).append(parts.path);
}

std::string host_of(std::string_view url) { return std::string(parts_of(url).host); }

std::optional<Timestamp> parse_http_date(std::string_view text) {
  const std::time_t moment = libcurl().getdate(std::string(text).c_str(), nullptr);
  if (moment == -1) return std::nullopt;
  return Timestamp(std::chrono::seconds(moment));
}

std::optional<Timestamp> sent_at(const HttpReply& reply) {
  const auto date = reply.header("Date");
  return date ? parse_http_date(*date) : std::nullopt;
}

HttpHeaders basic_authorization(std::string_view user, std::string_view password) {
  const std::string login = std::string(user).append(":").append(password);
  std::string encoded(4 * ((login.size() + 2) / 3) + 1, '\0');
  // OpenSSL counts in int and unsigned char.
  const int size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                      reinterpret_cast<const unsigned char*>(login.data()), static_cast<int>(login.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return {{"Authorization", "Basic " + encoded}};
}

HttpHeaders bearer_authorization(std::string_view token) { return {{"Authorization", "Bearer " + std::string(token)}}; }

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string encoded;
  for (const char letter : text) {
    const bool plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                       (letter >= '0' && letter <= '9') ||
                       std::string_view("-._~").find(letter) != std::string_view::npos;
    if (plain) {
      encoded += letter;
      continue;
    }
    const auto byte = static_cast<unsigned char>(letter);
    encoded += '%';
    encoded += digits[byte >> 4U];
    encoded += digits[byte & 15U];
  }
  return encoded;
}

}  // namespace cm
