#include "text/deobfuscate.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace cm {
namespace {

std::string meant(std::string_view text) { return deobfuscate(text).text; }

TEST_CASE("evasive spellings are undone, and noticed") {
  struct Row {
    const char* written;
    const char* meant;
  };
  const Row rows[] = {
      {"f.u.c.k", "fuck"},
      {"what the f.u.c.k", "what the fuck"},
      {"f.u.ck you", "fuck you"},
      {"s h i t", "shit"},
      {"what a s h i t", "what a shit"},
      {"b u l l s h i t", "bullshit"},
      {"a s s", "ass"},
      {"f-u-c-k", "fuck"},
      {"f_u_c_k", "fuck"},
      {"f . u . c . k", "fuck"},
      {"f*ck", "fuck"},
      {"f**k", "fuck"},
      {"sh*t", "shit"},
      {"motherf*cker", "motherfucker"},
      {"FUUUCK off", "fuck off"},
      {"fuuuuuck", "fuck"},
      {"pusssssy", "pussy"},
      {"asssss", "ass"},
      {"niiique", "nique"},
      {"fuuck", "fuck"},
      {"sh1t", "shit"},
      {"b!tch", "bitch"},
      {"a$$", "ass"},
      {"@ss", "ass"},
      {"@$$h0le", "asshole"},
      {"a$$h0le", "asshole"},
      {"a55hole", "asshole"},
      {"s1ut", "slut"},
      {"wh0r3", "whore"},
      {"5h1t", "shit"},
      {"b4stard", "bastard"},
      {"f3ck", "feck"},
      {"fυck", "fuck"},
      {"fцck", "fuck"},
      {"ѕһіt", "shit"},
      {"ѕһіт", "shit"},
      {"𝖋𝖚𝖈𝖐 ɪt", "fuck it"},
      {"🅵🆄🅲🅺", "fuck"},
      {"🇫 🇺 🇨 🇰", "fuck"},
      {"ｓ.ｈ.ｉ.ｔ", "shit"},
      {"\u202Ekcuf\u202C you", "fuck you"},
      {"ك.ل.ب", "كلب"},
      {"كلللللب", "كلب"},
  };
  for (const Row& row : rows) {
    CHECK_MESSAGE(meant(row.written) == row.meant, std::string(row.written));
    const bool folded_already = fold(row.written).text == row.meant;
    CHECK_MESSAGE(looks_obfuscated(row.written) == !folded_already, std::string(row.written));
  }
}

TEST_CASE("ordinary text does not look obfuscated") {
  for (const char* text : {"Scunthorpe United",
                           "a specialist in cocktails",
                           "passé composé",
                           "عبد الرحمن محمد",
                           "Je t'ai dit qu'il n'y a pas",
                           "covid19",
                           "call +216 22 333 444",
                           "it costs $100 or 50€",
                           "see you at 20h30",
                           "2nd place, 4g network",
                           "ma3lich ya khouya",
                           "7abibi 3afak",
                           "hhhhhh",
                           "ههههههه",
                           "good!!!",
                           "www.acme.example",
                           "#northline est bien",
                           "@northline svp",
                           "iphone 14 pro",
                           "hello :)",
                           "rendez-vous à midi",
                           "c'est-à-dire",
                           "J'ai payé 12.50 dt",
                           "vacances 🇲🇦🇹🇳 2024",
                           "R2D2 is old",
                           "no. 5",
                           "il y a 3 jours",
                           "I am a man",
                           "ok😂😂😂😂",
                           "x-p ❤",
                           "@u1c5a96 merci"})
    CHECK_MESSAGE(!looks_obfuscated(text), std::string(text));
}

TEST_CASE("both ways of scanning notice the same, wherever in a long text it stands") {
  const std::vector<std::string> parts{
      "f.u.ck", "s h i t", "f*ck", "fuuuck", "ك ل ب", "كلللب", "a$$", "@ss", "@u1c5a", "l1ke", "hhhh", "www.", "uu",
      "biitch", "b!",      " ",    " ",      "the",   "c'est", "é",   "😀",   "🇫 🇺 🇨",  "12",   "s3x",  "$hit", "-"};
  std::mt19937 random(9);
  int odd = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    const std::size_t count = random() % 12;
    for (std::size_t i = 0; i < count; ++i) text += parts[random() % parts.size()] + (random() % 2 == 0 ? " " : "");
    text = folded(text);
    INFO(text);
    const bool is_odd = has_odd_spelling(text);
    REQUIRE(is_odd == has_odd_spelling(text, Vectors::none));
    REQUIRE(is_odd == has_odd_spelling(text, std::min(vectors(), Vectors::sse2)));
    odd += is_odd ? 1 : 0;
  }
  CHECK(odd > 1000);
  for (std::size_t size = 0; size < 200; ++size) {
    INFO(size);
    CHECK(has_odd_spelling(folded(std::string(size, 'q') + " f.u.c.k " + std::string(size, 'z'))));
    CHECK(has_odd_spelling(folded(std::string(size, '-') + "fuuuck" + std::string(size, '-'))));
    CHECK_FALSE(has_odd_spelling(folded(std::string(size, '-') + " fine " + std::string(size, '-'))));
  }
}

TEST_CASE("numbers, prices, units and Arabizi keep their digits") {
  for (const char* text : {"2nd",     "b2b",
                           "4g",      "mp3",
                           "covid19", "$100",
                           "100$",    "50eur",
                           "1st",     "10k",
                           "20h30",   "galaxy a55",
                           "iphone7", "+216 22 333 444",
                           "3afak",   "7abibi",
                           "ma3lich", "sba7",
                           "9alb",    "5ouya",
                           "la7na",   "name@shop.example",
                           "us$50"})
    CHECK_MESSAGE(meant(text) == text, std::string(text));
}

TEST_CASE("exclamation marks and mentions stay what they are") {
  CHECK(meant("sh1t!!!") == "shit!!!");
  CHECK(meant("@amine123 ok") == "@amine123 ok");
}

TEST_CASE("flags are not letters") { CHECK(meant("🇫🇷 ok") == "🇫🇷 ok"); }

TEST_CASE("text that is really Russian or Greek keeps its letters") {
  CHECK(meant("сука, я люблю жизнь") == "сука, я люблю жизнь");
}

TEST_CASE("doubled letters stay doubled") {
  for (const char* text : {"ass", "pussy", "boobs", "hello", "coffee"}) CHECK(meant(text) == text);
}

TEST_CASE("a span leads back to the original, first letter to last") {
  const std::string_view text = "oh 😡 f.u.\u200Bc.k\u0301. you";
  const ViewedText view = deobfuscate(text);
  const std::size_t at = view.text.find("fuck");
  REQUIRE(at != std::string::npos);
  const std::uint32_t begin = view.begin[at];
  CHECK(text.substr(begin, view.end[at + 3] - begin) == "f.u.\u200Bc.k\u0301");
}

TEST_CASE("a span in text that was turned around does not run backwards") {
  const ViewedText view = deobfuscate("ok \u202Etihs kcuf\u202C ok");
  const std::size_t at = view.text.find("fuck shit");
  REQUIRE(at != std::string::npos);
  CHECK(view.begin[at] < view.end[at + 8]);
}

}  // namespace
}  // namespace cm
