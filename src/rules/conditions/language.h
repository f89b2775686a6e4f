// Conditions on the comment's language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/subject.h"

namespace cm {

/// The comment's language as its channel told it; empty when it is unknown ("und" says so too).
[[nodiscard]] std::string_view told_language(const Subject& comment);

/// Whether a known language (BCP 47) has its primary subtag in the list, or the list holds "*". Spoken Arabic
/// ("arz", "ary" …) is Arabic.
[[nodiscard]] bool is_language_in(const std::vector<std::string>& list, std::string_view lang);

}  // namespace cm
