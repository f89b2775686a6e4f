// Text from strangers, made safe for a terminal.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// Without C0 and C1 control characters (a tab or line break becomes a blank) and without bidi
/// overrides, embeddings and isolates. Ill-formed UTF-8 becomes U+FFFD.
[[nodiscard]] std::string terminal_safe(std::string_view text);

}  // namespace cm
