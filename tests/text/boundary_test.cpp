#include "text/boundary.h"

#include <doctest/doctest.h>

#include <string_view>

namespace cm {
namespace {

bool stands_alone(std::string_view text, std::string_view word, Boundary boundary = Boundary::word) {
  const std::size_t at = text.find(word);
  return has_boundary(text, at, at + word.size(), boundary);
}

TEST_CASE("a word ends at punctuation, blanks, emoji and the ends of the text") {
  CHECK(stands_alone("pass", "pass"));
  CHECK(stands_alone("(pass)", "pass"));
  CHECK(stands_alone("😀pass😀", "pass"));
  CHECK(stands_alone("l'été.", "été"));
}

TEST_CASE("a word does not end at a letter, mark, digit or underscore of any script") {
  CHECK_FALSE(stands_alone("passé", "pass"));
  CHECK_FALSE(stands_alone("passe\u0301", "passe"));
  CHECK_FALSE(stands_alone("pass_word", "pass"));
  CHECK_FALSE(stands_alone("pass9", "pass"));
  CHECK_FALSE(stands_alone("pass٣", "pass"));
  CHECK_FALSE(stands_alone("عبدالله", "الله"));
  CHECK_FALSE(stands_alone("pass\u200Dion", "pass"));
}

TEST_CASE("a boundary may be asked for on one side") {
  CHECK(stands_alone("passion", "pass", Boundary::start));
  CHECK_FALSE(stands_alone("compass", "pass", Boundary::start));
  CHECK(stands_alone("compass", "pass", Boundary::end));
  CHECK(stands_alone("compassion", "pass", Boundary::none));
}

TEST_CASE("boundaries are called what rule files call them") {
  for (const Boundary boundary : {Boundary::word, Boundary::start, Boundary::end, Boundary::none})
    CHECK(parse_boundary(to_string(boundary)) == boundary);
  CHECK_FALSE(parse_boundary("words"));
}

}  // namespace
}  // namespace cm
