// Spellings under which people speak of a brand or product: hashtags, words written together, misspellings.
// They are proposals: each search costs requests, so a person picks those that a channel then searches for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cm {

struct SearchVariant {
  std::string query;
  std::string_view how;  ///< what was done: "hashtag", "letter left out"
};

/// The variants of a search's words, each once, without the words themselves. A query in the operators of a
/// platform ("from:acme -is:retweet", one in quotes) has none. Words under five letters are not misspelt:
/// what came of it would be another word.
[[nodiscard]] std::vector<SearchVariant> search_variants(std::string_view query);

}  // namespace cm
