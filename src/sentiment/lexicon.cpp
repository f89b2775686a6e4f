#include "sentiment/lexicon.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

// A negation turns the words behind it, this many of them, and takes some of their force: "not great" is
// not as bad as "terrible".
constexpr std::size_t negation_reach = 3;
constexpr double turned_force = -0.7;
constexpr double more_force = 1.3;
constexpr double less_force = 0.7;
constexpr double strongest = 4;

// A stem shorter than this would begin too many words.
constexpr std::size_t shortest_stem = 3;

// What Arabic writes together with the next word: and, so, with, for, the, and these joined.
constexpr std::array<std::string_view, 13> arabic_prefixes{"وال", "بال", "فال", "كال", "لل", "ال", "و",
                                                           "ف",   "ب",   "ل",   "ي",   "ت",  "ن"};

bool ends_a_clause(std::string_view token) {
  return token == "," || token == "." || token == ";" || token == "!" || token == "?" || token == "،" || token == "؟";
}

std::string_view trimmed(std::string_view text) {
  const auto is_space = [](char letter) { return letter == ' ' || letter == '\t' || letter == '\r'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

std::optional<double> number_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// Words of an entry as the tokens of comments are: one blank between them.
std::string as_tokens(std::string_view written) {
  std::string key;
  for (const Token& token : sentiment_tokens(written)) key += (key.empty() ? "" : " ") + token.text;
  return key;
}

}  // namespace

void SentimentLexicon::add_entry(std::string_view written, const Entry& entry) {
  const bool is_stem = written.size() > 1 && written.ends_with('*');
  if (is_stem) {
    written.remove_suffix(1);
    stems_.insert_or_assign(folded(written), entry);
    return;
  }
  std::string key = as_tokens(written);
  longest_phrase_ = std::max(longest_phrase_, static_cast<std::size_t>(std::count(key.begin(), key.end(), ' ')) + 1);
  entries_.insert_or_assign(std::move(key), entry);
}

void SentimentLexicon::add(std::string_view contents, const std::string& file, std::vector<Problem>& problems) {
  std::uint32_t line_number = 0;
  while (!contents.empty()) {
    const std::size_t end = std::min(contents.find('\n'), contents.size());
    const std::string_view line = trimmed(contents.substr(0, end));
    contents.remove_prefix(std::min(end + 1, contents.size()));
    ++line_number;
    if (line.empty() || line.starts_with('#')) continue;
    const auto refuse = [&](std::string message) { problems.push_back({{file, line_number, 1}, std::move(message)}); };
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos || !is_valid_utf8(line)) {
      refuse("a line is \"VALUE: word, word\", such as \"+2: great, love*\"");
      continue;
    }
    const std::string_view head = line.substr(0, colon);
    Entry entry;
    if (head == "not") {
      entry.role = Role::negation;
    } else if (head == "more") {
      entry.role = Role::more;
    } else if (head == "less") {
      entry.role = Role::less;
    } else if (const auto value = number_of(head); value && *value >= -strongest && *value <= strongest) {
      entry.value = *value;
    } else {
      refuse("\"" + std::string(head) + "\" is neither a value from -4 to +4 nor \"not\", \"more\" or \"less\"");
      continue;
    }
    for (std::string_view rest = line.substr(colon + 2); !rest.empty();) {
      const std::size_t comma = std::min(rest.find(", "), rest.size());
      if (const std::string_view written = trimmed(rest.substr(0, comma)); !written.empty()) add_entry(written, entry);
      rest.remove_prefix(std::min(comma + 2, rest.size()));
    }
  }
}

const SentimentLexicon::Entry* SentimentLexicon::word(std::string_view text) const {
  const auto exact = entries_.find(text);
  return exact != entries_.end() ? &exact->second : stem(text);
}

/// The longest stem that begins the word.
const SentimentLexicon::Entry* SentimentLexicon::stem(std::string_view text) const {
  for (std::size_t size = text.size(); size >= shortest_stem; --size) {
    const auto known = stems_.find(text.substr(0, size));
    if (known != stems_.end()) return &known->second;
  }
  return nullptr;
}

/// A word without what Arabic writes together with it: prefixes, and the negation around a verb ("ما…ش").
SentimentLexicon::Found SentimentLexicon::inside(std::string_view text) const {
  constexpr std::string_view sheen = "ش";
  constexpr std::string_view meem = "م";
  if (text.size() < 6 || static_cast<unsigned char>(text.front()) < 0xD8 ||
      static_cast<unsigned char>(text.front()) > 0xDB) {
    return {.tokens = 0};
  }
  const auto valued = [&](std::string_view part) -> const Entry* {
    const Entry* entry = part.size() >= 4 ? word(part) : nullptr;
    return entry != nullptr && entry->role == Role::value ? entry : nullptr;
  };
  if (text.starts_with(meem) && text.ends_with(sheen)) {
    std::string_view verb = text.substr(meem.size(), text.size() - meem.size() - sheen.size());
    if (verb.starts_with("ا")) verb.remove_prefix(2);
    if (const Entry* entry = valued(verb)) return {.entry = *entry, .turned = true};
    if (verb.starts_with("ب") || verb.starts_with("ي") || verb.starts_with("ت")) verb.remove_prefix(2);
    if (const Entry* entry = valued(verb)) return {.entry = *entry, .turned = true};
  }
  for (const std::string_view prefix : arabic_prefixes) {
    if (!text.starts_with(prefix)) continue;
    if (const Entry* entry = valued(text.substr(prefix.size()))) return {.entry = *entry};
  }
  return {.tokens = 0};
}

/// The longest entry that starts at a token; `tokens` is 0 when there is none.
SentimentLexicon::Found SentimentLexicon::at(const std::vector<Token>& tokens, std::size_t index) const {
  std::string phrase;
  Found longest{.tokens = 0};
  const std::size_t end = std::min(index + longest_phrase_, tokens.size());
  for (std::size_t last = index; last < end; ++last) {
    phrase += (phrase.empty() ? "" : " ") + tokens[last].text;
    if (const auto known = entries_.find(phrase); known != entries_.end()) {
      longest = {.entry = known->second, .tokens = last + 1 - index};
    }
  }
  if (longest.tokens > 0 || tokens[index].kind != TokenKind::word) return longest;
  if (const Entry* entry = stem(tokens[index].text)) return {.entry = *entry};
  return inside(tokens[index].text);
}

std::vector<ValuedWord> SentimentLexicon::find(const std::vector<Token>& tokens) const {
  std::vector<ValuedWord> valued;
  std::size_t turned_until = 0;
  double force = 1;
  for (std::size_t index = 0; index < tokens.size();) {
    const Found found = at(tokens, index);
    const std::size_t next = index + std::max<std::size_t>(found.tokens, 1);
    if (found.tokens == 0) {
      if (tokens[index].kind == TokenKind::word) force = 1;
      if (ends_a_clause(tokens[index].text)) turned_until = 0;
      index = next;
      continue;
    }
    switch (found.entry.role) {
      case Role::negation:
        turned_until = next + negation_reach;
        break;
      case Role::more:
        force *= more_force;
        break;
      case Role::less:
        force *= less_force;
        break;
      case Role::value: {
        if (found.entry.value == 0) break;  // a word that only looks as if it began with a stem
        const bool turned = found.turned != (index < turned_until);
        const double value = found.entry.value * force * (turned ? turned_force : 1);
        valued.push_back({.token = index,
                          .tokens = found.tokens,
                          .value = std::clamp(value, -strongest, strongest),
                          .turned = turned});
        force = 1;
        break;
      }
    }
    index = next;
  }
  return valued;
}

}  // namespace cm
