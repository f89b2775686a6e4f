// Mastodon: replies below own posts, mentions, hashtags and searches; reports to the server's moderators.
#pragma once

#include <array>
#include <memory>

#include "platforms/page_kind.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array mastodon_options{
    PlatformOption{"url", OptionType::text, true, "the account's server, such as \"https://social.example\""},
    page_kind_option,
};

inline constexpr std::array mastodon_capabilities{
    Capability{DeedKind::spam, Support::documented,
               "reported as spam to the moderators of this server and of the author's; everybody still sees it until "
               "they act"},
    Capability{DeedKind::remove, Support::documented, "own posts only: gone for everybody", CommentState::deleted},
    Capability{
        DeedKind::approve, Support::documented,
        "on the page \"reports\", by the server's moderators only: its report is resolved, everybody still sees it"},
    Capability{DeedKind::flag, Support::local, "kept in cm's store; others' posts cannot be hidden on Mastodon"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public post below the comment", CommentState::unknown,
               mastodon_text},
    Capability{DeedKind::private_reply, Support::documented, "a post that only the author sees", CommentState::unknown,
               mastodon_text},
};

/// 40 posts a page of a timeline or of notifications.
inline constexpr FetchCost mastodon_cost{.comments_a_request = 40};

/// docs.joinmastodon.org: every server lets an application register itself. The token does not end.
inline constexpr LoginWay mastodon_login{
    .flow = LoginFlow::browser,
    .where = "cm registers itself with the server",
    .authorize_url = "/oauth/authorize",
    .token_url = "/oauth/token",
    .scopes = "read write",
    .pkce = false,
    .registration_url = "/api/v1/apps",
};

[[nodiscard]] std::unique_ptr<Platform> make_mastodon(PlatformParts parts);

}  // namespace cm
