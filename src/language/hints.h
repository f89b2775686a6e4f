// Hints at a language in short texts, where counting letters is not enough: small words that one language
// has and its neighbours do not, and the digits that Arabizi writes for Arabic letters.
#pragma once

#include <cstddef>
#include <string_view>

namespace cm {

struct LanguageHints {
  std::size_t english = 0;
  std::size_t french = 0;
  std::size_t arabizi = 0;
};

/// `text` is folded.
[[nodiscard]] LanguageHints language_hints(std::string_view text);

}  // namespace cm
