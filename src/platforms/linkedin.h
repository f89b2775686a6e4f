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

/// learn.microsoft.com, "Authorization Code Flow". Only some applications get a refresh token; the others'
/// tokens end after 60 days.
inline constexpr LoginWay linkedin_login{
    .flow = LoginFlow::browser,
    .where =
        "make an app at https://developer.linkedin.com with the Community Management API and give it the redirect "
        "address below",
    .authorize_url = "https://www.linkedin.com/oauth/v2/authorization",
    .token_url = "https://www.linkedin.com/oauth/v2/accessToken",
    .scopes = "r_organization_social w_organization_social rw_organization_admin",
    .pkce = false,
};

[[nodiscard]] std::unique_ptr<Platform> make_linkedin(PlatformParts parts);

}  // namespace cm
