#include "sentiment/tokens.h"

#include <algorithm>
#include <charconv>

#include "text/characters.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

/// "\u2019" with its four digits as the character it stands for; surrogates stay as they are.
std::string without_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    unsigned value = 0;
    if (text.substr(at, 2) == "\\u" && at + 6 <= text.size()) {
      const char* digits = text.data() + at + 2;
      const auto [end, failed] = std::from_chars(digits, digits + 4, value, 16);
      const bool is_surrogate = value >= 0xD800 && value < 0xE000;
      if (failed == std::errc() && end == digits + 4 && value >= 0x20 && !is_surrogate) {
        append_utf8(plain, static_cast<char32_t>(value));
        at += 5;
        continue;
      }
    }
    plain += text[at];
  }
  return plain;
}

bool is_among(std::string_view characters, char one) { return characters.find(one) != std::string_view::npos; }

/// The size of an emoticon that starts at `at`, or 0: eyes, perhaps a nose, a mouth.
std::size_t emoticon_size(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with("<3")) return 2;
  if (rest.size() < 2 || !is_among(":;=", rest[0])) return 0;
  const std::size_t mouth = rest.size() > 2 && is_among("-'o*", rest[1]) ? 2 : 1;
  if (!is_among(")(][dp/|\\3@$*", rest[mouth])) return 0;
  // ":d" and ":p" stand alone; ":domain" does not smile, nor does "http://".
  const bool is_letter = is_among("dp3/", rest[mouth]);
  const std::size_t size = mouth + 1;
  if (is_letter && size < rest.size() && rest[size] != ' ' && !is_among(".,!?", rest[size])) return 0;
  return size;
}

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<Token> tokens() {
    while (at_ < text_.size()) step();
    return std::move(tokens_);
  }

 private:
  void step() {
    const char first = text_[at_];
    if (first == ' ') {
      ++at_;
    } else if (is_link()) {
      at_ = std::min(text_.find(' ', at_), text_.size());
      tokens_.push_back({"http", TokenKind::link});
    } else if (first == '@' && word_end(at_ + 1) > at_ + 1) {
      at_ = word_end(at_ + 1);
      tokens_.push_back({"@", TokenKind::mention});
    } else if (const std::size_t end = word_end(at_); end > at_) {
      tokens_.push_back({squeezed(text_.substr(at_, end - at_)), TokenKind::word});
      at_ = end;
    } else {
      std::size_t size = emoticon_size(text_, at_);
      if (size == 0) size = code_point_at(text_, at_).size;
      tokens_.push_back({std::string(text_.substr(at_, size)), TokenKind::sign});
      at_ += size;
    }
  }

  [[nodiscard]] bool is_link() const {
    const std::string_view rest = text_.substr(at_);
    return rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www.");
  }

  /// Where the word that starts at `at` ends; an apostrophe belongs to it between two letters.
  [[nodiscard]] std::size_t word_end(std::size_t at) const {
    while (at < text_.size()) {
      const CodePoint one = code_point_at(text_, at);
      const bool inner = one.value == U'\'' && at + 1 < text_.size() &&
                         is_word_character(code_point_at(text_, at + 1).value) && at > 0 &&
                         is_word_character(code_point_before(text_, at).value);
      if (!inner && !is_word_character(one.value)) break;
      at += one.size;
    }
    return at;
  }

  static std::string squeezed(std::string_view word) {
    std::string short_word;
    char32_t before = 0;
    std::size_t times = 0;
    for (std::size_t at = 0; at < word.size();) {
      const CodePoint one = code_point_at(word, at);
      times = one.value == before ? times + 1 : 1;
      before = one.value;
      if (times <= 2) short_word += word.substr(at, one.size);
      at += one.size;
    }
    return short_word;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> sentiment_tokens(std::string_view utf8) {
  const bool escaped = utf8.find("\\u") != std::string_view::npos;
  const std::string text = escaped ? folded(without_escapes(utf8)) : folded(utf8);
  return Splitter(text).tokens();
}

}  // namespace cm
