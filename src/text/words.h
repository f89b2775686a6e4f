// Words: what a comment is about, for counting and comparing: its words without links, names and the
// small words that every sentence has.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cm {

/// The words of one clause: what stands between two marks such as '.', ',' or '!'.
using Clause = std::vector<std::string>;

/// The folded words of a comment, clause by clause. Links, "@names" and numbers end a clause and are left
/// out; a hashtag is a word like any other. `utf8` is valid UTF-8.
[[nodiscard]] std::vector<Clause> clauses_of(std::string_view utf8);

/// Whether a folded word says nothing alone: "the", "est", "في", "rah". English, French, Arabic and
/// Arabizi together, since a comment mixes them.
[[nodiscard]] bool is_stop_word(std::string_view folded_word);

/// The words that carry meaning, cut to a stem of five letters, so that "refund", "refunds" and "refunded"
/// are one; sorted, without repeats.
[[nodiscard]] std::vector<std::string> stems_of(std::string_view utf8);

}  // namespace cm
