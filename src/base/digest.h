// Digests: how cm recognises the same text again without keeping or printing it.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// The SHA-256 of some bytes as 64 hexadecimal digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// The first 16 digits of it: what the store, plans and the journal keep of a comment's text.
[[nodiscard]] std::string text_digest(std::string_view text);

}  // namespace cm
