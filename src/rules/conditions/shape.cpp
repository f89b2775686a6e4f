#include "rules/conditions/shape.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "text/boundary.h"
#include "text/fold.h"
#include "text/links.h"
#include "text/utf8.h"

namespace cm {
namespace {

struct CodePoints {
  char32_t first;
  char32_t last;
};

// Source: Unicode 15 emoji-data.txt, Emoji_Presentation=Yes, and the text signs that phones show as
// emoji; letters, digits and the trade mark signs are left out.
constexpr std::array<CodePoints, 21> emoji_ranges{{
    {0x203C, 0x203C},   {0x2049, 0x2049},   {0x20E3, 0x20E3},   {0x231A, 0x231B},   {0x23E9, 0x23F3},
    {0x23F8, 0x23FA},   {0x25FD, 0x25FE},   {0x2600, 0x27BF},   {0x2934, 0x2935},   {0x2B05, 0x2B07},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x3297, 0x3297},   {0x3299, 0x3299},
    {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F19A}, {0x1F201, 0x1F251}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1FAFF},
}};

constexpr char32_t zero_width_joiner = 0x200D;

bool is_emoji(char32_t code_point) {
  return std::any_of(emoji_ranges.begin(), emoji_ranges.end(),
                     [=](CodePoints range) { return code_point >= range.first && code_point <= range.last; });
}

bool is_skin_tone(char32_t code_point) { return code_point >= 0x1F3FB && code_point <= 0x1F3FF; }
bool is_flag_half(char32_t code_point) { return code_point >= 0x1F1E6 && code_point <= 0x1F1FF; }

/// Signs that only change the one before them.
bool is_emoji_joint(char32_t code_point) {
  return code_point == zero_width_joiner || code_point == 0xFE0E || code_point == 0xFE0F || is_skin_tone(code_point) ||
         (code_point >= 0xE0020 && code_point <= 0xE007F);
}

bool is_white_space(char32_t code_point) {
  return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0D) || code_point == 0x85 || code_point == 0xA0 ||
         code_point == 0x1680 || (code_point >= 0x2000 && code_point <= 0x200A) || code_point == 0x2028 ||
         code_point == 0x2029 || code_point == 0x202F || code_point == 0x205F || code_point == 0x3000;
}

template <typename Visit>
void each_code_point(std::string_view text, Visit visit) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint here = code_point_at(text, at);
    visit(here.value, at);
    at += here.size;
  }
}

struct EmojiCount {
  std::size_t emoji = 0;
  std::size_t signs = 0;  // code points that are neither white space nor joints
};

EmojiCount count_emoji(std::string_view text) {
  EmojiCount count;
  char32_t previous = 0;
  bool half_flag_open = false;
  each_code_point(text, [&](char32_t code_point, std::size_t) {
    const bool closes_flag = is_flag_half(code_point) && half_flag_open;
    half_flag_open = is_flag_half(code_point) && !half_flag_open;
    const bool joined = previous == zero_width_joiner;
    previous = code_point;
    if (closes_flag || is_white_space(code_point) || is_emoji_joint(code_point)) return;
    const bool emoji = is_emoji(code_point) || is_flag_half(code_point);
    if (emoji && joined) return;
    ++count.signs;
    if (emoji) ++count.emoji;
  });
  return count;
}

enum class LetterCase { none, lower, upper };

// Source: Unicode 15 UnicodeData.txt, general categories Lu and Ll of these blocks.
LetterCase case_of(char32_t letter) {
  const auto in = [=](char32_t first, char32_t last) { return letter >= first && letter <= last; };
  const auto by_parity = [=](char32_t upper_parity) {
    return letter % 2 == upper_parity ? LetterCase::upper : LetterCase::lower;
  };
  if (in('A', 'Z')) return LetterCase::upper;
  if (in('a', 'z')) return LetterCase::lower;
  if (letter < 0xC0) return LetterCase::none;
  if (in(0xC0, 0xDE)) return letter == 0xD7 ? LetterCase::none : LetterCase::upper;
  if (in(0xDF, 0xFF)) return letter == 0xF7 ? LetterCase::none : LetterCase::lower;
  if (in(0x139, 0x148)) return by_parity(1);
  if (in(0x179, 0x17E)) return by_parity(1);
  if (letter == 0x138 || letter == 0x149 || letter == 0x17F) return LetterCase::lower;
  if (letter == 0x178) return LetterCase::upper;
  if (in(0x100, 0x177)) return by_parity(0);
  if (in(0x391, 0x3AB) || letter == 0x386 || in(0x388, 0x38F)) return LetterCase::upper;
  if (in(0x3AC, 0x3CE)) return LetterCase::lower;
  if (in(0x400, 0x42F)) return LetterCase::upper;
  if (in(0x430, 0x45F)) return LetterCase::lower;
  if (in(0x460, 0x481) || in(0x48A, 0x4BF) || in(0x4D0, 0x52F)) return by_parity(0);
  if (in(0x1E00, 0x1E95) || in(0x1EA0, 0x1EFF)) return by_parity(0);
  return LetterCase::none;
}

bool is_ascii_letter_or_later(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         static_cast<unsigned char>(letter) >= 0x80;
}

/// Where the word that starts at `at` ends: `at` itself when there is none.
std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && !has_boundary(text, at, at, Boundary::end)) at += code_point_at(text, at).size;
  return at;
}

double as_number(std::size_t count) { return static_cast<double>(count); }

}  // namespace

std::optional<double> link_count(const Subject& comment, const Surroundings& /*around*/) {
  return as_number(find_links(comment.text).size());
}

std::optional<double> mention_count(const Subject& comment, const Surroundings& /*around*/) {
  const std::string_view text = comment.text;
  std::size_t count = 0;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    const bool in_an_address = at > 0 && text[at - 1] == '.';
    if (!in_an_address && has_boundary(text, at, at, Boundary::start) && word_end(text, at + 1) > at + 1) ++count;
  }
  return as_number(count);
}

std::optional<double> hashtag_count(const Subject& comment, const Surroundings& /*around*/) {
  const std::string_view text = comment.text;
  std::size_t count = 0;
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    if (!has_boundary(text, at, at, Boundary::start)) continue;
    const std::string_view tag = text.substr(at + 1, word_end(text, at + 1) - (at + 1));
    if (std::any_of(tag.begin(), tag.end(), is_ascii_letter_or_later)) ++count;
  }
  return as_number(count);
}

std::optional<double> emoji_count(const Subject& comment, const Surroundings& /*around*/) {
  return as_number(count_emoji(comment.text).emoji);
}

std::optional<double> emoji_share(const Subject& comment, const Surroundings& /*around*/) {
  const EmojiCount count = count_emoji(comment.text);
  return count.signs == 0 ? 0.0 : as_number(count.emoji) / as_number(count.signs);
}

std::optional<double> capitals_share(const Subject& comment, const Surroundings& /*around*/) {
  std::size_t upper = 0;
  std::size_t lower = 0;
  each_code_point(comment.text, [&](char32_t code_point, std::size_t) {
    const LetterCase letter = case_of(code_point);
    if (letter == LetterCase::upper) ++upper;
    if (letter == LetterCase::lower) ++lower;
  });
  return upper + lower == 0 ? 0.0 : as_number(upper) / as_number(upper + lower);
}

std::optional<double> folded_length(const Subject& comment, const Surroundings& /*around*/) {
  const std::string text = folded(comment.text);
  return as_number(static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; })));
}

}  // namespace cm
