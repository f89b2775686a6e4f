#include "moderation/search_variants.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t shortest_misspelt = 5;

// Spellings that sound alike in many languages of Latin script; each is tried where it first stands.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> alike{{
    {"ph", "f"},
    {"f", "ph"},
    {"ck", "k"},
    {"k", "ck"},
    {"c", "k"},
    {"ie", "ei"},
    {"ei", "ie"},
    {"y", "i"},
    {"i", "y"},
    {"z", "s"},
    {"s", "z"},
    {"x", "ks"},
    {"oo", "u"},
    {"qu", "kw"},
}};

// The text's characters, each in its own bytes.
std::vector<std::string> letters_of(std::string_view word) {
  std::vector<std::string> letters;
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t length = std::max<std::size_t>(1, code_point_at(word, at).size);
    letters.emplace_back(word.substr(at, length));
    at += length;
  }
  return letters;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between = {}) {
  std::string whole;
  for (const std::string& part : parts) {
    if (!whole.empty()) whole += between;
    whole += part;
  }
  return whole;
}

std::vector<std::string> words_of(std::string_view query) {
  std::vector<std::string> words;
  while (!query.empty()) {
    const std::size_t blank = std::min(query.find(' '), query.size());
    if (blank > 0) words.emplace_back(query.substr(0, blank));
    query.remove_prefix(std::min(blank + 1, query.size()));
  }
  return words;
}

class Variants {
 public:
  explicit Variants(std::string_view query) : query_(query) {}

  void add(std::string variant, std::string_view how) {
    const bool known = variant.empty() || variant == query_ ||
                       std::ranges::find(found_, variant, &SearchVariant::query) != found_.end();
    if (!known) found_.push_back({std::move(variant), how});
  }

  std::vector<SearchVariant> take() { return std::move(found_); }

 private:
  std::string query_;
  std::vector<SearchVariant> found_;
};

// Calls `tell` with each misspelling of one word. Its first letter stays: nobody misses that one.
template <typename Tell>
void misspell(const std::string& word, Tell tell) {
  const std::vector<std::string> letters = letters_of(word);
  if (letters.size() < shortest_misspelt) return;
  for (std::size_t i = 1; i < letters.size(); ++i) {
    std::vector<std::string> fewer = letters;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    tell(joined(fewer), "letter left out");
  }
  for (std::size_t i = 1; i + 1 < letters.size(); ++i) {
    std::vector<std::string> swapped = letters;
    std::swap(swapped[i], swapped[i + 1]);
    tell(joined(swapped), "letters swapped");
  }
  for (const auto& [written, heard] : alike) {
    const std::size_t at = word.find(written);
    if (at == std::string::npos) continue;
    std::string other = word;
    other.replace(at, written.size(), heard);
    tell(std::move(other), "sounds alike");
  }
}

}  // namespace

std::vector<SearchVariant> search_variants(std::string_view query) {
  if (query.starts_with('#')) query.remove_prefix(1);
  if (query.find_first_of(":\"()@#") != std::string_view::npos || query.starts_with('-')) return {};
  const std::vector<std::string> words = words_of(query);
  Variants variants(query);
  variants.add("#" + joined(words), "hashtag");
  variants.add(joined(words), "written together");
  variants.add(joined(words, "-"), "hyphen");
  const bool has_accents =
      std::ranges::any_of(query, [](char letter) { return static_cast<unsigned char>(letter) > 127; });
  if (has_accents) variants.add(folded(query), "without accents");
  for (std::size_t i = 0; i < words.size(); ++i) {
    misspell(words[i], [&](std::string misspelt, std::string_view how) {
      std::vector<std::string> others = words;
      others[i] = std::move(misspelt);
      variants.add(joined(others, " "), how);
    });
  }
  return variants.take();
}

}  // namespace cm
