#include "platforms/oauth1.h"

#include <doctest/doctest.h>

namespace cm {

TEST_CASE("a request is signed as RFC 5849 has it") {
  const Oauth1Keys keys{"key-sample", "consumer secret", "token-sample", "token/secret"};
  const HttpHeaders headers = oauth1_authorization(
      keys, "GET", "https://api.x.com/2/tweets/search/recent?query=to%3Aacme%20is%3Areply&max_results=100",
      parse_iso8601("2026-11-20T10:00:00Z").value(), "00ff");
  REQUIRE(headers.size() == 1);
  CHECK(headers[0].first == "Authorization");
  // The signature was computed by another program (Python's hmac) from the same words.
  CHECK(headers[0].second ==
        "OAuth oauth_consumer_key=\"key-sample\", oauth_nonce=\"00ff\", oauth_signature_method=\"HMAC-SHA1\", "
        "oauth_timestamp=\"1795168800\", oauth_token=\"token-sample\", oauth_version=\"1.0\", "
        "oauth_signature=\"6IwpeCGgsVbo8mWJen2vg1uRjgA%3D\"");
}

TEST_CASE("keys are four words of JSON, and anything else is another kind of secret") {
  CHECK(parse_oauth1_keys(R"({"consumer_key":"a","consumer_secret":"b","token":"c","token_secret":"d"})").has_value());
  CHECK_FALSE(parse_oauth1_keys(R"({"consumer_key":"a","consumer_secret":"b","token":"c"})").has_value());
  CHECK_FALSE(parse_oauth1_keys("an-access-token").has_value());
}

TEST_CASE("no two nonces are the same") { CHECK(random_nonce() != random_nonce()); }

}  // namespace cm
