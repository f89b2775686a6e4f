// [follow_up] and [reply]: how people work through comments and answer them.
#pragma once

#include <filesystem>

#include "config/settings.h"
#include "config/toml_reader.h"

namespace cm {

[[nodiscard]] FollowUpSettings follow_up_of(const toml::table& table, TomlReader& reader);

/// Relative paths start at `folder`.
[[nodiscard]] ReplySettings reply_of(const toml::table& table, TomlReader& reader, const std::filesystem::path& folder);

}  // namespace cm
