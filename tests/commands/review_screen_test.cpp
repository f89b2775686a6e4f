#include "people/review_screen.h"

#include <doctest/doctest.h>

#include "text/display_width.h"

using namespace cm;

namespace {

ScreenStyle narrow(std::size_t width, bool coloured = false) { return {width, coloured, "UTC"}; }

}  // namespace

TEST_CASE("a text is broken between words, and within one that is longer than a line") {
  CHECK(laid_out("one two three", {}, "", narrow(11)) == "one two\nthree\n");
  CHECK(laid_out("one two", {}, "  ", narrow(60)) == "  one two\n");
  CHECK(laid_out("abcdefghijklmnopqrstuvwxyz", {}, "", narrow(20)) == "abcdefghijklmnopqr\nstuvwxyz\n");
  CHECK(laid_out("one\ntwo", {}, "| ", narrow(60)) == "| one\n| two\n");
}

TEST_CASE("what matched is set off, with colour or in brackets, also where spans overlap") {
  CHECK(laid_out("you idiot you", {{4, 9}}, "", narrow(60)) == "you [idiot] you\n");
  CHECK(laid_out("you idiot you", {{6, 9}, {4, 7}}, "", narrow(60)) == "you [idiot] you\n");
  CHECK(laid_out("you idiot", {{4, 9}}, "", narrow(60, true)) == "you \x1b[1;7midiot\x1b[0m\n");
}

TEST_CASE("no line is wider than the terminal, whatever the letters") {
  const std::string text = std::string("日本語のコメントはとても長い文章になります ") + "👍🏽👍🏽👍🏽 " +
                           "وشكرا جزيلا على التوصيل السريع " + "جدا and more words";
  const std::string laid = laid_out(text, {{0, 9}, {30, 60}}, "  ", narrow(24));
  std::size_t begin = 0;
  while (begin < laid.size()) {
    const std::size_t end = laid.find('\n', begin);
    CHECK(display_width(laid.substr(begin, end - begin)) <= 24);
    begin = end + 1;
  }
}

TEST_CASE("a comment cannot send control characters or turn the direction of a line") {
  const std::string laid = laid_out("red \x1b[31m and \xE2\x80\xAE turned \r\x07", {}, "", narrow(60));
  CHECK(laid.find('\x1b') == std::string::npos);
  CHECK(laid.find('\x07') == std::string::npos);
  CHECK(laid.find("\xE2\x80\xAE") == std::string::npos);
}
