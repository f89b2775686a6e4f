// Word boundaries that are right beyond ASCII: checked around a candidate span, since RE2's \b is not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace cm {

enum class Boundary : std::uint8_t {
  word,   ///< a word starts and ends with the span
  start,  ///< a word starts with the span
  end,    ///< a word ends with the span
  none,
};

[[nodiscard]] std::optional<Boundary> parse_boundary(std::string_view text);
[[nodiscard]] std::string_view to_string(Boundary boundary);

/// Whether no word character (letter, mark, digit, underscore of any script) touches the span
/// [begin, end) of `text` on the sides that `boundary` names.
[[nodiscard]] bool has_boundary(std::string_view text, std::size_t begin, std::size_t end, Boundary boundary);

}  // namespace cm
