#include "platforms/secret_words.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("a secret is left out of what a service says, as a whole, by its words, and by the texts of its JSON") {
  SecretWords words;
  words.add("Bearer EAABsbCS1iHg");
  words.add("abcd efgh ijkl mnop");
  words.add(R"({"client_id":"our-own-client","refresh_token":"1//0gFZ4q"})");

  CHECK(words.left_out_of("Malformed access token EAABsbCS1iHg, EAABsbCS1iHg.") == "Malformed access token ..., ....");
  CHECK(words.left_out_of("no such password: abcd efgh ijkl mnop") == "no such password: ...");
  CHECK(words.left_out_of("1//0gFZ4q of our-own-client") == "... of ...");
  CHECK(words.left_out_of("Bearer realm=\"blog\", client_id") == "Bearer realm=\"blog\", client_id");
}

TEST_CASE("where one secret holds another, none of it is left") {
  SecretWords words;
  words.add("hush-hush");
  words.add("hush-hush-hush");

  CHECK(words.left_out_of("hush-hush-hush") == "...");
}
