// Words in one line.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

namespace cm {

/// "a, b, c" for `between` = ", "; empty for no words.
[[nodiscard]] inline std::string joined(const std::vector<std::string>& words, std::string_view between) {
  return fmt::format("{}", fmt::join(words, between));
}

}  // namespace cm
