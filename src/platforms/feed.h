// Feeds: RSS and Atom as listening sources: comment feeds of blogs, and alert feeds.
#pragma once

#include <array>
#include <memory>

#include "platforms/channel_http.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array feed_options{
    PlatformOption{
        "url", OptionType::text, false,
        "the feed's address; one that must stay secret, such as Google Alerts', is given as the secret instead"},
    allow_private_option,
};

inline constexpr std::array feed_capabilities{
    Capability{DeedKind::flag, Support::local, "kept in cm's store; a feed can only be read"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
};

[[nodiscard]] std::unique_ptr<Platform> make_feed(PlatformParts parts);

}  // namespace cm
