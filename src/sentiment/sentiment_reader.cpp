#include "sentiment/sentiment_reader.h"

#include <algorithm>

#include "base/error.h"
#include "base/files.h"
#include "language/tag.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

enum Spoken : std::size_t { english, french, every };

/// Arabic comments mix in French and English words, so that they are read with every lexicon, as those
/// of an unknown language are.
Spoken spoken(std::string_view lang) {
  if (same_language(lang, "en")) return english;
  return same_language(lang, "fr") ? french : every;
}

struct LexiconFile {
  std::string_view name;
  std::array<bool, 3> for_lexicon;
};

constexpr std::array lexicon_files{
    LexiconFile{"fr.txt", {false, true, true}},
    LexiconFile{"en.txt", {true, false, true}},
    LexiconFile{"ar.txt", {false, false, true}},
    LexiconFile{"any.txt", {true, true, true}},
};

// Where the lexicon decides alone: sums nearer to 0 than this are neutral.
constexpr double clear_sum = 0.5;

constexpr std::size_t most_deciding_words = 5;

bool says_anything(const std::vector<Token>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [](const Token& token) { return token.kind == TokenKind::word || token.kind == TokenKind::sign; });
}

}  // namespace

SentimentReader SentimentReader::lexicons_of(const fs::path& folder) {
  SentimentReader reader;
  std::vector<Problem> problems;
  for (const LexiconFile& file : lexicon_files) {
    const fs::path path = folder / file.name;
    const std::string contents = read_file(path);
    bool told = false;
    for (std::size_t at = 0; at < reader.lexicons_.size(); ++at) {
      if (!file.for_lexicon.at(at)) continue;
      std::vector<Problem> found;
      reader.lexicons_.at(at).add(contents, path.string(), found);
      if (!told) problems.insert(problems.end(), found.begin(), found.end());
      told = true;
    }
  }
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  return reader;
}

SentimentReader SentimentReader::from_folder(const fs::path& folder) {
  SentimentReader reader = lexicons_of(folder);
  const fs::path model = folder / "model.bin";
  if (fs::exists(model)) reader.model_ = SentimentModel::from_file(read_file(model), model.string());
  return reader;
}

std::vector<ValuedWord> SentimentReader::valued_words(const std::vector<Token>& tokens, std::string_view lang) const {
  return lexicons_.at(spoken(lang)).find(tokens);
}

SentimentScores SentimentReader::scores(const std::vector<ValuedWord>& valued,
                                        const SentimentFeatures& features) const {
  if (model_) return model_->scores(features);
  double sum = 0;
  for (const ValuedWord& word : valued) sum += word.value;
  return {-sum, clear_sum, sum};
}

Sentiment SentimentReader::sentiment(std::string_view text, std::string_view lang) const {
  const std::vector<Token> tokens = sentiment_tokens(text);
  if (!says_anything(tokens)) return Sentiment::unknown;
  const std::vector<ValuedWord> valued = valued_words(tokens, lang);
  return strongest(scores(valued, sentiment_features(tokens, valued, lang)));
}

SentimentReading SentimentReader::explained(std::string_view text, std::string_view lang) const {
  SentimentReading reading{.tokens = sentiment_tokens(text)};
  if (!says_anything(reading.tokens)) return reading;
  reading.valued = valued_words(reading.tokens, lang);
  const SentimentFeatures features = sentiment_features(reading.tokens, reading.valued, lang);
  reading.scores = scores(reading.valued, features);
  reading.sentiment = strongest(reading.scores);
  if (!model_) return reading;
  const std::vector<double> shares = model_->shares(features, reading.tokens.size(), reading.sentiment);
  for (std::size_t at = 0; at < shares.size(); ++at) {
    if (shares[at] > 0) reading.deciding.push_back({reading.tokens[at].text, shares[at]});
  }
  std::stable_sort(reading.deciding.begin(), reading.deciding.end(),
                   [](const DecidingWord& a, const DecidingWord& b) { return a.weight > b.weight; });
  if (reading.deciding.size() > most_deciding_words) reading.deciding.resize(most_deciding_words);
  return reading;
}

}  // namespace cm
