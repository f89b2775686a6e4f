// JSON written by hand where a line has a fixed shape: faster than building a tree first.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// Appends the text in quotes, with what JSON wants escaped. The text is valid UTF-8 and stays as it is.
void append_json_string(std::string& line, std::string_view text);

/// The same, or null for an empty text: a fact that nobody told.
void append_json_string_or_null(std::string& line, std::string_view text);

/// Whether brackets are nested deeper than any honest comment or reply nests them (64): a tree that is
/// walked by recursion must not be built from such text.
[[nodiscard]] bool is_nested_too_deep(std::string_view json);

}  // namespace cm
