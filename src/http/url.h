// Addresses: percent-encoding, queries, forms, and taking an address apart.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cm {

/// %XX as bytes and "+" as a blank; a "%" that starts no such pair stays as it is.
[[nodiscard]] std::string percent_decoded(std::string_view text);

/// Names and values in the order they were added, for a query or a form body.
class UrlParameters {
 public:
  UrlParameters() = default;
  UrlParameters(std::initializer_list<std::pair<std::string, std::string>> parameters) : list_(parameters) {}

  UrlParameters& add(std::string_view name, std::string_view value);
  /// Nothing for an empty value: most services refuse a parameter that says nothing.
  UrlParameters& add_unless_empty(std::string_view name, std::string_view value);

  [[nodiscard]] bool empty() const { return list_.empty(); }
  /// "a=b&c=d", encoded; also an application/x-www-form-urlencoded body.
  [[nodiscard]] std::string encoded() const;

 private:
  std::vector<std::pair<std::string, std::string>> list_;
};

/// `address` with the parameters behind "?" or, where it has a query already, behind "&".
[[nodiscard]] std::string with_query(std::string_view address, const UrlParameters& parameters);

/// The decoded value of a parameter in an address's query; nothing when it is not there.
[[nodiscard]] std::optional<std::string> query_value(std::string_view address, std::string_view name);

/// "https://host:port" of an address, lower case; empty when it has no scheme and host.
[[nodiscard]] std::string origin_of(std::string_view address);

}  // namespace cm
