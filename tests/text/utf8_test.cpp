#include "text/utf8.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

TEST_CASE("ill-formed UTF-8 is told from well-formed") {
  CHECK(is_valid_utf8(""));
  CHECK(is_valid_utf8("é€😀"));
  CHECK_FALSE(is_valid_utf8("\xC3"));
  CHECK_FALSE(is_valid_utf8("\xC0\x80"));
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));
  CHECK_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));
}

TEST_CASE("each longest start of a character that never ends becomes one replacement") {
  CHECK(repaired_utf8("a\xE2\x82z") == "a\uFFFDz");
  CHECK(repaired_utf8("\xF0\x9F\x98") == "\uFFFD");
  CHECK(repaired_utf8("\xC0\x80") == "\uFFFD\uFFFD");
  CHECK(repaired_utf8("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");
  CHECK(repaired_utf8("été") == "été");
}

TEST_CASE("walking reads the same code points from both ends") {
  const std::string_view text = "aé€😀";
  CHECK(code_point_at(text, 1).value == U'é');
  CHECK(code_point_at(text, 3).value == U'€');
  CHECK(code_point_before(text, text.size()).value == U'😀');
  CHECK(code_point_before(text, 6).size == 3);
  std::string built;
  for (const char32_t c : {U'a', U'é', U'€', U'😀'}) append_utf8(built, c);
  CHECK(built == text);
}

}  // namespace
}  // namespace cm
