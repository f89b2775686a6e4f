#include "rules/span_search.h"

#include <algorithm>

#include "text/fold.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t candidate_budget = std::size_t{16} << 20;

// RE2's own limit is 8 MiB, which a pattern of some 10 kB outgrows.
constexpr std::size_t large_pattern = 8'000;
constexpr std::int64_t large_pattern_memory = std::int64_t{256} << 20;

/// A word character stands just behind `at`.
bool word_goes_on(std::string_view text, std::size_t at) { return !has_boundary(text, at, at, Boundary::end); }

/// A word character stands just before `at`.
bool word_came_before(std::string_view text, std::size_t at) { return !has_boundary(text, at, at, Boundary::start); }

bool cuts_a_word(std::string_view text, std::size_t at) { return word_came_before(text, at) && word_goes_on(text, at); }

bool checks_start(Boundary boundary) { return boundary == Boundary::word || boundary == Boundary::start; }
bool checks_end(Boundary boundary) { return boundary == Boundary::word || boundary == Boundary::end; }

std::size_t word_start(std::string_view text, std::size_t at) {
  while (at > 0 && word_came_before(text, at)) at -= code_point_before(text, at).size;
  return at;
}

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && word_goes_on(text, at)) at += code_point_at(text, at).size;
  return at;
}

/// The longest match of `regex` that begins at `begin`, ends at or before `limit` and counts.
std::optional<Span> longest_counting(std::string_view text, const re2::RE2& regex, Span longest, const SpanRules& rules,
                                     std::size_t& budget) {
  const re2::StringPiece whole(text.data(), text.size());
  Span span = longest;
  while (span.end > span.begin) {
    if (keeps_words_whole(text, span, rules.boundary) && !is_excepted(text, span, *rules.exceptions)) return span;
    const std::size_t cost = span.end - span.begin + 1;
    if (cost > budget) return std::nullopt;
    budget -= cost;
    std::size_t limit = span.end;
    do {
      limit -= code_point_before(text, limit).size;
    } while (limit > span.begin && checks_end(rules.boundary) && cuts_a_word(text, limit));
    re2::StringPiece found;
    if (limit <= span.begin || !regex.Match(whole, span.begin, limit, re2::RE2::ANCHOR_START, &found, 1)) break;
    span.end = span.begin + found.size();
  }
  return std::nullopt;
}

}  // namespace

WordPattern word_pattern(std::string_view written, View view) {
  WordPattern word;
  if (written.starts_with('*') && !written.starts_with("**")) {
    word.open_start = true;
    written.remove_prefix(1);
  }
  if (written.ends_with('*') && !written.ends_with("**")) {
    word.open_end = true;
    written.remove_suffix(1);
  }
  word.letters = view == View::raw ? std::string(written) : folded(written);
  return word;
}

bool keeps_words_whole(std::string_view text, const Span& span, Boundary boundary) {
  return !(checks_start(boundary) && cuts_a_word(text, span.begin)) &&
         !(checks_end(boundary) && cuts_a_word(text, span.end));
}

bool is_excepted(std::string_view text, const Span& span, const Exceptions& exceptions) {
  return std::any_of(exceptions.begin(), exceptions.end(), [&](const std::string& literal) {
    if (literal.empty() || literal.size() < span.end - span.begin) return false;
    const std::size_t from = span.end > literal.size() ? span.end - literal.size() : 0;
    return text.substr(from, span.begin - from + literal.size()).find(literal) != std::string_view::npos;
  });
}

std::optional<Span> word_span_at(std::string_view text, std::size_t at, const WordPattern& word,
                                 const SpanRules& rules) {
  Span span{at, at + word.letters.size()};
  if (!word.open_start && checks_start(rules.boundary) && cuts_a_word(text, span.begin)) return std::nullopt;
  if (!word.open_end && checks_end(rules.boundary) && cuts_a_word(text, span.end)) return std::nullopt;
  if (word.open_start && word_goes_on(text, span.begin)) span.begin = word_start(text, span.begin);
  if (word.open_end && word_came_before(text, span.end)) span.end = word_end(text, span.end);
  if (is_excepted(text, span, *rules.exceptions)) return std::nullopt;
  return span;
}

std::optional<Span> first_span(std::string_view text, const WordPattern& word, const SpanRules& rules) {
  if (word.letters.empty()) return std::nullopt;
  std::optional<Span> first;
  std::size_t same_word_until = 0;
  for (std::size_t at = text.find(word.letters); at != std::string_view::npos; at = text.find(word.letters, at + 1)) {
    if (!first) {
      first = word_span_at(text, at, word, rules);
      if (first && (!word.open_start || word.open_end)) break;
      if (first) same_word_until = word_end(text, at);
      continue;
    }
    // With an open start, a later place in the same word reaches back to the same beginning.
    if (at >= same_word_until) break;
    const Span longer{first->begin, at + word.letters.size()};
    const bool ends_well = !checks_end(rules.boundary) || !cuts_a_word(text, longer.end);
    if (ends_well && !is_excepted(text, longer, *rules.exceptions)) first = longer;
  }
  return first;
}

std::optional<Span> first_span(std::string_view text, const re2::RE2& regex, const SpanRules& rules) {
  const re2::StringPiece whole(text.data(), text.size());
  std::size_t budget = candidate_budget;
  std::size_t from = 0;
  re2::StringPiece found;
  while (from <= text.size() && regex.Match(whole, from, text.size(), re2::RE2::UNANCHORED, &found, 1)) {
    const auto begin = static_cast<std::size_t>(found.data() - text.data());
    const Span longest{begin, begin + found.size()};
    const bool may_start = !(checks_start(rules.boundary) && cuts_a_word(text, begin));
    if (may_start) {
      if (const auto span = longest_counting(text, regex, longest, rules, budget)) return span;
    }
    const std::size_t cost = longest.end - longest.begin + 1;
    if (begin >= text.size() || cost > budget) break;
    budget -= cost;
    from = begin + code_point_at(text, begin).size;
  }
  return std::nullopt;
}

re2::RE2::Options regex_options(std::string_view pattern) {
  re2::RE2::Options options;
  options.set_longest_match(true);
  options.set_log_errors(false);
  if (pattern.size() > large_pattern) options.set_max_mem(large_pattern_memory);
  return options;
}

}  // namespace cm
