// Text from strangers, made safe inside HTML.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// For text and for attributes in double quotes. Control characters and bidi overrides are taken out.
[[nodiscard]] std::string html_escape(std::string_view text);

}  // namespace cm
