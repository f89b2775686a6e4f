// Parts of man pages that are made from a table of the source, and the test that they are.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// Text lines of mdoc(7): a new sentence is a new line, none is longer than 80 bytes or taken for a macro.
[[nodiscard]] std::string man_wrapped(std::string_view text);

/// Words that stand after a macro: none of them is taken for one.
[[nodiscard]] std::string man_words(std::string_view text);

/// Checks that the page has `made` between the two comments that name `table`; with CM_UPDATE_EXPECTED=1 in the
/// environment it writes it there instead.
void check_made_part(std::string_view page, std::string_view table, const std::string& made);

}  // namespace cm
