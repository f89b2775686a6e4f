// Where a word or a regex of a rule hits a text as one view shows it. Every judge confirms its
// candidates here, so that judges differ only in how they find them.
#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "text/boundary.h"

namespace cm {

/// Bytes [begin, end) of a view's text.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;

  /// Further left, and at the same place longer: the hit that a rule counts.
  [[nodiscard]] bool comes_before(const Span& other) const {
    return begin < other.begin || (begin == other.begin && end > other.end);
  }
};

/// A word or phrase as one view compares it. With a star the span reaches to the end (or start) of
/// the word it stands in: 'fuck*' hits all of "fucking".
struct WordPattern {
  std::string letters;
  bool open_start = false;  ///< '*' at the front
  bool open_end = false;    ///< '*' at the end
};

/// Takes a single star off either end, and folds the letters for the views that are folded. Other stars
/// are stars: 'f**k' and 's***' are what people write. Letters that the view
/// drops altogether leave nothing; such a word never hits.
[[nodiscard]] WordPattern word_pattern(std::string_view written, View view);

/// Literals inside of which a hit does not count, folded as the view is.
using Exceptions = std::vector<std::string>;

/// Whether the span cuts no word in two on the sides that `boundary` names: a side fails only where a
/// word character stands on both sides of it, so that '.top' fits in "shop.top".
[[nodiscard]] bool keeps_words_whole(std::string_view text, const Span& span, Boundary boundary);

/// Whether the span lies inside an occurrence of one of the exceptions.
[[nodiscard]] bool is_excepted(std::string_view text, const Span& span, const Exceptions& exceptions);

/// What all patterns of a rule have in common in one view.
struct SpanRules {
  Boundary boundary = Boundary::word;
  const Exceptions* exceptions = nullptr;
};

/// The hit of `word` whose letters begin at `at` (they are known to stand there), when it counts.
[[nodiscard]] std::optional<Span> word_span_at(std::string_view text, std::size_t at, const WordPattern& word,
                                               const SpanRules& rules);

/// The first hit that counts, or nothing.
[[nodiscard]] std::optional<Span> first_span(std::string_view text, const WordPattern& word, const SpanRules& rules);

/// The same for a regex made with regex_options(): from each place where it matches, the longest
/// match that counts; empty matches never do. Work is bounded: after 16 MiB of candidates that did
/// not count, nothing is found.
[[nodiscard]] std::optional<Span> first_span(std::string_view text, const re2::RE2& regex, const SpanRules& rules);

/// Longest match, no words on stderr, and memory by the size of the pattern.
[[nodiscard]] re2::RE2::Options regex_options(std::string_view pattern);

}  // namespace cm
