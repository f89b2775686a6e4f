// The words and signs of a comment, as the lexicon and the model count them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cm {

enum class TokenKind : std::uint8_t {
  word,     ///< letters, digits and inner apostrophes
  sign,     ///< an emoji, an emoticon such as ":-)", or one other character
  mention,  ///< "@name"; its text is "@"
  link,     ///< its text is "http"
};

struct Token {
  std::string text;  ///< folded; of a letter three times or more in a row, two stay
  TokenKind kind = TokenKind::word;
};

/// `utf8` is valid UTF-8, as it came. Texts that were escaped twice on their way ("don\u2019t") are read as meant.
[[nodiscard]] std::vector<Token> sentiment_tokens(std::string_view utf8);

}  // namespace cm
