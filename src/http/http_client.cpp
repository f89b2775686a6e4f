#include "http/http_client.h"

#include <algorithm>

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
