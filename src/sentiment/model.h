// SentimentModel: a linear model over SentimentFeatures, trained beforehand and read from a file.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "sentiment/features.h"

namespace cm {

/// One score for each of negative, neutral, positive: the highest is the answer.
constexpr std::array sentiment_kinds{Sentiment::negative, Sentiment::neutral, Sentiment::positive};
using SentimentScores = std::array<double, sentiment_kinds.size()>;

[[nodiscard]] Sentiment strongest(const SentimentScores& scores);

class SentimentModel {
 public:
  /// Weights in full precision, as they are trained: of `dense_features` and then of every bucket, for each kind.
  using Weights = std::array<std::vector<double>, sentiment_kinds.size()>;

  /// Rounds the buckets' weights to a byte each.
  explicit SentimentModel(const Weights& weights);

  /// Reads what `to_file` gave. Throws Error(wrong_use) naming the file when it is cut, changed or of another version.
  [[nodiscard]] static SentimentModel from_file(std::string_view contents, const std::string& file);
  [[nodiscard]] std::string to_file() const;

  [[nodiscard]] SentimentScores scores(const SentimentFeatures& features) const;

  /// What each of `tokens` tokens adds by its n-grams to the score of one kind against the mean of the others.
  [[nodiscard]] std::vector<double> shares(const SentimentFeatures& features, std::size_t tokens, Sentiment kind) const;

 private:
  SentimentModel() = default;

  using Bucket = std::array<std::int8_t, sentiment_kinds.size()>;

  std::array<std::array<float, dense_features>, sentiment_kinds.size()> dense_{};
  std::array<float, sentiment_kinds.size()> unit_{};  // what one step of a bucket's weight is worth
  std::vector<Bucket> buckets_;
};

/// What one of the features' words or letters counts: together as much, however long the text is.
[[nodiscard]] double word_weight(const SentimentFeatures& features);
[[nodiscard]] double letter_weight(const SentimentFeatures& features);

}  // namespace cm
