#include "text/terminal_safe.h"

#include "text/utf8.h"

namespace cm {
namespace {

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

bool turns_direction(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool breaks_line(char32_t c) {
  return c == U'\t' || c == U'\n' || c == U'\v' || c == U'\f' || c == U'\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

}  // namespace

std::string terminal_safe(std::string_view text) {
  const std::string valid = repaired_utf8(text);
  std::string out;
  out.reserve(valid.size());
  for (std::size_t at = 0; at < valid.size();) {
    const CodePoint c = code_point_at(valid, at);
    if (breaks_line(c.value)) {
      out += ' ';
    } else if (!is_control(c.value) && !turns_direction(c.value)) {
      out.append(valid, at, c.size);
    }
    at += c.size;
  }
  return out;
}

}  // namespace cm
