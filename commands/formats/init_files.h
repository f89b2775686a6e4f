// The files that `cm init` writes.
#pragma once

#include <string_view>

namespace cm {

/// A commented cm.toml. Its policy, guard and protection are those of a cm without a config.
[[nodiscard]] std::string_view initial_settings();

/// rules/local.toml: one rule that reports only, with examples.
[[nodiscard]] std::string_view initial_rules();

/// .gitignore: what holds comments of other people stays out of version control.
[[nodiscard]] std::string_view initial_gitignore();

}  // namespace cm
