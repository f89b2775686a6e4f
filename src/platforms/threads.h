// Threads: replies below an account's own posts.
#pragma once

#include <array>
#include <memory>

#include "platforms/graph.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array threads_options{graph_max_posts_option};

inline constexpr std::array threads_capabilities{
    Capability{DeedKind::hide, Support::documented,
               "out of the thread for everybody, with what is below it; top-level replies only", CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "everybody sees it", CommentState::visible},
    Capability{DeedKind::flag, Support::local, "kept in cm; Threads never hears of it"},
    Capability{DeedKind::unflag, Support::local, "kept in cm; Threads never hears of it"},
    Capability{DeedKind::reply, Support::documented, "a public reply by the account", CommentState::unknown,
               threads_text},
};

/// developers.facebook.com, Threads: redirect addresses are https; tokens live for sixty days and are renewed
/// before they end.
inline constexpr LoginWay threads_login{
    .flow = LoginFlow::browser,
    .where =
        "make an app with the use case Threads at https://developers.facebook.com/apps and register an https redirect "
        "address",
    .authorize_url = "https://threads.net/oauth/authorize",
    .token_url = "https://graph.threads.net/oauth/access_token",
    .scopes = "threads_basic,threads_read_replies,threads_manage_replies,threads_content_publish",
    .pkce = false,
    .grant = "th_exchange_token",
    .https_redirect = true,
    .long_lived_url = "https://graph.threads.net/access_token",
};

[[nodiscard]] std::unique_ptr<Platform> make_threads(PlatformParts parts);

}  // namespace cm
