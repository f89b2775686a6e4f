// TikTok, API for Business: comments below the account's own videos.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array tiktok_options{
    PlatformOption{"business_id", OptionType::text, true, "the id of the business account"},
};

inline constexpr std::array tiktok_capabilities{
    Capability{DeedKind::hide, Support::documented, "hidden below own videos: only its author still sees it",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "shown again, unless TikTok's own filter hid it as well",
               CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "the same as unhide", CommentState::visible},
    Capability{DeedKind::remove, Support::documented, "own comments only: gone for everybody", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply of at most 150 characters", CommentState::unknown,
               tiktok_text},
};

[[nodiscard]] std::unique_ptr<Platform> make_tiktok(PlatformParts parts);

}  // namespace cm
