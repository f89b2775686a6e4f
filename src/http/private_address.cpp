#include "http/private_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace cm {
namespace {

struct Range {
  std::uint32_t first;
  unsigned bits;
};

// The IANA registry of special-purpose IPv4 addresses, as far as they are not globally reachable.
constexpr std::array<Range, 9> private_ranges{{
    {0x00000000, 8},   // 0.0.0.0/8, this network
    {0x0A000000, 8},   // 10.0.0.0/8
    {0x64400000, 10},  // 100.64.0.0/10, shared by a carrier's customers
    {0x7F000000, 8},   // 127.0.0.0/8, this machine
    {0xA9FE0000, 16},  // 169.254.0.0/16, link-local; clouds keep their secrets there
    {0xAC100000, 12},  // 172.16.0.0/12
    {0xC0000000, 24},  // 192.0.0.0/24
    {0xC0A80000, 16},  // 192.168.0.0/16
    {0xE0000000, 3},   // multicast and above
}};

bool is_private_v4(std::uint32_t address) {
  return std::ranges::any_of(private_ranges,
                             [&](const Range& range) { return (address ^ range.first) >> (32U - range.bits) == 0; });
}

bool is_private_v6(const std::array<unsigned char, 16>& bytes) {
  const auto zeros = [&](std::size_t count) {
    return std::all_of(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count),
                       [](unsigned char byte) { return byte == 0; });
  };
  const auto v4_at = [&](std::size_t at) {
    return std::uint32_t{bytes.at(at)} << 24U | std::uint32_t{bytes.at(at + 1)} << 16U |
           std::uint32_t{bytes.at(at + 2)} << 8U | std::uint32_t{bytes.at(at + 3)};
  };
  if (zeros(10) && bytes[10] == 0xFF && bytes[11] == 0xFF) return is_private_v4(v4_at(12));
  if (zeros(12)) return true;  // ::, ::1 and IPv4 of old
  if (bytes[0] == 0 && bytes[1] == 0x64 && bytes[2] == 0xFF && bytes[3] == 0x9B)
    return is_private_v4(v4_at(12));  // NAT64
  return (bytes[0] & 0xFEU) == 0xFC || (bytes[0] == 0xFE && (bytes[1] & 0xC0U) >= 0x80) || bytes[0] == 0xFF;
}

}  // namespace

bool is_private_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_private_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    std::array<unsigned char, 16> bytes{};
    std::memcpy(bytes.data(), v6.sin6_addr.s6_addr, bytes.size());
    return is_private_v6(bytes);
  }
  return true;
}

}  // namespace cm
