#include "platforms/text_limit.h"

#include <doctest/doctest.h>

#include <string>

namespace cm {

TEST_CASE("Bluesky counts what a reader sees as one character") {
  CHECK(length_in(TextUnit::graphemes, "caf\u00E9") == 4);
  CHECK(length_in(TextUnit::graphemes, "cafe\u0301") == 4);
  CHECK(length_in(TextUnit::graphemes, "\U0001F468\u200D\U0001F469\u200D\U0001F467") == 1);
  CHECK(length_in(TextUnit::graphemes, "\U0001F44D\U0001F3FD") == 1);
  CHECK(length_in(TextUnit::graphemes, "\U0001F1EB\U0001F1F7\U0001F1E9\U0001F1EA") == 2);
  CHECK(length_in(TextUnit::graphemes, "a\r\nb") == 3);
  CHECK(length_in(TextUnit::graphemes, "\uAC01\u1100\u1161\u11A8") == 2);
  CHECK(length_in(TextUnit::graphemes, "") == 0);
}

TEST_CASE("Bluesky has a limit in bytes beside the one in characters") {
  std::string families;
  for (int i = 0; i < 200; ++i) families += "\U0001F468\u200D\U0001F469\u200D\U0001F467";
  CHECK(why_too_long(bluesky_text, families) == "the text is 3600 bytes long, 3000 are allowed");
  CHECK(why_too_long(bluesky_text, std::string(301, 'a')) == "the text is 301 characters long, 300 are allowed");
  CHECK(why_too_long(bluesky_text, std::string(300, 'a')).empty());
}

TEST_CASE("X weighs characters, and every link the same") {
  CHECK(length_in(TextUnit::x_weighted, "hello") == 5);
  CHECK(length_in(TextUnit::x_weighted, "\u65E5\u672C") == 4);
  CHECK(length_in(TextUnit::x_weighted, "\U0001F468\u200D\U0001F469\u200D\U0001F467") == 2);
  CHECK(length_in(TextUnit::x_weighted, "see https://a.example/" + std::string(90, 'x') + ".") == 4 + 23 + 1);
  CHECK(why_too_long(x_text, std::string(281, 'a')) == "the text is 281 characters long, 280 are allowed");
}

TEST_CASE("Mastodon counts a mention without its host") {
  CHECK(length_in(TextUnit::links_as_23, "@sam@social.example hi") == 7);
  CHECK(length_in(TextUnit::links_as_23, "mail sam@social.example") == 23);
  CHECK(length_in(TextUnit::links_as_23, "https://a.example/x y") == 25);
}

TEST_CASE("code points, UTF-16 units and bytes differ where they should") {
  CHECK(length_in(TextUnit::code_points, "\U0001F44D\u00E9") == 2);
  CHECK(length_in(TextUnit::utf16_units, "\U0001F44D\u00E9") == 3);
  CHECK(length_in(TextUnit::bytes, "\U0001F44D\u00E9") == 6);
}

}  // namespace cm
