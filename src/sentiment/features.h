// What the sentiment model weighs of a comment: what the lexicon found, and hashed n-grams of words and letters.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sentiment/lexicon.h"
#include "sentiment/tokens.h"

namespace cm {

/// N-grams fall into this many buckets; two that share one are told apart no more.
constexpr std::uint32_t ngram_buckets = 1U << 19;

/// Figures about the text as a whole, once for every language and once for its own alone.
constexpr std::size_t text_figures = 18;
constexpr std::size_t lexicon_sum_figure = 1;
constexpr std::size_t languages_told_apart = 4;
constexpr std::size_t dense_features = text_figures * (1 + languages_told_apart);

struct Ngram {
  std::uint32_t bucket = 0;
  std::uint32_t token = 0;  ///< the token it is of; a pair of words counts for the second
};

struct SentimentFeatures {
  std::array<float, dense_features> dense{};
  std::vector<Ngram> words;    ///< single words and pairs
  std::vector<Ngram> letters;  ///< two to five letters of one word, with its ends
  double word_strength = 1;    ///< how much the words weigh beside the figures
  double letter_strength = 1;  ///< how much the letters do
  double lexicon_trust = 0;    ///< how much the lexicon's sum says beside the model
};

/// `lang` is BCP 47 or empty.
[[nodiscard]] SentimentFeatures sentiment_features(const std::vector<Token>& tokens,
                                                   const std::vector<ValuedWord>& valued, std::string_view lang);

}  // namespace cm
