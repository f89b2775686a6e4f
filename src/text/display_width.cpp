#include "text/display_width.h"

#include <clocale>
#include <cwchar>

#include "text/graphemes.h"
#include "text/utf8.h"

namespace cm {
namespace {

// The C library knows the widths; the locale of this one call must be one of Unicode, whatever the user's is.
int width_of_letter(char32_t letter) {
  static const locale_t unicode = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (unicode == nullptr) return 1;
  const locale_t before = ::uselocale(unicode);
  const int width = ::wcwidth(static_cast<wchar_t>(letter));
  ::uselocale(before);
  return width;
}

}  // namespace

std::size_t width_of_grapheme(std::string_view grapheme, bool is_emoji) {
  if (is_emoji) return 2;
  const int width = width_of_letter(code_point_at(grapheme, 0).value);
  return width < 0 ? 0 : static_cast<std::size_t>(width);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Grapheme grapheme = grapheme_at(text, at);
    width += width_of_grapheme(text.substr(at, grapheme.size), grapheme.is_emoji);
    at += grapheme.size;
  }
  return width;
}

}  // namespace cm
