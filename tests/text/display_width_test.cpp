#include "text/display_width.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("letters take the columns that a terminal gives them") {
  CHECK(display_width("") == 0);
  CHECK(display_width("abc") == 3);
  CHECK(display_width("日本") == 4);
  CHECK(display_width("e\xCC\x81") == 1);  // e and a combining acute
  CHECK(display_width("شكرا") == 4);
  CHECK(display_width("👍🏽") == 2);
  CHECK(display_width("👨‍👩‍👧") == 2);
}
