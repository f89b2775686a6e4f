#include "http/url.h"

#include <doctest/doctest.h>

namespace cm {

TEST_CASE("a query is encoded byte by byte") {
  CHECK(UrlParameters{{"q", "a b&c=d"}, {"tag", "\xC3\xA9~"}}.encoded() == "q=a%20b%26c%3Dd&tag=%C3%A9~");
  CHECK(with_query("https://a.example/x", {{"q", "1"}}) == "https://a.example/x?q=1");
  CHECK(with_query("https://a.example/x?p=2", {{"q", "1"}}) == "https://a.example/x?p=2&q=1");
  CHECK(with_query("https://a.example/x", {}) == "https://a.example/x");
}

TEST_CASE("decoding leaves a percent sign alone that stands for nothing") {
  CHECK(percent_decoded("100%") == "100%");
  CHECK(percent_decoded("1%2") == "1%2");
  CHECK(percent_decoded("%zz%41") == "%zzA");
  CHECK(percent_decoded("a+b%20c") == "a b c");
  CHECK(percent_decoded("%41") == "A");
}

TEST_CASE("a parameter is found by its name and nothing else") {
  const char* const address = "https://a.example/url?sa=t&url=https://b.example/%3Fx%3D1&ct=ga#url=no";
  CHECK(query_value(address, "url") == "https://b.example/?x=1");
  CHECK(query_value(address, "ct") == "ga");
  CHECK_FALSE(query_value(address, "rl"));
  CHECK_FALSE(query_value("https://a.example/", "url"));
}

TEST_CASE("an origin is scheme, host and port without the user") {
  CHECK(origin_of("HTTPS://me:pw@A.example:8443/x?y#z") == "https://a.example:8443");
  CHECK(origin_of("/just/a/path").empty());
}

}  // namespace cm
