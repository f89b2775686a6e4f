#include "text/boundary.h"

#include <array>
#include <utility>

#include "text/characters.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::array<std::pair<Boundary, std::string_view>, 4> names{{
    {Boundary::word, "word"},
    {Boundary::start, "start"},
    {Boundary::end, "end"},
    {Boundary::none, "none"},
}};

// Invisible characters are looked through: in the raw view a joiner does not end a word.
bool word_before(std::string_view text, std::size_t at) {
  while (at > 0) {
    const CodePoint before = code_point_before(text, at);
    if (!is_invisible(before.value)) return is_word_character(before.value);
    at -= before.size;
  }
  return false;
}

bool word_behind(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const CodePoint next = code_point_at(text, at);
    if (!is_invisible(next.value)) return is_word_character(next.value);
    at += next.size;
  }
  return false;
}

}  // namespace

std::optional<Boundary> parse_boundary(std::string_view text) {
  for (const auto& [boundary, name] : names)
    if (name == text) return boundary;
  return std::nullopt;
}

std::string_view to_string(Boundary boundary) {
  for (const auto& [value, name] : names)
    if (value == boundary) return name;
  return "word";
}

bool has_boundary(std::string_view text, std::size_t begin, std::size_t end, Boundary boundary) {
  const bool at_start = boundary == Boundary::word || boundary == Boundary::start;
  const bool at_end = boundary == Boundary::word || boundary == Boundary::end;
  return !(at_start && word_before(text, begin)) && !(at_end && word_behind(text, end));
}

}  // namespace cm
