// The links in a comment, also those that hide from link finders.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace cm {

struct Link {
  std::string url;        ///< as a browser would take it, with a scheme
  std::string host;       ///< lower case, punycode shown as Unicode, without "www." and without a last dot
  std::size_t begin = 0;  ///< bytes in the original text
  std::size_t end = 0;
};

/// Finds http(s) addresses, bare hosts with a known ending ("bit.ly/x"), and the forms that evade
/// ("hxxp://", "example dot com", "example[.]com"). `utf8` is valid UTF-8.
[[nodiscard]] std::vector<Link> find_links(std::string_view utf8);

/// Whether a host (as in Link::host) only sends on to another address: "bit.ly".
[[nodiscard]] bool is_link_shortener(std::string_view host);

}  // namespace cm
