#include "http/url.h"

#include <algorithm>
#include <cctype>

#include "http/http_client.h"

namespace cm {
namespace {

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::string_view query_of(std::string_view address) {
  const auto fragment = address.find('#');
  if (fragment != std::string_view::npos) address = address.substr(0, fragment);
  const auto mark = address.find('?');
  return mark == std::string_view::npos ? std::string_view() : address.substr(mark + 1);
}

}  // namespace

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
    if (text[at] == '%' && high >= 0 && low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      decoded += text[at] == '+' ? ' ' : text[at];
    }
  }
  return decoded;
}

UrlParameters& UrlParameters::add(std::string_view name, std::string_view value) {
  list_.emplace_back(name, value);
  return *this;
}

UrlParameters& UrlParameters::add_unless_empty(std::string_view name, std::string_view value) {
  return value.empty() ? *this : add(name, value);
}

std::string UrlParameters::encoded() const {
  std::string text;
  for (const auto& [name, value] : list_) {
    if (!text.empty()) text += '&';
    text.append(percent_encoded(name)).append("=").append(percent_encoded(value));
  }
  return text;
}

std::string with_query(std::string_view address, const UrlParameters& parameters) {
  std::string whole(address);
  if (parameters.empty()) return whole;
  whole += whole.find('?') == std::string::npos ? '?' : '&';
  return whole + parameters.encoded();
}

std::optional<std::string> query_value(std::string_view address, std::string_view name) {
  std::string_view query = query_of(address);
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view parameter = query.substr(0, end);
    const auto equals = parameter.find('=');
    if (percent_decoded(parameter.substr(0, equals)) == name) {
      return equals == std::string_view::npos ? std::string() : percent_decoded(parameter.substr(equals + 1));
    }
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return std::nullopt;
}

std::string origin_of(std::string_view address) {
  const auto scheme = address.find("://");
  if (scheme == std::string_view::npos || scheme == 0) return {};
  std::string_view host = address.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const auto at = host.rfind('@');
  if (at != std::string_view::npos) host = host.substr(at + 1);
  if (host.empty()) return {};
  std::string origin = std::string(address.substr(0, scheme + 3)) + std::string(host);
  std::ranges::transform(origin, origin.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return origin;
}

}  // namespace cm
