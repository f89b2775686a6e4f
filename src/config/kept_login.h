// What `cm login` keeps: a channel's secret in a file of its owner's, and where that file is.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "config/settings.h"

namespace cm {

/// $XDG_STATE_HOME/cm/logins/NAME (~/.local/state without it). Throws Error(login) when neither the
/// variable nor $HOME says where that is.
[[nodiscard]] std::filesystem::path kept_login_file(const SecretFromLogin& login, const Environment& environment);

/// Writes the file whole, readable for its owner only, in a folder of its owner's. Throws Error(unavailable).
void keep_login(const SecretFromLogin& login, std::string_view secret, const Environment& environment);

/// The name that a channel's login is kept under: the channel's own, and a mark of the folder of its
/// cm.toml, so that two brands may both have a channel "x".
[[nodiscard]] SecretFromLogin login_of(std::string_view channel, const std::filesystem::path& folder);

}  // namespace cm
