// The deob view: what an evasive spelling was meant to say.
#pragma once

#include <string>
#include <string_view>

#include "text/fold.h"
#include "text/vectors.h"

namespace cm {

/// A cheap scan: could this text hide a word behind look-alikes, digits, separators or stretched
/// letters? False for ordinary text; the deob view is built only where it is true.
[[nodiscard]] bool looks_obfuscated(std::string_view utf8);

/// The part of looks_obfuscated() that reads the folded text: digits and signs among letters, single
/// letters in a row, stretched letters. The other part is ViewedBytes::has_odd_letters().
/// The same answer with any instructions.
[[nodiscard]] bool has_odd_spelling(std::string_view folded, Vectors with = vectors());

/// The folded text with look-alike letters of other scripts, leet digits and signs, separators
/// between single letters and stretched letters undone. Offsets lead to the original bytes.
[[nodiscard]] ViewedText deobfuscate(std::string_view utf8);

/// The same text as deobfuscate(utf8).text, without the way back, written over `text`.
void deobfuscate_text(std::string_view utf8, std::string& text);

/// The same for folded text none of whose letters was odd (ViewedBytes::has_odd_letters()).
void deobfuscate_folded(std::string_view folded, std::string& text);

}  // namespace cm
