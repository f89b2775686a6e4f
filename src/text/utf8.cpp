#include "text/utf8.h"

#include <simdjson.h>

namespace cm {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool is_tail(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

/// The size of the well-formed sequence at `at`, or 0; then `bad` is how many bytes make one U+FFFD
/// (the longest start of a well-formed sequence, Unicode 15 section 3.9).
std::size_t well_formed_at(std::string_view text, std::size_t at, std::size_t& bad) {
  const unsigned char lead = byte_at(text, at);
  bad = 1;
  if (lead < 0x80) return 1;
  std::size_t size = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;  // beyond U+10FFFF
  } else {
    return 0;
  }
  for (std::size_t i = 1; i < size; ++i) {
    if (at + i >= text.size()) return 0;
    const unsigned char byte = byte_at(text, at + i);
    if (byte < low || byte > high) return 0;
    low = 0x80;
    high = 0xBF;
    bad = i + 1;
  }
  return size;
}

}  // namespace

bool is_valid_utf8(std::string_view text) { return simdjson::validate_utf8(text.data(), text.size()); }

std::string repaired_utf8(std::string_view text) {
  if (is_valid_utf8(text)) return std::string(text);
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t at = 0; at < text.size();) {
    std::size_t bad = 1;
    const std::size_t size = well_formed_at(text, at, bad);
    if (size == 0) {
      out += "\uFFFD";
      at += bad;
    } else {
      out.append(text, at, size);
      at += size;
    }
  }
  return out;
}

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const unsigned char lead = byte_at(text, at);
  const auto tail = [&](std::size_t i) { return static_cast<char32_t>(byte_at(text, at + i) & 0x3FU); };
  if (lead < 0x80) return {lead, 1};
  if (lead < 0xE0) return {(lead & 0x1FU) << 6U | tail(1), 2};
  if (lead < 0xF0) return {(lead & 0x0FU) << 12U | tail(1) << 6U | tail(2), 3};
  return {(lead & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3), 4};
}

CodePoint code_point_before(std::string_view text, std::size_t at) {
  std::size_t begin = at - 1;
  while (begin > 0 && is_tail(byte_at(text, begin))) --begin;
  return code_point_at(text, begin);
}

void append_utf8(std::string& text, char32_t code_point) {
  const auto add = [&](char32_t bits) { text += static_cast<char>(bits); };
  if (code_point < 0x80) {
    add(code_point);
  } else if (code_point < 0x800) {
    add(0xC0U | code_point >> 6U);
    add(0x80U | (code_point & 0x3FU));
  } else if (code_point < 0x10000) {
    add(0xE0U | code_point >> 12U);
    add(0x80U | (code_point >> 6U & 0x3FU));
    add(0x80U | (code_point & 0x3FU));
  } else {
    add(0xF0U | code_point >> 18U);
    add(0x80U | (code_point >> 12U & 0x3FU));
    add(0x80U | (code_point >> 6U & 0x3FU));
    add(0x80U | (code_point & 0x3FU));
  }
}

}  // namespace cm
