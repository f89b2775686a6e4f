#include "text/punycode.h"

#include <cstddef>
#include <cstdint>

#include "text/utf8.h"

namespace cm {
namespace {

// The parameters of RFC 3492, section 5.
constexpr std::uint32_t base = 36;
constexpr std::uint32_t t_min = 1;
constexpr std::uint32_t t_max = 26;
constexpr std::uint32_t skew = 38;
constexpr std::uint32_t damp = 700;
constexpr std::uint32_t initial_bias = 72;
constexpr std::uint32_t initial_n = 128;
constexpr std::size_t longest_label = 63;

std::uint32_t adapted(std::uint32_t delta, std::uint32_t count, bool first) {
  delta = first ? delta / damp : delta / 2;
  delta += delta / count;
  std::uint32_t k = 0;
  for (; delta > (base - t_min) * t_max / 2; k += base) delta /= base - t_min;
  return k + (base - t_min + 1) * delta / (delta + skew);
}

std::uint32_t digit_of(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(c - 'A');
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0') + 26;
  return base;
}

}  // namespace

std::optional<std::string> from_punycode(std::string_view label) {
  if (label.empty() || label.size() > longest_label) return std::nullopt;
  std::u32string out;
  const std::size_t dash = label.rfind('-');
  if (dash != std::string_view::npos)
    for (const char c : label.substr(0, dash)) out += static_cast<char32_t>(static_cast<unsigned char>(c));
  std::size_t at = dash == std::string_view::npos ? 0 : dash + 1;
  std::uint32_t n = initial_n;
  std::uint32_t bias = initial_bias;
  std::uint64_t i = 0;
  while (at < label.size()) {
    const std::uint64_t before = i;
    std::uint64_t weight = 1;
    for (std::uint32_t k = base;; k += base) {
      if (at >= label.size()) return std::nullopt;
      const std::uint32_t digit = digit_of(label[at++]);
      if (digit >= base) return std::nullopt;
      i += digit * weight;
      if (i > 0x7FFFFFFF) return std::nullopt;
      const std::uint32_t t = k <= bias ? t_min : k >= bias + t_max ? t_max : k - bias;
      if (digit < t) break;
      weight *= base - t;
      if (weight > 0x7FFFFFFF) return std::nullopt;
    }
    const auto count = static_cast<std::uint32_t>(out.size()) + 1;
    bias = adapted(static_cast<std::uint32_t>(i - before), count, before == 0);
    n += static_cast<std::uint32_t>(i / count);
    i %= count;
    if (n > 0x10FFFF || (n >= 0xD800 && n <= 0xDFFF)) return std::nullopt;
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(i), static_cast<char32_t>(n));
    ++i;
  }
  std::string utf8;
  for (const char32_t c : out) append_utf8(utf8, c);
  return utf8;
}

}  // namespace cm
