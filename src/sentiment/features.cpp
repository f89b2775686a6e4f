#include "sentiment/features.h"

#include <algorithm>
#include <cmath>

#include "language/tag.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t shortest_letters = 2;
constexpr std::size_t longest_letters = 5;

// No comment says more about its mood in its thousandth word, and a hostile one must not cost more.
constexpr std::size_t most_tokens = 400;
constexpr std::size_t most_letters_of_a_word = 40;

// Chosen by cross-validation, as is the cost in make_sentiment_model.cpp: the English lexicon knows so many words
// that n-grams add more noise than news.
constexpr double english_word_strength = 0.35;
constexpr double english_letter_strength = 0.18;
constexpr double other_strength = 1.4;
// The other training comments are no customers': most French ones are about politics, where "bravo" is sarcasm.
constexpr double lexicon_trust_elsewhere = 0.5;
// Arabizi is spelled in so many ways that n-grams of two thousand comments say less than the lexicon's stems.
constexpr double lexicon_trust_in_arabizi = 2;

/// FNV-1a, which goes on from a prefix's hash.
class NgramHash {
 public:
  explicit constexpr NgramHash(std::uint64_t kind) { byte(static_cast<unsigned char>(kind)); }

  constexpr NgramHash& add(std::string_view text) {
    for (const char letter : text) byte(static_cast<unsigned char>(letter));
    return *this;
  }
  [[nodiscard]] constexpr std::uint32_t bucket() const {
    return static_cast<std::uint32_t>(hash_ ^ (hash_ >> 29U) ^ (hash_ >> 43U)) & (ngram_buckets - 1);
  }

 private:
  constexpr void byte(unsigned char value) { hash_ = (hash_ ^ value) * 0x100000001B3U; }

  std::uint64_t hash_ = 0xCBF29CE484222325U;
};

constexpr std::uint64_t words_kind = 1;
constexpr std::uint64_t letters_kind = 2;
constexpr std::uint64_t language_kind = 3;

/// In which buckets a language's n-grams count: one word may blame in one and not in another ("pain", "con").
class Buckets {
 public:
  /// `own`: the name of a language that has buckets of its own, or empty; `shared`: whether the common ones count too.
  constexpr Buckets(std::string_view own, bool shared)
      : own_(own.empty() ? 0 : NgramHash(language_kind).add(own).bucket()), shared_(shared) {}

  void add(std::uint32_t bucket, std::uint32_t token, std::vector<Ngram>& ngrams) const {
    if (shared_) ngrams.push_back({bucket, token});
    if (own_ != 0) ngrams.push_back({bucket ^ own_, token});
  }

 private:
  std::uint32_t own_;
  bool shared_;
};

void add_letters(std::string_view word, std::uint32_t token, const Buckets& buckets, std::vector<Ngram>& ngrams) {
  const std::string framed = " " + std::string(word) + " ";
  std::size_t letters = 0;
  for (std::size_t begin = 0; begin < framed.size() && letters < most_letters_of_a_word; ++letters) {
    NgramHash hash(letters_kind);
    std::size_t end = begin;
    for (std::size_t size = 1; size <= longest_letters && end < framed.size(); ++size) {
      const std::size_t width = code_point_at(framed, end).size;
      hash.add(std::string_view(framed).substr(end, width));
      end += width;
      if (size >= shortest_letters) buckets.add(hash.bucket(), token, ngrams);
    }
    begin += code_point_at(framed, begin).size;
  }
}

/// A sum of values in -1 to 1: the tenth strong word says less than the first.
float levelled(double sum) { return static_cast<float>(sum / std::sqrt(sum * sum + 15)); }

std::array<float, text_figures> figures_of(const std::vector<Token>& tokens, const std::vector<ValuedWord>& valued) {
  double praise = 0;
  double blame = 0;
  bool turned = false;
  for (const ValuedWord& word : valued) {
    (word.value > 0 ? praise : blame) += std::abs(word.value);
    turned = turned || word.turned;
  }
  std::size_t words = 0;
  std::size_t exclamations = 0;
  bool asks = false;
  bool links = false;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::word) ++words;
    if (token.kind == TokenKind::link) links = true;
    if (token.text == "!") ++exclamations;
    if (token.text == "?") asks = true;
  }
  const auto flag = [](bool holds) { return holds ? 1.0F : 0.0F; };
  const auto part = [](std::size_t count, std::size_t most) {
    return static_cast<float>(std::min(count, most)) / static_cast<float>(most);
  };
  const float sum = levelled(praise - blame);
  return {1,
          sum,
          std::max(sum, 0.0F),
          std::max(-sum, 0.0F),
          levelled(praise),
          levelled(blame),
          flag(praise > 0),
          flag(blame > 0),
          flag(praise > 0 && blame > 0),
          flag(valued.empty()),
          valued.empty() ? 0.0F : levelled(valued.back().value * 2),
          valued.empty() ? 0.0F : levelled(valued.front().value * 2),
          flag(turned),
          part(words, 40),
          part(exclamations, 3),
          flag(asks),
          flag(links),
          flag(!tokens.empty() && tokens.front().kind == TokenKind::mention)};
}

/// Whether more of the words are in Latin letters than in others.
bool is_in_latin_letters(const std::vector<Token>& tokens) {
  std::ptrdiff_t balance = 0;
  for (const Token& token : tokens) {
    if (token.kind == TokenKind::word) balance += static_cast<unsigned char>(token.text.front()) < 0x80 ? 1 : -1;
  }
  return balance > 0;
}

/// By slot. English, Arabic and unknown languages share buckets, and Arabic has its own besides, in either script.
/// French has its own alone: chosen by cross-validation.
constexpr std::array<Buckets, 1 + languages_told_apart> buckets_of_slots{
    Buckets("", true), Buckets("", true), Buckets("fr", false), Buckets("ar", true), Buckets("ar-Latn", true)};

/// Arabic in Latin letters.
constexpr std::size_t arabizi_slot = 4;

/// 1 to `languages_told_apart`, or 0.
std::size_t language_slot(std::string_view lang, const std::vector<Token>& tokens) {
  if (same_language(lang, "en")) return 1;
  if (same_language(lang, "fr")) return 2;
  if (!same_language(lang, "ar")) return 0;
  return is_in_latin_letters(tokens) ? arabizi_slot : 3;
}

}  // namespace

SentimentFeatures sentiment_features(const std::vector<Token>& tokens, const std::vector<ValuedWord>& valued,
                                     std::string_view lang) {
  SentimentFeatures features;
  const std::array<float, text_figures> figures = figures_of(tokens, valued);
  std::copy(figures.begin(), figures.end(), features.dense.begin());
  const std::size_t slot = language_slot(lang, tokens);
  if (slot > 0) {
    std::copy(figures.begin(), figures.end(),
              features.dense.begin() + static_cast<std::ptrdiff_t>(slot * text_figures));
  }

  if (same_language(lang, "en")) {
    features.word_strength = english_word_strength;
    features.letter_strength = english_letter_strength;
  } else {
    features.word_strength = other_strength;
    features.letter_strength = other_strength;
    features.lexicon_trust = slot == arabizi_slot ? lexicon_trust_in_arabizi : lexicon_trust_elsewhere;
  }
  const Buckets& buckets = buckets_of_slots.at(slot);

  const Token* before = nullptr;
  for (std::uint32_t at = 0; at < std::min(tokens.size(), most_tokens); ++at) {
    const Token& token = tokens[at];
    NgramHash single(words_kind);
    buckets.add(single.add(token.text).bucket(), at, features.words);
    if (before != nullptr) {
      NgramHash pair(words_kind);
      buckets.add(pair.add(before->text).add(" ").add(token.text).bucket(), at, features.words);
    }
    if (token.kind == TokenKind::word) add_letters(token.text, at, buckets, features.letters);
    before = &token;
  }
  return features;
}

}  // namespace cm
