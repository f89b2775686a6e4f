// The shipped lexicons and model, on comments of our own: what anyone would call praise, blame or neither.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sentiment/sentiment_reader.h"
#include "support/source_folder.h"

namespace cm {
namespace {

const SentimentReader& shipped() {
  static const SentimentReader reader = SentimentReader::from_folder(source_folder() / "rules/sentiment");
  return reader;
}

struct Sample {
  std::string text;
  std::string lang;
};

TEST_CASE("Praise is positive in every language") {
  for (const Sample& sample : std::vector<Sample>{{"I love this app, great work by the whole team!", "en"},
                                                  {"Thank you so much, best service ever", "en"},
                                                  {"Merci beaucoup, service au top, je recommande", "fr"},
                                                  {"Bravo à toute l'équipe, c'est magnifique !", "fr"},
                                                  {"خدمة رائعة وشكرا لكم من القلب", "ar"},
                                                  {"تطبيق زوين بزاف الله يعطيكم الصحة", "ar"},
                                                  {"tbarkallah 3likom service zwin bzaf", "ar-Latn"}}) {
    CAPTURE(sample.text);
    CHECK(shipped().sentiment(sample.text, sample.lang) == Sentiment::positive);
  }
}

TEST_CASE("Blame is negative in every language") {
  for (const Sample& sample : std::vector<Sample>{{"Worst customer service ever, still waiting for my refund", "en"},
                                                  {"I am so disappointed, this is terrible and it broke again", "en"},
                                                  {"Service client lamentable, une honte, je suis très déçu", "fr"},
                                                  {"C'est nul, ça ne marche pas, j'en ai marre", "fr"},
                                                  {"خدمة سيئة جدا ونصابين حسبي الله ونعم الوكيل", "ar"},
                                                  {"خدمة خايبة بزاف والله عيب عليكم", "ar"},
                                                  {"had service khayb bzaf chefara w kdaba", "ar-Latn"}}) {
    CAPTURE(sample.text);
    CHECK(shipped().sentiment(sample.text, sample.lang) == Sentiment::negative);
  }
}

TEST_CASE("A text without a word has no sentiment, and an emoji may have one") {
  CHECK(shipped().sentiment("", "en") == Sentiment::unknown);
  CHECK(shipped().sentiment("@anna https://shop.example", "") == Sentiment::unknown);
  CHECK(shipped().sentiment("😍😍😍", "") == Sentiment::positive);
}

TEST_CASE("The words that decided are told") {
  const SentimentReading reading = shipped().explained("the parcel is broken, what a terrible shop", "en");
  CHECK(reading.sentiment == Sentiment::negative);
  REQUIRE_FALSE(reading.valued.empty());
  CHECK(reading.tokens.at(reading.valued.front().token).text == "broken");
  CHECK_FALSE(reading.deciding.empty());
}

TEST_CASE("Without a model the lexicon decides alone") {
  const SentimentReader reader = SentimentReader::lexicons_of(source_folder() / "rules/sentiment");
  CHECK(reader.sentiment("a terrible shop", "en") == Sentiment::negative);
  CHECK(reader.sentiment("a shop", "en") == Sentiment::neutral);
}

}  // namespace
}  // namespace cm
