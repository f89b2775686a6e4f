#include "base/suggest.h"

#include <doctest/doctest.h>

#include <array>

using namespace cm;

namespace {
constexpr std::array<std::string_view, 3> platforms{"mastodon", "bluesky", "wordpress"};
}

TEST_CASE("a mistyped word is answered with the known one") {
  CHECK(did_you_mean("mastadon", platforms) == "; did you mean \"mastodon\"?");
}

TEST_CASE("a word that is far from all known ones is answered with nothing") {
  CHECK(did_you_mean("x", platforms).empty());
  CHECK_FALSE(nearest("facebook", platforms));
}

TEST_CASE("two letters in the wrong order are one mistake, however short the word") {
  constexpr std::array<std::string_view, 2> known{"path", "plan"};
  CHECK(nearest("paht", known) == "path");
  CHECK(nearest("paln", known) == "plan");
}
