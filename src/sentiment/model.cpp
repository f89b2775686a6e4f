#include "sentiment/model.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "base/digest.h"
#include "base/error.h"

namespace cm {
namespace {

static_assert(std::endian::native == std::endian::little, "model files hold numbers in this order of bytes");

// Raised when features or their order change: an older file then no longer fits.
const std::string& header() {
  static const std::string text =
      "cm sentiment model 2 " + std::to_string(dense_features) + " " + std::to_string(ngram_buckets) + "\n";
  return text;
}

constexpr std::size_t digest_size = 64;
constexpr double steps = 127;

template <typename Value>
void append_bytes(std::string& text, const Value* values, std::size_t count) {
  const std::size_t at = text.size();
  text.resize(at + count * sizeof(Value));
  std::memcpy(text.data() + at, values, count * sizeof(Value));
}

template <typename Value>
void take_bytes(std::string_view& text, Value* values, std::size_t count) {
  std::memcpy(values, text.data(), count * sizeof(Value));
  text.remove_prefix(count * sizeof(Value));
}

double share_of_each(std::size_t ngrams) { return ngrams == 0 ? 0 : 1 / std::sqrt(static_cast<double>(ngrams)); }

struct NgramBlock {
  const std::vector<Ngram>& ngrams;
  double weight;
};

std::array<NgramBlock, 2> blocks_of(const SentimentFeatures& features) {
  return {NgramBlock{features.words, word_weight(features)}, NgramBlock{features.letters, letter_weight(features)}};
}

}  // namespace

Sentiment strongest(const SentimentScores& scores) {
  const auto best = std::max_element(scores.begin(), scores.end()) - scores.begin();
  return sentiment_kinds.at(static_cast<std::size_t>(best));
}

double word_weight(const SentimentFeatures& features) {
  return features.word_strength * share_of_each(features.words.size());
}

double letter_weight(const SentimentFeatures& features) {
  return features.letter_strength * share_of_each(features.letters.size());
}

SentimentModel::SentimentModel(const Weights& weights) : buckets_(ngram_buckets) {
  for (std::size_t kind = 0; kind < sentiment_kinds.size(); ++kind) {
    const std::vector<double>& all = weights.at(kind);
    const auto of_buckets = all.begin() + dense_features;
    std::transform(all.begin(), of_buckets, dense_.at(kind).begin(), [](double w) { return static_cast<float>(w); });
    double largest = 0;
    for (auto weight = of_buckets; weight != all.end(); ++weight) largest = std::max(largest, std::abs(*weight));
    unit_.at(kind) = static_cast<float>(largest / steps);
    for (std::size_t bucket = 0; bucket < ngram_buckets && largest > 0; ++bucket) {
      const double weight = all[dense_features + bucket];
      buckets_[bucket].at(kind) = static_cast<std::int8_t>(std::lround(weight / largest * steps));
    }
  }
}

SentimentModel SentimentModel::from_file(std::string_view contents, const std::string& file) {
  constexpr std::size_t numbers = sizeof(dense_) + sizeof(unit_) + ngram_buckets * sizeof(Bucket);
  if (!contents.starts_with(header()) || contents.size() != header().size() + digest_size + 1 + numbers) {
    throw Error(ErrorKind::wrong_use, "\"" + file + "\" is no sentiment model of this version of cm");
  }
  contents.remove_prefix(header().size());
  const std::string_view digest = contents.substr(0, digest_size);
  contents.remove_prefix(digest_size + 1);
  if (sha256_hex(contents) != digest) {
    throw Error(ErrorKind::wrong_use, "\"" + file + "\" was changed since it was made; install cm's rules anew");
  }
  SentimentModel model;
  for (auto& of_kind : model.dense_) take_bytes(contents, of_kind.data(), of_kind.size());
  take_bytes(contents, model.unit_.data(), model.unit_.size());
  model.buckets_.resize(ngram_buckets);
  take_bytes(contents, model.buckets_.data(), model.buckets_.size());
  return model;
}

std::string SentimentModel::to_file() const {
  std::string numbers;
  for (const auto& of_kind : dense_) append_bytes(numbers, of_kind.data(), of_kind.size());
  append_bytes(numbers, unit_.data(), unit_.size());
  append_bytes(numbers, buckets_.data(), buckets_.size());
  return header() + sha256_hex(numbers) + "\n" + numbers;
}

SentimentScores SentimentModel::scores(const SentimentFeatures& features) const {
  SentimentScores scores{};
  for (const NgramBlock& block : blocks_of(features)) {
    std::array<std::int64_t, sentiment_kinds.size()> sums{};
    for (const Ngram& ngram : block.ngrams) {
      const Bucket& bucket = buckets_[ngram.bucket];
      for (std::size_t kind = 0; kind < sums.size(); ++kind) sums.at(kind) += bucket.at(kind);
    }
    for (std::size_t kind = 0; kind < sums.size(); ++kind) {
      scores.at(kind) += static_cast<double>(sums.at(kind)) * unit_.at(kind) * block.weight;
    }
  }
  for (std::size_t kind = 0; kind < scores.size(); ++kind) {
    for (std::size_t at = 0; at < dense_features; ++at) {
      scores.at(kind) += static_cast<double>(dense_.at(kind).at(at)) * features.dense.at(at);
    }
  }
  const double sum = features.lexicon_trust * features.dense.at(lexicon_sum_figure);
  scores.front() -= sum;
  scores.back() += sum;
  return scores;
}

std::vector<double> SentimentModel::shares(const SentimentFeatures& features, std::size_t tokens,
                                           Sentiment kind) const {
  std::vector<double> shares(tokens, 0);
  for (const NgramBlock& block : blocks_of(features)) {
    for (const Ngram& ngram : block.ngrams) {
      for (std::size_t other = 0; other < sentiment_kinds.size(); ++other) {
        const double part = sentiment_kinds.at(other) == kind ? 1 : -0.5;
        shares.at(ngram.token) +=
            part * buckets_[ngram.bucket].at(other) * static_cast<double>(unit_.at(other)) * block.weight;
      }
    }
  }
  return shares;
}

}  // namespace cm
