// Punycode (RFC 3492): how host names carry letters beyond ASCII.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cm {

/// The Unicode label that stands behind "xn--" in a host name, as UTF-8; nothing when it is ill-formed.
[[nodiscard]] std::optional<std::string> from_punycode(std::string_view label);

}  // namespace cm
