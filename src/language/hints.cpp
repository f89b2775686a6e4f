#include "language/hints.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>

namespace cm {
namespace {

enum class Hint { english, french, arabizi };

// Left out is what a neighbour writes too: "la", "que" and "de" (Spanish), "is", "of" and "in" (Dutch), "on" and "me".
constexpr std::array english_words{
    "the",   "and",    "you",    "that",    "my",    "with",  "this",  "are",    "have",   "what",  "your",     "they",
    "will",  "can't",  "get",    "out",     "from",  "when",  "how",   "know",   "like",   "it's",  "i'm",      "about",
    "there", "would",  "been",   "because", "who",   "why",   "just",  "don't",  "their",  "she",   "has",      "had",
    "were",  "which",  "could",  "should",  "going", "want",  "good",  "love",   "people", "today", "tomorrow", "never",
    "thank", "thanks", "please", "very",    "these", "those", "think", "really", "lol",    "yeah",  "okay",     "im",
    "dont",  "u",      "ur",     "great",   "need",  "time",  "make",  "see",    "still",  "only",  "much",     "too",
    "any",   "every",  "always", "where",   "than",  "then",  "our",   "let's",  "it",     "to",    "be",       "of",
    "for",   "not",    "we",     "he",      "his",   "her",   "but",   "if",     "all",    "do",    "so"};
constexpr std::array french_words{
    "les",   "des",    "une",      "est",   "et",    "pas",   "qui",   "dans",  "pour",    "sur",   "je",     "nous",
    "vous",  "avec",   "cette",    "c'est", "aux",   "du",    "sont",  "mon",   "tres",    "elle",  "ca",     "j'ai",
    "suis",  "quand",  "comme",    "tout",  "tous",  "faire", "fait",  "merci", "bonjour", "bien",  "plus",   "ont",
    "leur",  "votre",  "notre",    "vos",   "nos",   "ils",   "n'est", "d'un",  "d'une",   "qu'il", "j'aime", "mdr",
    "quoi",  "jamais", "toujours", "rien",  "aussi", "avez",  "chez",  "parce", "tjrs",    "moi",   "toi",    "etre",
    "ces",   "ses",    "mes",      "tes",   "sans",  "ou",    "trop",  "ici",   "qu'on",   "l'on",  "apres",  "depuis",
    "alors", "bravo",  "ce",       "il",    "au",    "j'en",  "t'es",  "y'a",   "encore",  "meme",  "voila",  "ton"};
constexpr std::array arabizi_words{
    "dyal",     "dial",      "dyali",     "dialna",     "hada",         "hadi",   "hadchi", "hadshi", "chi",
    "lli",      "rah",       "rani",      "raha",       "wach",         "wash",   "kif",    "kifach", "wla",
    "wlah",     "walah",     "wallah",    "wlh",        "khoya",        "khouya", "bzaf",   "bzzaf",  "bezaf",
    "machi",    "mashi",     "nta",       "nti",        "ntouma",       "howa",   "hiya",   "houa",   "hia",
    "daba",     "ghi",       "ghir",      "bach",       "kayn",         "makayn", "kayen",  "kain",   "chno",
    "chnou",    "chkoun",    "dak",       "dik",        "nass",         "nas",    "lah",    "allah",  "inchallah",
    "nchallah", "inshallah", "hamdullah", "lhamdollah", "hamdoulillah", "ya",     "ana",    "enta",   "enti",
    "inta",     "inti",      "mesh",      "mish",       "msh",          "keda",   "kda",    "leh",    "ezay",
    "ezzay",    "shu",       "shou",      "hek",        "heik",         "kteer",  "ktir",   "mnih",   "yalla",
    "khalas",   "walakin",   "hta",       "koulchi",    "kolchi",       "rabi",   "rabbi",  "zwin",   "mzyan",
    "mezyan",   "safi",      "bghit",     "bghina",     "gha",          "gol",    "goul",   "bhal",   "bhalha",
    "walo",     "walou",     "ma3a",      "3la",        "3lik",         "3ndi",   "m3a",    "had",    "dima",
    "mabrouk",  "habibi",    "sahbi",     "khti",       "wald",         "weld",   "bent",   "rajel",  "ntoma",
    "kima",     "barcha",    "mouch",     "ach",        "ash",          "achno",  "kanet",  "kanou",  "dayr",
    "dayer",    "ndir",      "dir",       "tbarkallah", "ila",          "wela"};

using Words = std::unordered_map<std::string_view, Hint>;

const Words& words() {
  static const Words table = [] {
    Words all;
    for (const std::string_view word : english_words) all.emplace(word, Hint::english);
    for (const std::string_view word : french_words) all.emplace(word, Hint::french);
    for (const std::string_view word : arabizi_words) all.emplace(word, Hint::arabizi);
    return all;
  }();
  return table;
}

bool is_letter(char one) { return one >= 'a' && one <= 'z'; }
bool is_digit(char one) { return one >= '0' && one <= '9'; }

// What stands behind a number without a blank: "5th", "7pm", "3eme", "9h30" ends in digits anyway.
constexpr std::array<std::string_view, 20> units{"st", "nd", "rd",  "th",  "pm", "am", "km", "kg",  "gb",  "mb",
                                                 "ft", "mm", "min", "hrs", "yr", "yo", "em", "eme", "ans", "ers"};

/// "7mar", "ma3rafch", "l9a7ba": a 3, 5, 7, 8 or 9 as a letter. English and French put such digits last ("ps5",
/// "covid19") or before what is no word ("3d", "5g", "7th").
bool has_letter_digits(std::string_view word) {
  if (word.size() < 3 || std::count_if(word.begin(), word.end(), is_letter) < 2) return false;
  const std::string_view behind = word.substr(std::min(word.find_first_not_of("0123456789"), word.size()));
  if (behind.size() < word.size() && std::find(units.begin(), units.end(), behind) != units.end()) return false;
  for (std::size_t at = 0; at + 1 < word.size(); ++at) {
    const bool single = is_digit(word[at]) && (at == 0 || !is_digit(word[at - 1])) && !is_digit(word[at + 1]);
    if (single && is_letter(word[at + 1]) && std::string_view("35789").find(word[at]) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

}  // namespace

LanguageHints language_hints(std::string_view text) {
  LanguageHints hints;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '\'')) ++end;
    const bool is_name = at > 0 && text[at - 1] == '@';
    if (end > at && !is_name) {
      const std::string_view word = text.substr(at, end - at);
      const auto known = words().find(word);
      if (known != words().end()) {
        ++(known->second == Hint::english  ? hints.english
           : known->second == Hint::french ? hints.french
                                           : hints.arabizi);
      } else if (has_letter_digits(word)) {
        hints.arabizi += 2;
      }
    }
    at = std::max(end, at + 1);
  }
  return hints;
}

}  // namespace cm
