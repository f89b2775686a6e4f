// SentimentReader: whether a comment praises or blames, and by which words. A lexicon finds the words
// that do so in any text; a linear model trained on labelled comments weighs them with everything else.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "sentiment/lexicon.h"
#include "sentiment/model.h"

namespace cm {

/// A word and how much it spoke for the sentiment that was read (against it, below 0).
struct DecidingWord {
  std::string word;  ///< as folded
  double weight = 0;
};

struct SentimentReading {
  Sentiment sentiment = Sentiment::unknown;
  SentimentScores scores{};        ///< in the order of `sentiment_kinds`
  std::vector<ValuedWord> valued;  ///< of the lexicon; `token` counts in `tokens`
  std::vector<Token> tokens;
  std::vector<DecidingWord> deciding;  ///< the strongest of the model first, five at most
};

class SentimentReader {
 public:
  /// Reads en.txt, fr.txt, ar.txt, any.txt and model.bin of a folder; without a model the lexicon decides alone.
  /// Throws Error(wrong_use) with every problem.
  [[nodiscard]] static SentimentReader from_folder(const std::filesystem::path& folder);

  /// For training: lexicons without a model.
  [[nodiscard]] static SentimentReader lexicons_of(const std::filesystem::path& folder);

  /// `text` is valid UTF-8, `lang` BCP 47 or empty. A text without a word or sign has no sentiment that is
  /// known. May be called from several threads at once.
  [[nodiscard]] Sentiment sentiment(std::string_view text, std::string_view lang) const;

  /// The same with the words that decided.
  [[nodiscard]] SentimentReading explained(std::string_view text, std::string_view lang) const;

  [[nodiscard]] std::vector<ValuedWord> valued_words(const std::vector<Token>& tokens, std::string_view lang) const;

 private:
  [[nodiscard]] SentimentScores scores(const std::vector<ValuedWord>& valued, const SentimentFeatures& features) const;

  std::array<SentimentLexicon, 3> lexicons_;  // English, French, every language
  std::optional<SentimentModel> model_;
};

}  // namespace cm
