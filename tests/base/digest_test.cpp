#include "base/digest.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("the digest of \"abc\" is the one that FIPS 180-2 prints") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(text_digest("abc") == "ba7816bf8f01cfea");
}
