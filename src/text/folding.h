// The fold itself, for whatever is to be made of it: text alone, text with places, or glyphs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "text/tables/tables.h"
#include "text/utf8.h"

namespace cm::folding {

using tables::FoldKind;

constexpr char32_t first_lead = 0x1100;
constexpr char32_t first_vowel = 0x1161;
constexpr char32_t first_final = 0x11A7;  // one before the first: no final
constexpr char32_t first_syllable = 0xAC00;
constexpr char32_t vowels = 21;
constexpr char32_t finals = 28;

/// The Hangul syllable that `before` and the vowel or final `jamo` make together, or 0 (Unicode 15 section 3.12).
inline char32_t joined_syllable(char32_t before, char32_t jamo) {
  const bool vowel = jamo >= first_vowel && jamo < first_vowel + vowels;
  if (vowel && before >= first_lead && before < first_lead + 19)
    return first_syllable + ((before - first_lead) * vowels + (jamo - first_vowel)) * finals;
  const bool open = before >= first_syllable && before < 0xD7A4 && (before - first_syllable) % finals == 0;
  if (jamo > first_final && jamo < first_final + finals && open) return before + (jamo - first_final);
  return 0;
}

/// `Out` has add(bytes, size, begin, end) and add(byte, begin, end) for what was made of the bytes
/// [begin, end), stretch(end) to let the last character reach further, empty(), ends_with_blank(), last()
/// for the last character, and take_back(size) to remove it, which gives where it began; it may have done() to end the
/// fold early.
template <typename Out>
void add_blank(Out& out, std::size_t begin, std::size_t end) {
  if (out.empty()) return;
  if (out.ends_with_blank()) {
    out.stretch(end);
  } else {
    out.add(' ', begin, end);
  }
}

template <typename Out>
void fold_into(std::string_view utf8, Out& out) {
  for (std::size_t at = 0; at < utf8.size();) {
    if constexpr (requires { out.done(); }) {
      if (out.done()) return;
    }
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte >= 'a' && byte <= 'z') {
      out.add(static_cast<char>(byte), at, at + 1);
      ++at;
      continue;
    }
    const CodePoint c = code_point_at(utf8, at);
    const std::size_t end = at + c.size;
    const std::uint32_t entry = tables::fold_entry(c.value);
    switch (tables::kind_of(entry)) {
      case FoldKind::copy:
        out.add(utf8.data() + at, c.size, at, end);
        break;
      case FoldKind::one:
      case FoldKind::two:
      case FoldKind::three: {
        const char bytes[3] = {static_cast<char>(entry & 0xFFU), static_cast<char>(entry >> 8U & 0xFFU),
                               static_cast<char>(entry >> 16U & 0xFFU)};
        out.add(bytes, static_cast<std::size_t>(tables::kind_of(entry)), at, end);
        break;
      }
      case FoldKind::pool: {
        const unsigned char* bytes = tables::fold_pool + (entry & 0xFFFFU);
        const std::size_t size = entry >> 16U & 0xFFU;
        for (std::size_t i = 0; i < size; ++i) {
          if (bytes[i] == ' ') {
            add_blank(out, at, end);
          } else {
            out.add(static_cast<char>(bytes[i]), at, end);
          }
        }
        break;
      }
      case FoldKind::blank:
        add_blank(out, at, end);
        break;
      case FoldKind::mark:
        if (!out.empty()) out.stretch(end);
        break;
      case FoldKind::drop:
        break;
      case FoldKind::jamo: {
        const char32_t jamo = entry & 0xFFFFU;
        std::string bytes;
        std::size_t begin = at;
        if (!out.empty()) {
          const CodePoint before = out.last();
          if (const char32_t syllable = joined_syllable(before.value, jamo); syllable != 0) {
            begin = out.take_back(before.size);
            append_utf8(bytes, syllable);
          }
        }
        if (bytes.empty()) append_utf8(bytes, jamo);
        out.add(bytes.data(), bytes.size(), begin, end);
        break;
      }
    }
    at = end;
  }
  if (!out.empty() && out.ends_with_blank()) out.take_back(1);
}

}  // namespace cm::folding
