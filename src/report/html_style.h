// How the page of a report looks.
#pragma once

#include <string_view>

namespace cm {

/// One style sheet: light and dark by the reader's own setting, from a phone to paper. Every colour stands
/// once, at its top; tests/servers/browser measures their contrast.
[[nodiscard]] std::string_view html_style();

}  // namespace cm
