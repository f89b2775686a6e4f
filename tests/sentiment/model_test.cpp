#include "sentiment/model.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace cm {
namespace {

SentimentFeatures features_of(std::string_view text) { return sentiment_features(sentiment_tokens(text), {}, ""); }

/// A model that hears praise in one word and nothing in any other.
SentimentModel praising(std::string_view word) {
  SentimentModel::Weights weights;
  for (auto& of_kind : weights) of_kind.assign(dense_features + ngram_buckets, 0);
  weights.at(2).at(dense_features + features_of(word).words.front().bucket) = 3;
  return SentimentModel(weights);
}

TEST_CASE("The kind with the highest score wins, and the word that made it so is told") {
  const SentimentModel model = praising("splendid");
  const SentimentFeatures features = features_of("quite splendid");
  CHECK(strongest(model.scores(features)) == Sentiment::positive);
  const std::vector<double> shares = model.shares(features, 2, Sentiment::positive);
  CHECK(shares.at(1) > 0);
  CHECK(shares.at(0) == 0);
}

TEST_CASE("A model that is written and read again gives the same scores") {
  const SentimentModel model = praising("splendid");
  const SentimentModel again = SentimentModel::from_file(model.to_file(), "model.bin");
  const SentimentFeatures features = features_of("a splendid day");
  CHECK(again.scores(features) == model.scores(features));
}

TEST_CASE("A model that was cut, changed or made for other features is refused") {
  const std::string file = praising("splendid").to_file();
  CHECK_THROWS_AS((void)SentimentModel::from_file(file.substr(0, file.size() - 1), "m"), Error);
  CHECK_THROWS_AS((void)SentimentModel::from_file("", "m"), Error);
  std::string changed = file;
  changed.back() = static_cast<char>(changed.back() ^ 1);
  CHECK_THROWS_AS((void)SentimentModel::from_file(changed, "m"), Error);
  std::string older = file;
  older.replace(older.find("model 2"), 7, "model 1");
  CHECK_THROWS_AS((void)SentimentModel::from_file(older, "m"), Error);
}

TEST_CASE("A very long word and a very long text cost no more than a long one") {
  CHECK(features_of(std::string(100'000, 'x')).letters.size() < 1000);
  std::string text;
  for (int i = 0; i < 10'000; ++i) text += "word ";
  CHECK(features_of(text).words.size() < 1000);
}

}  // namespace
}  // namespace cm
