#include "http/http_client.h"

#include <doctest/doctest.h>

namespace cm {

TEST_CASE("a header is found whatever its case") {
  const HttpReply reply{200, {{"X-WP-Total", "3"}}, {}};

  CHECK(reply.header("x-wp-total") == "3");
  CHECK_FALSE(reply.header("x-wp-totals").has_value());
}

TEST_CASE("an address is logged without user, query and fragment") {
  CHECK(loggable_url("https://sam:pw@blog.example:8443/a/b?token=x#y") == "https://blog.example:8443/a/b");
  CHECK(loggable_url("https://blog.example?token=x") == "https://blog.example");
  CHECK(loggable_url("nonsense?token") == "nonsense");
  CHECK(host_of("http://u@127.0.0.1:80/a@b") == "127.0.0.1:80");
}

TEST_CASE("text in a query is encoded byte by byte") { CHECK(percent_encoded("a b&é~") == "a%20b%26%C3%A9~"); }

TEST_CASE("a login is a header of its kind") {
  CHECK(basic_authorization("moderator", "abcd efgh").front().second == "Basic bW9kZXJhdG9yOmFiY2QgZWZnaA==");
  CHECK(bearer_authorization("t").front().second == "Bearer t");
}

TEST_CASE("a host tells its time in the header Date") {
  CHECK(sent_at({200, {{"date", "Fri, 20 Nov 2026 10:00:00 GMT"}}, {}}) == parse_iso8601("2026-11-20T10:00:00Z"));
  CHECK_FALSE(sent_at({200, {{"date", "today"}}, {}}).has_value());
}

}  // namespace cm
