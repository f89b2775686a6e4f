// Facebook Pages: comments below the Page's posts, ads, videos, and posts that mention it.
#pragma once

#include <array>
#include <memory>

#include "platforms/graph.h"
#include "platforms/page_kind.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array<std::string_view, 2> facebook_kinds{"posts", "mentions"};

inline constexpr std::array facebook_options{
    PlatformOption{"kind", OptionType::text, false,
                   "\"posts\" (comments below the Page's own posts, the default) or \"mentions\" (posts that tag it)",
                   facebook_kinds},
    graph_max_posts_option,
};

inline constexpr std::array facebook_capabilities{
    Capability{DeedKind::hide, Support::documented,
               "its author, their friends and the Page's admins still see it; nobody else does", CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::remove, Support::documented, "gone for good, with the answers to it", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm; Facebook never hears of it"},
    Capability{DeedKind::unflag, Support::local, "kept in cm; Facebook never hears of it"},
    Capability{DeedKind::reply, Support::documented, "a public answer by the Page", CommentState::unknown,
               facebook_text},
    Capability{DeedKind::private_reply, Support::documented,
               "one message by Messenger, within 7 days; only the author sees it", CommentState::unknown,
               facebook_private_text},
};

/// developers.facebook.com, "Long-Lived Access Tokens": a Page's token from a long-lived one does not end.
inline constexpr LoginWay facebook_login{
    .flow = LoginFlow::exchange,
    .where =
        "get a user token with pages_read_engagement, pages_read_user_content and pages_manage_engagement at "
        "https://developers.facebook.com/tools/explorer",
    .token_url = "https://graph.facebook.com/oauth/access_token",
    .grant = "fb_exchange_token",
    .pages_url = "https://graph.facebook.com/me/accounts",
};

[[nodiscard]] std::unique_ptr<Platform> make_facebook(PlatformParts parts);

}  // namespace cm
