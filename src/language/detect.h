// Which language a comment is in, where its channel does not tell.
#pragma once

#include <string_view>

namespace cm {

/// A BCP 47 tag: "en", "fr", "ar", "ar-Latn" (Arabizi: Arabic in Latin letters) or another language that CLD2
/// knows; empty when it cannot be told, as of a name, an emoji or two words that several languages have.
/// `utf8` is valid UTF-8. May be called from several threads at once.
[[nodiscard]] std::string_view detect_language(std::string_view utf8);

}  // namespace cm
