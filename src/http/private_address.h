// Which network addresses lie inside somebody's own network, and not on the public internet.
#pragma once

#include <sys/socket.h>

namespace cm {

/// This machine, private and shared ranges, link-local and multicast, IPv4 also inside IPv6. An address of
/// another family counts as private.
[[nodiscard]] bool is_private_address(const sockaddr& address);

}  // namespace cm
