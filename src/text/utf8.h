// UTF-8: checking, repairing and walking. Everything behind this header may assume valid text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cm {

[[nodiscard]] bool is_valid_utf8(std::string_view text);

/// Every ill-formed sequence replaced by U+FFFD, as the Unicode standard's best practice has it.
[[nodiscard]] std::string repaired_utf8(std::string_view text);

struct CodePoint {
  char32_t value = 0;
  std::size_t size = 0;  ///< in bytes
};

/// The code point that starts at `at`. `text` is valid UTF-8 and `at` is the start of a code point before its end.
[[nodiscard]] CodePoint code_point_at(std::string_view text, std::size_t at);

/// The code point that ends at `at`, which is the end of one and not 0.
[[nodiscard]] CodePoint code_point_before(std::string_view text, std::size_t at);

void append_utf8(std::string& text, char32_t code_point);

}  // namespace cm
