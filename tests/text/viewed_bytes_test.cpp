#include "text/viewed_bytes.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "text/characters.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

/// The bytes that belong to words, one letter a byte.
std::string words_of(const ViewedBytes& view) {
  std::string marks;
  for (std::size_t i = 0; i < view.text().size(); ++i)
    marks += (view.word_bits()[i / 64] >> i % 64 & 1U) != 0 ? 'w' : '-';
  return marks;
}

std::string words_expected(std::string_view text) {
  std::string marks;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint c = code_point_at(text, at);
    marks.append(c.size, is_word_character(c.value) ? 'w' : '-');
    at += c.size;
  }
  return marks;
}

void check_folds(std::string_view utf8, ViewedBytes& view) {
  const std::string expected = folded(utf8);
  view.take_folded(utf8);  // with the best that this machine has
  REQUIRE(view.text() == expected);
  REQUIRE(words_of(view) == words_expected(expected));
  REQUIRE(view.text().data()[expected.size()] == '\0');
  view.take_folded(utf8, Vectors::none);
  REQUIRE(view.text() == expected);
  REQUIRE(words_of(view) == words_expected(expected));
}

TEST_CASE("the quick fold gives what the plain one gives, for every code point") {
  ViewedBytes view;
  std::string some;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    append_utf8(some, c);
    if (c % 16 == 15) {
      check_folds(some, view);
      some.clear();
    }
  }
}

TEST_CASE("the quick fold gives what the plain one gives, for texts of all lengths") {
  std::mt19937 random(7);
  const std::vector<std::string> parts{"a",  "B ", "  ",     "\n",     "é",      "e\u0301", "الله", "ﷺ",
                                       "ﬁ",  "😀",  "\u200B", "\u1112", "\u1161", "\u11AB",  "한",   "FUCK",
                                       "_9", "~",  "\x01",   "\u3000", "x.y",    "İ"};
  ViewedBytes view;
  for (int round = 0; round < 3000; ++round) {
    std::string text;
    const std::size_t count = random() % 60;
    for (std::size_t i = 0; i < count; ++i) text += parts[random() % parts.size()];
    check_folds(text, view);
  }
  check_folds(std::string(100'000, 'A'), view);
  std::string long_forms;
  for (int i = 0; i < 500; ++i) long_forms += "ﷺ";
  check_folds(long_forms, view);
  check_folds("short again", view);
}

TEST_CASE("letters that may be meant for others are noticed") {
  ViewedBytes view;
  view.take_folded("fυck");
  CHECK(view.has_odd_letters());
  view.take_folded("a\u202Eb");
  CHECK(view.has_odd_letters());
  view.take_folded("Ça va 🇫🇷 مرحبا");
  CHECK_FALSE(view.has_odd_letters());
}

TEST_CASE("a text can be taken as it is") {
  ViewedBytes view;
  view.take("Ça 9_ 😀");
  CHECK(view.text() == "Ça 9_ 😀");
  CHECK(words_of(view) == words_expected("Ça 9_ 😀"));
}

}  // namespace
}  // namespace cm
