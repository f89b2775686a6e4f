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

/// TikTok API for Business, "Authorization for TikTok accounts": redirect addresses are https; a token lives for a
/// day and is renewed.
inline constexpr LoginWay tiktok_login{
    .flow = LoginFlow::browser,
    .where =
        "make an app at https://business-api.tiktok.com/portal/apps with the comment permissions and register an https "
        "redirect address",
    .authorize_url = "https://www.tiktok.com/v2/auth/authorize/",
    .token_url = "https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/token/",
    .scopes = "user.info.basic,video.list,comment.list,comment.list.manage",
    .pkce = false,
    .https_redirect = true,
    .client_id_name = "client_key",
    .json_tokens = true,
};

[[nodiscard]] std::unique_ptr<Platform> make_tiktok(PlatformParts parts);

}  // namespace cm
