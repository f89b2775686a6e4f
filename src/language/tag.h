// Language tags (BCP 47), as channels tell them and rules name them.
#pragma once

#include <string_view>

namespace cm {

/// "fr" of "fr-CA"; "ar" of spoken Arabic as well ("arz", "ary-Latn").
[[nodiscard]] std::string_view primary_language(std::string_view tag);

/// Whether two tags name the same language, whatever the region, the script, the dialect and the case.
[[nodiscard]] bool same_language(std::string_view a, std::string_view b);

}  // namespace cm
