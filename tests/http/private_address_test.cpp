#include "http/private_address.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>

#include <initializer_list>

namespace cm {
namespace {

bool is_private(const char* text) {
  sockaddr_in v4{.sin_family = AF_INET};
  if (inet_pton(AF_INET, text, &v4.sin_addr) == 1) return is_private_address(reinterpret_cast<const sockaddr&>(v4));
  sockaddr_in6 v6{.sin6_family = AF_INET6};
  REQUIRE(inet_pton(AF_INET6, text, &v6.sin6_addr) == 1);
  return is_private_address(reinterpret_cast<const sockaddr&>(v6));
}

}  // namespace

TEST_CASE("addresses inside somebody's network are private, in every way to write them") {
  for (const char* const address : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
                                    "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1",
                                    "::", "::ffff:10.0.0.1", "64:ff9b::a00:1", "fd00::1", "fe80::1", "ff02::1"}) {
    CAPTURE(address);
    CHECK(is_private(address));
  }
}

TEST_CASE("addresses of the internet are not private, also next to the ranges that are") {
  for (const char* const address :
       {"9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
        "192.169.0.0", "198.51.100.7", "2001:4860::8888", "::ffff:198.51.100.7"}) {
    CAPTURE(address);
    CHECK_FALSE(is_private(address));
  }
}

}  // namespace cm
