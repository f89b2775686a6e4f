// SentimentLexicon: words that praise or blame, how much, and the words that turn, strengthen or
// weaken them. Read from text files that a person writes: rules/sentiment/README.md tells the form.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/place.h"
#include "sentiment/tokens.h"

namespace cm {

/// A word of the lexicon that was found in a comment.
struct ValuedWord {
  std::size_t token = 0;   ///< the first of its tokens
  std::size_t tokens = 1;  ///< how many it has
  double value = 0;        ///< -4 to 4, after negation and intensity
  bool turned = false;     ///< a negation before it turned its value
};

class SentimentLexicon {
 public:
  /// Adds a file's entries; what is wrong in it goes to `problems` with its place, and the rest counts.
  void add(std::string_view contents, const std::string& file, std::vector<Problem>& problems);

  /// The valued words, from left to right.
  [[nodiscard]] std::vector<ValuedWord> find(const std::vector<Token>& tokens) const;

  [[nodiscard]] bool empty() const { return entries_.empty(); }

 private:
  enum class Role : std::uint8_t { value, negation, more, less };
  struct Entry {
    Role role = Role::value;
    double value = 0;
  };
  struct Found {
    Entry entry;
    std::size_t tokens = 1;
    bool turned = false;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  using Entries = std::unordered_map<std::string, Entry, TextHash, std::equal_to<>>;

  void add_entry(std::string_view written, const Entry& entry);
  [[nodiscard]] const Entry* word(std::string_view text) const;
  [[nodiscard]] const Entry* stem(std::string_view text) const;
  [[nodiscard]] Found at(const std::vector<Token>& tokens, std::size_t index) const;
  [[nodiscard]] Found inside(std::string_view text) const;

  Entries entries_;  // phrases with one blank between their words
  Entries stems_;    // without their '*'
  std::size_t longest_phrase_ = 1;
};

}  // namespace cm
