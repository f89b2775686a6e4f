// make_sentiment_model: trains rules/sentiment/model.bin with liblinear, and tells how good it is.
//
//   make_sentiment_model train LEXICON_FOLDER MODEL_OUT < rows.ndjson
//   make_sentiment_model cross-validate LEXICON_FOLDER < rows.ndjson > sentiments.txt
//
// A row is {"text":…,"lang":…,"sentiment":"negative|neutral|positive"}; tests/quality/train says which corpora
// they come from. The same rows give the same model. Cross-validation prints for each row, a line each, what a
// model says that was trained without that row and without every fifth of the others.

#include <linear.h>

#include <array>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "sentiment/model.h"
#include "sentiment/sentiment_reader.h"

namespace {

// Chosen by cross-validation among powers of two.
constexpr double cost = 4;
constexpr std::size_t folds = 5;

struct Row {
  std::size_t fold = 0;
  double kind = 0;
  cm::SentimentFeatures features;
  std::vector<feature_node> nodes;
};

std::vector<feature_node> nodes_of(const cm::SentimentFeatures& features) {
  std::vector<feature_node> nodes;
  for (std::size_t at = 0; at < cm::dense_features; ++at) {
    if (features.dense.at(at) != 0) nodes.push_back({static_cast<int>(at) + 1, features.dense.at(at)});
  }
  std::map<std::uint32_t, double> buckets;
  for (const cm::Ngram& word : features.words) buckets[word.bucket] += cm::word_weight(features);
  for (const cm::Ngram& letters : features.letters) buckets[letters.bucket] += cm::letter_weight(features);
  for (const auto& [bucket, value] : buckets) {
    nodes.push_back({static_cast<int>(cm::dense_features + bucket) + 1, value});
  }
  nodes.push_back({-1, 0});
  return nodes;
}

std::vector<Row> read_rows(const cm::SentimentReader& reader, std::istream& in) {
  std::vector<Row> rows;
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line);
    const std::string text = json.at("text");
    const std::string lang = json.at("lang");
    const auto kind = cm::parse_sentiment(std::string(json.at("sentiment")));
    const auto tokens = cm::sentiment_tokens(text);
    Row row{.fold = std::hash<std::string>{}(text) % folds, .kind = static_cast<double>(kind.value())};
    row.features = cm::sentiment_features(tokens, reader.valued_words(tokens, lang), lang);
    row.nodes = nodes_of(row.features);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Trains one-against-the-rest logistic regressions on the rows outside one fold (on all, when there is no such fold).
cm::SentimentModel train_on(std::vector<Row>& rows, std::size_t left_out) {
  std::vector<feature_node*> starts;
  std::vector<double> kinds;
  for (Row& row : rows) {
    if (row.fold == left_out) continue;
    starts.push_back(row.nodes.data());
    kinds.push_back(row.kind);
  }
  problem given{};
  given.l = static_cast<int>(starts.size());
  given.n = static_cast<int>(cm::dense_features + cm::ngram_buckets);
  given.y = kinds.data();
  given.x = starts.data();
  given.bias = -1;
  parameter how{};
  how.solver_type = L2R_LR;
  how.C = cost;
  how.eps = 0.01;
  set_print_string_function([](const char*) {});
  model* trained = train(&given, &how);
  const std::span<const int> labels(trained->label, static_cast<std::size_t>(trained->nr_class));
  const std::span<const double> all(trained->w, static_cast<std::size_t>(given.n) * labels.size());
  cm::SentimentModel::Weights weights;
  for (std::size_t kind = 0; kind < cm::sentiment_kinds.size(); ++kind) {
    std::size_t column = 0;
    while (labels[column] != static_cast<int>(cm::sentiment_kinds.at(kind))) ++column;
    for (std::size_t feature = 0; feature * labels.size() < all.size(); ++feature) {
      weights.at(kind).push_back(all[feature * labels.size() + column]);
    }
  }
  free_and_destroy_model(&trained);
  return cm::SentimentModel(weights);
}

void cross_validate(std::vector<Row>& rows) {
  std::vector<cm::SentimentModel> models;
  for (std::size_t fold = 0; fold < folds; ++fold) models.push_back(train_on(rows, fold));
  for (const Row& row : rows) std::cout << cm::to_string(cm::strongest(models[row.fold].scores(row.features))) << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv, argv + argc);
  const bool trains = arguments.size() == 4 && arguments[1] == "train";
  if (!trains && !(arguments.size() == 3 && arguments[1] == "cross-validate")) {
    std::cerr << "usage: make_sentiment_model train LEXICON_FOLDER MODEL_OUT < rows.ndjson\n"
                 "       make_sentiment_model cross-validate LEXICON_FOLDER < rows.ndjson\n";
    return 2;
  }
  try {
    std::vector<Row> rows = read_rows(cm::SentimentReader::lexicons_of(arguments[2]), std::cin);
    if (trains) {
      cm::write_file(arguments[3], train_on(rows, folds).to_file());
    } else {
      cross_validate(rows);
    }
  } catch (const std::exception& failure) {
    std::cerr << "make_sentiment_model: " << failure.what() << "\n";
    return 1;
  }
  return 0;
}
