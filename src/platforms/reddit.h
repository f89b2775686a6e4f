// Reddit: the comments of subreddits that the account moderates, its mentions, and searches.
#pragma once

#include <array>
#include <memory>

#include "platforms/page_kind.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array reddit_options{
    PlatformOption{"user", OptionType::text, true, "the account's name without \"u/\""},
    page_kind_option,
};

inline constexpr std::array reddit_capabilities{
    Capability{DeedKind::hide, Support::documented,
               "removed in own subreddits: only its author and moderators still see it"},
    Capability{DeedKind::unhide, Support::documented, "approved: everybody sees it again"},
    Capability{DeedKind::approve, Support::documented, "the same as unhide, and out of the mod queue"},
    Capability{DeedKind::spam, Support::documented, "removed as spam, which also teaches Reddit's filter"},
    Capability{DeedKind::remove, Support::documented, "own comments only: gone for everybody"},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply below the comment"},
};

[[nodiscard]] std::unique_ptr<Platform> make_reddit(PlatformParts parts);

}  // namespace cm
