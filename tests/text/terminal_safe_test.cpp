#include "text/terminal_safe.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

TEST_CASE("control characters do not reach a terminal") {
  CHECK(terminal_safe("a\x1B[31mred\x07\x7F") == "a[31mred");
  CHECK(terminal_safe("\u009B31mred") == "31mred");
  CHECK(terminal_safe("one\ttwo\nthree") == "one two three");
}

TEST_CASE("characters that turn the direction of text do not reach a terminal") {
  CHECK(terminal_safe("a\u202Eb\u202Cc\u2066d\u2069") == "abcd");
}

TEST_CASE("text that harms nobody stays, ill-formed bytes are replaced") {
  CHECK(terminal_safe("Ça va 😀 مرحبا") == "Ça va 😀 مرحبا");
  CHECK(terminal_safe("a\xFFz") == "a\uFFFDz");
}

}  // namespace
}  // namespace cm
