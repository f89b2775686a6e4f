// Feeds: RSS and Atom as listening sources: comment feeds of blogs, and alert feeds.
#pragma once

#include <array>
#include <memory>

#include "platforms/channel_http.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array<std::string_view, 2> feed_kinds{"posts", "mentions"};

inline constexpr std::array feed_options{
    PlatformOption{
        "kind", OptionType::text, false,
        "\"posts\" (the comments of an own blog, the default) or \"mentions\" (an alert feed: what others wrote "
        "elsewhere; Google's are known as such anyway)",
        feed_kinds},
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
