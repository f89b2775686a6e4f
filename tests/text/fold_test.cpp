#include "text/fold.h"

#include <doctest/doctest.h>

#include <string>

namespace cm {
namespace {

std::string original_of(std::string_view utf8, std::string_view part) {
  const ViewedText view = fold(utf8);
  const std::size_t at = view.text.find(part);
  REQUIRE(at != std::string::npos);
  const std::uint32_t begin = view.begin[at];
  return std::string(utf8.substr(begin, view.end[at + part.size() - 1] - begin));
}

TEST_CASE("folding makes letters small and takes their marks away") {
  CHECK(folded("Été PASSÉ Straße İstanbul ΣΊΣΥΦΟΣ") == "ete passe strasse istanbul σισυφοσ");
  CHECK(folded("e\u0301te\u0301") == folded("été"));
  CHECK(folded("sœur") == "soeur");
}

TEST_CASE("folding unifies wide, mathematical and joined forms") {
  CHECK(folded("ＦＵＣＫ 𝒻𝓊𝒸𝓀 ⓕⓤⓒⓚ ﬁn") == "fuck fuck fuck fin");
}

TEST_CASE("folding drops what shows nothing") {
  CHECK(folded("f\u200Bu\u200Dc\u00ADk\uFEFF") == "fuck");
  CHECK(folded(std::string("a\0b\x01"
                           "c",
                           5)) == "abc");
}

TEST_CASE("folding unifies Arabic letter variants, harakat, tatweel and presentation forms") {
  CHECK(folded("أإآٱ") == "اااا");
  CHECK(folded("ى ة") == "ي ه");
  CHECK(folded("کی") == "كي");
  CHECK(folded("مُحَمَّد") == "محمد");
  CHECK(folded("كـــلب") == "كلب");
  CHECK(folded("ﻛﻠﺐ") == "كلب");
  CHECK(folded("ﷺ") == "صلي الله عليه وسلم");
  CHECK(folded("ؤ") == folded("و\u0654"));
}

TEST_CASE("typographic quotes become plain ones") { CHECK(folded("It’s “so” «bon»") == "it's \"so\" \"bon\""); }

TEST_CASE("white space becomes one blank, and none at the ends") {
  CHECK(folded(" \t a\u00A0\n\u3000b \r\n") == "a b");
  CHECK(folded("") == "");
  CHECK(folded(" \n") == "");
}

TEST_CASE("Hangul letters join the way composed syllables are written") {
  CHECK(folded("\u1112\u1161\u11AB") == "한");
  CHECK(folded("한") == "한");
}

TEST_CASE("vowel signs of Indian scripts stay") { CHECK(folded("हिन्दी") == "हिन्दी"); }

TEST_CASE("a span leads back to the bytes it came from, with the marks on its last letter") {
  CHECK(original_of("un café noir", "cafe") == "café");
  CHECK(original_of("un cafe\u0301 noir", "cafe") == "cafe\u0301");
  CHECK(original_of("😡 fu\u200Bck\u200B off", "fuck") == "fu\u200Bck");
  CHECK(original_of("l\u0308\u0301a", "l") == "l\u0308\u0301");
  CHECK(original_of("x ﷺ y", "الله") == "ﷺ");
  CHECK(original_of("a \t\u200B\n b", "a b") == "a \t\u200B\n b");
  CHECK(original_of("❤️ ok", "❤") == "❤️");
}

TEST_CASE("both ways of folding give the same text") {
  for (const char* text : {"Héllo ﷺ  wörld", "\u0301 x", "\u1112\u1161", "a\u200B\u0301 ", "🇫🇷 ＡＢ"})
    CHECK(fold(text).text == folded(text));
}

TEST_CASE("every byte of a view has a place") {
  const ViewedText view = fold("  Ça ﷺ va\u0301 \u1112\u1161\u11AB 😀  ");
  REQUIRE(view.begin.size() == view.text.size());
  REQUIRE(view.end.size() == view.text.size());
  for (std::size_t i = 0; i < view.text.size(); ++i) {
    CHECK(view.begin[i] < view.end[i]);
    if (i > 0) {
      CHECK(view.begin[i] >= view.begin[i - 1]);
      CHECK(view.end[i] >= view.end[i - 1]);
    }
  }
}

}  // namespace
}  // namespace cm
