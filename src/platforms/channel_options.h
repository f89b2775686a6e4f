// The keys of a [[channel]] that only its platform knows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "config/settings.h"

namespace cm {

/// The option's text; empty when it is not there.
[[nodiscard]] std::string option_text(const ChannelSettings& channel, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> option_number(const ChannelSettings& channel, std::string_view name);
[[nodiscard]] bool option_flag(const ChannelSettings& channel, std::string_view name);

/// "cm.toml:12:1: channel \"blog\": ", the beginning of every refusal of a channel's settings.
[[nodiscard]] std::string place_of(const ChannelSettings& channel);

}  // namespace cm
