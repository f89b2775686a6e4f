// Instagram: comments and replies below an account's own media.
#pragma once

#include <array>
#include <memory>

#include "platforms/graph.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array<std::string_view, 2> instagram_logins{"facebook", "instagram"};

inline constexpr std::array<std::string_view, 2> instagram_kinds{"posts", "mentions"};

inline constexpr std::array instagram_options{
    PlatformOption{
        "kind", OptionType::text, false,
        "\"posts\" (comments below the account's own media, the default) or \"mentions\" (others' media that "
        "tag it)",
        instagram_kinds},
    PlatformOption{"login", OptionType::text, false,
                   "which login the token is from: \"facebook\" (a Page's token, the default) or \"instagram\"",
                   instagram_logins},
    PlatformOption{"account", OptionType::text, false, "the account's id; looked up from the token unless told"},
    graph_max_posts_option,
};

inline constexpr std::array instagram_capabilities{
    Capability{DeedKind::hide, Support::documented, "its author still sees it; nobody else does", CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::remove, Support::documented, "gone for good, with the answers to it", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm; Instagram never hears of it"},
    Capability{DeedKind::unflag, Support::local, "kept in cm; Instagram never hears of it"},
    Capability{DeedKind::reply, Support::documented, "a public answer, below the top comment of the thread",
               CommentState::unknown, instagram_text},
    Capability{DeedKind::private_reply, Support::documented, "one direct message; only the author sees it",
               CommentState::unknown, instagram_private_text},
};

/// developers.facebook.com, Instagram API with Instagram Login: redirect addresses are https; tokens live for
/// sixty days and are renewed before they end.
inline constexpr LoginWay instagram_login{
    .flow = LoginFlow::browser,
    .where =
        "make an app with the Instagram product at https://developers.facebook.com/apps and register an https redirect "
        "address",
    .authorize_url = "https://www.instagram.com/oauth/authorize",
    .token_url = "https://api.instagram.com/oauth/access_token",
    .scopes = "instagram_business_basic,instagram_business_manage_comments",
    .pkce = false,
    .grant = "ig_exchange_token",
    .https_redirect = true,
    .long_lived_url = "https://graph.instagram.com/access_token",
    .when_login = "instagram",
};

[[nodiscard]] std::unique_ptr<Platform> make_instagram(PlatformParts parts);

}  // namespace cm
