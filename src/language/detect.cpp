#include "language/detect.h"

#include <cld2/public/compact_lang_det.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "language/hints.h"
#include "text/characters.h"
#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::string_view unknown;

// A long comment is in the language it begins in; a hostile one must not cost more.
constexpr std::size_t most_bytes = 2000;

/// Cuts between code points.
std::string_view beginning(std::string_view text) {
  if (text.size() <= most_bytes) return text;
  std::size_t end = most_bytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

/// The text without links and @names, which are in no language.
std::string words_alone(std::string_view text) {
  std::string words;
  words.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(" \n\r\t", at), text.size());
    std::string_view word = text.substr(at, end - at);
    word = word.substr(0, word.find("http"));  // also behind a word, where somebody forgot the blank
    if (!word.starts_with("@") && !word.starts_with("www.")) {
      words += word;
      words += ' ';
    }
    at = end + 1;
  }
  return words;
}

struct Scripts {
  std::size_t arabic = 0;
  std::size_t latin = 0;
  std::size_t other = 0;
};

Scripts scripts_of(std::string_view text) {
  Scripts scripts;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint one = code_point_at(text, at);
    at += one.size;
    if (one.value < 0x80) {
      const char32_t lower = one.value | 0x20U;
      if (lower >= U'a' && lower <= U'z') ++scripts.latin;
    } else if (is_word_character(one.value)) {
      const bool arabic = (one.value >= 0x600 && one.value < 0x780) || (one.value >= 0xFB50 && one.value < 0xFF00);
      ++(arabic ? scripts.arabic : one.value < 0x250 ? scripts.latin : scripts.other);
    }
  }
  return scripts;
}

struct Guess {
  std::string_view lang;
  bool reliable = false;
};

Guess guess_of_cld2(const std::string& text) {
  std::array<CLD2::Language, 3> languages{};
  std::array<int, 3> percents{};
  int text_bytes = 0;
  bool reliable = false;
  const CLD2::Language best = CLD2::DetectLanguageSummary(text.data(), static_cast<int>(text.size()), true,
                                                          languages.data(), percents.data(), &text_bytes, &reliable);
  if (best == CLD2::UNKNOWN_LANGUAGE) return {};
  return {CLD2::LanguageCode(best), reliable};
}

/// Persian, Urdu and others write with Arabic letters too; what CLD2 does not call one of them for sure is Arabic,
/// since it knows no dialect.
std::string_view in_arabic_letters(const std::string& text) {
  const Guess guess = guess_of_cld2(text);
  const bool other = guess.reliable && (guess.lang == "fa" || guess.lang == "ur" || guess.lang == "ps" ||
                                        guess.lang == "ku" || guess.lang == "ug" || guess.lang == "sd");
  return other ? guess.lang : "ar";
}

// So many hints, and twice as many as for any other language, need no second opinion.
constexpr std::size_t clear_hints = 3;
// A text shorter than this is too short for CLD2 to name a language that no hint speaks for.
constexpr std::size_t long_enough = 40;

std::string_view in_latin_letters(const std::string& text) {
  const LanguageHints hints = language_hints(folded(text));
  struct Counted {
    std::string_view lang;
    std::size_t hints;
  };
  std::array<Counted, 3> counted{{{"en", hints.english}, {"fr", hints.french}, {"ar-Latn", hints.arabizi}}};
  std::stable_sort(counted.begin(), counted.end(),
                   [](const Counted& a, const Counted& b) { return a.hints > b.hints; });
  const auto& [best, second, third] = counted;
  if (best.hints >= clear_hints && best.hints >= 2 * second.hints) return best.lang;

  const Guess guess = guess_of_cld2(text);
  // CLD2 does not know Arabizi and takes it for anything, English last.
  if (hints.arabizi >= 2 && hints.arabizi >= hints.english && hints.arabizi >= hints.french) return "ar-Latn";
  const bool ours = guess.lang == "en" || guess.lang == "fr";
  if (ours && (guess.reliable || (guess.lang == best.lang && best.hints > second.hints))) return guess.lang;
  if (best.hints >= 2 && best.hints > second.hints) return best.lang;
  if (guess.reliable && !ours && best.hints == 0 && text.size() >= long_enough) return guess.lang;
  return unknown;
}

}  // namespace

std::string_view detect_language(std::string_view utf8) {
  const std::string text = words_alone(beginning(utf8));
  const Scripts scripts = scripts_of(text);
  const std::size_t letters = scripts.arabic + scripts.latin + scripts.other;
  if (letters < 2) return unknown;
  if (scripts.arabic * 2 >= letters) return in_arabic_letters(text);
  if (scripts.latin * 2 >= letters) return in_latin_letters(text);
  const Guess guess = guess_of_cld2(text);
  return guess.reliable ? guess.lang : unknown;
}

}  // namespace cm
