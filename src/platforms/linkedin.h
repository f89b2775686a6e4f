// LinkedIn, Community Management API: comments below an organisation's posts; they can only be deleted.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array linkedin_options{
    PlatformOption{"organization", OptionType::text, true, "the organisation's number"},
    PlatformOption{"version", OptionType::text, false,
                   "the API's version as YYYYMM; LinkedIn switches each off about a year after it came out"},
};

inline constexpr std::array linkedin_capabilities{
    Capability{DeedKind::remove, Support::documented, "below the organisation's posts: gone for everybody, for good",
               CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store; LinkedIn has no way to hide a comment"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply below the comment", CommentState::unknown,
               linkedin_text},
};

[[nodiscard]] std::unique_ptr<Platform> make_linkedin(PlatformParts parts);

}  // namespace cm
