#include "platforms/text_limit.h"

#include <algorithm>
#include <array>

#include "text/graphemes.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::size_t length_of_a_link = 23;

bool is_end_of_link(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r' || letter == '"' || letter == '<' ||
         letter == '>';
}

/// How many bytes of a link start here; 0: none does.
std::size_t link_at(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (!rest.starts_with("https://") && !rest.starts_with("http://")) return 0;
  std::size_t end = 0;
  while (end < rest.size() && !is_end_of_link(rest[end])) ++end;
  while (end > 0 && std::string_view(".,;:!?").find(rest[end - 1]) != std::string_view::npos) --end;
  return end;
}

bool is_word(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
         letter == '_' || letter == '-' || letter == '.';
}

/// How many bytes of "@host" follow a mention's name; Mastodon counts only the name.
std::size_t mentioned_host_at(std::string_view text, std::size_t at) {
  if (text[at] != '@' || at == 0 || !is_word(text[at - 1])) return 0;
  std::size_t begin = at;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  if (begin == 0 || text[begin - 1] != '@') return 0;
  std::size_t end = at + 1;
  while (end < text.size() && is_word(text[end])) ++end;
  return end - at;
}

/// The ranges that X counts as one, as its text library's third configuration has them.
bool is_light(char32_t code_point) {
  return code_point <= 4351 || (code_point >= 8192 && code_point <= 8205) ||
         (code_point >= 8208 && code_point <= 8223) || (code_point >= 8242 && code_point <= 8247);
}

std::size_t count_code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

std::size_t x_weight(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t link = link_at(text, at); link > 0) {
      length += length_of_a_link;
      at += link;
      continue;
    }
    const Grapheme grapheme = grapheme_at(text, at);
    if (grapheme.is_emoji) {
      length += 2;
    } else {
      for (std::size_t inside = 0; inside < grapheme.size;) {
        const CodePoint point = code_point_at(text, at + inside);
        length += is_light(point.value) ? 1 : 2;
        inside += point.size;
      }
    }
    at += grapheme.size;
  }
  return length;
}

std::size_t mastodon_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (const std::size_t link = link_at(text, at); link > 0) {
      length += length_of_a_link;
      at += link;
    } else if (const std::size_t host = mentioned_host_at(text, at); host > 0) {
      at += host;
    } else {
      ++length;
      at += grapheme_at(text, at).size;
    }
  }
  return length;
}

std::size_t utf16_length(std::string_view text) {
  std::size_t length = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    length += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return length;
}

struct PostLimit {
  std::string_view platform;
  TextLimit limit;
};
constexpr std::array post_limits{
    PostLimit{"x", x_text},
    PostLimit{"bluesky", bluesky_text},
    PostLimit{"mastodon", mastodon_text},
    PostLimit{"threads", {500, TextUnit::code_points, 0}},
    PostLimit{"facebook", {63'206, TextUnit::code_points, 0}},
    PostLimit{"instagram", {2'200, TextUnit::code_points, 0}},
    PostLimit{"linkedin", {3'000, TextUnit::code_points, 0}},
    PostLimit{"tiktok", {2'200, TextUnit::utf16_units, 0}},
    PostLimit{"youtube", {5'000, TextUnit::bytes, 0}},
    PostLimit{"pinterest", {500, TextUnit::code_points, 0}},
    PostLimit{"reddit", {40'000, TextUnit::code_points, 0}},
    PostLimit{"discourse", discourse_text},
};

}  // namespace

std::size_t length_in(TextUnit unit, std::string_view text) {
  switch (unit) {
    case TextUnit::code_points:
      return count_code_points(text);
    case TextUnit::utf16_units:
      return utf16_length(text);
    case TextUnit::bytes:
      return text.size();
    case TextUnit::graphemes:
      return count_graphemes(text);
    case TextUnit::x_weighted:
      return x_weight(text);
    case TextUnit::links_as_23:
      return mastodon_length(text);
  }
  return text.size();
}

std::string why_too_long(const TextLimit& limit, std::string_view text) {
  const auto says = [](std::size_t length, std::string_view unit, std::size_t most) {
    return "the text is " + std::to_string(length) + " " + std::string(unit) + " long, " + std::to_string(most) +
           " are allowed";
  };
  const std::size_t length = limit.most == 0 ? 0 : length_in(limit.unit, text);
  if (length > limit.most) return says(length, limit.unit == TextUnit::bytes ? "bytes" : "characters", limit.most);
  if (limit.most_bytes != 0 && text.size() > limit.most_bytes) return says(text.size(), "bytes", limit.most_bytes);
  return {};
}

TextLimit post_limit_of(std::string_view platform) {
  const auto* const known = std::ranges::find(post_limits, platform, &PostLimit::platform);
  return known == post_limits.end() ? TextLimit{} : known->limit;
}

}  // namespace cm
