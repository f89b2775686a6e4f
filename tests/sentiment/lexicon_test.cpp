#include "sentiment/lexicon.h"

#include <doctest/doctest.h>

#include <string_view>
#include <vector>

namespace cm {
namespace {

SentimentLexicon lexicon_of(std::string_view contents) {
  SentimentLexicon lexicon;
  std::vector<Problem> problems;
  lexicon.add(contents, "test.txt", problems);
  REQUIRE(problems.empty());
  return lexicon;
}

constexpr std::string_view sample =
    "# sample\n"
    "+2: great, love*, worth it\n"
    "-2: bad, سيئ*, سيء\n"
    "0: lovers lane, glover\n"
    "+3: عجب*\n"
    "not: not, مش\n"
    "more: very\n"
    "less: a bit\n";

double sum_of(std::string_view text) {
  static const SentimentLexicon lexicon = lexicon_of(sample);
  double sum = 0;
  for (const ValuedWord& word : lexicon.find(sentiment_tokens(text))) sum += word.value;
  return sum;
}

TEST_CASE("Words, stems and phrases have their values") {
  CHECK(sum_of("great") == 2);
  CHECK(sum_of("Loved it") == 2);
  CHECK(sum_of("it was worth it") == 2);
  CHECK(sum_of("worth nothing") == 0);
  CHECK(sum_of("a glove") == 0);
}

TEST_CASE("A longer entry goes before a stem") {
  CHECK(sum_of("lovers lane") == 0);
  CHECK(sum_of("lovers") == 2);
}

TEST_CASE("A negation turns the words behind it, and only the next three") {
  CHECK(sum_of("not great") == doctest::Approx(-1.4));
  CHECK(sum_of("not a great idea") == doctest::Approx(-1.4));
  CHECK(sum_of("not now my old friend great") == 2);
  CHECK(sum_of("not now, great") == 2);
}

TEST_CASE("More and less change the next word's value, up to the strongest") {
  CHECK(sum_of("very great") == doctest::Approx(2.6));
  CHECK(sum_of("a bit bad") == doctest::Approx(-1.4));
  CHECK(sum_of("very very very very great") == 4);
}

TEST_CASE("Arabic words are found behind what is written together with them") {
  CHECK(sum_of("والسيئة") == -2);
  CHECK(sum_of("مش سيء") == doctest::Approx(1.4));
  CHECK(sum_of("معجبنيش") == doctest::Approx(-2.1));
}

TEST_CASE("What is wrong in a file is told with its line, and the rest counts") {
  SentimentLexicon lexicon;
  std::vector<Problem> problems;
  lexicon.add("great\n+9: x\n+1: fine\nmaybe: y\n", "test.txt", problems);
  REQUIRE(problems.size() == 3);
  CHECK(problems[0].place.line == 1);
  CHECK(problems[1].place.line == 2);
  CHECK(problems[2].place.line == 4);
  CHECK(lexicon.find(sentiment_tokens("fine")).size() == 1);
}

}  // namespace
}  // namespace cm
