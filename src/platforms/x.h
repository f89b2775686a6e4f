// X (Twitter), API v2: replies to the account, mentions, recent search; hide and unhide replies.
#pragma once

#include <array>
#include <memory>

#include "platforms/page_kind.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array x_options{
    PlatformOption{"user", OptionType::text, true, "the account's name without \"@\""},
    page_kind_option,
    PlatformOption{"max_cost_cents", OptionType::number, false,
                   "the most that one run may cost, in US cents (reading a post 0.5, writing one 1.5, with a link 20); "
                   "500 when not set, 0 for no limit"},
    PlatformOption{
        "max_cost_cents_a_month", OptionType::number, false,
        "the most that all runs of a calendar month (UTC) may cost, in US cents; 10000 when not set, 0 for no "
        "limit"},
};

inline constexpr std::array x_capabilities{
    Capability{DeedKind::hide, Support::documented,
               "in conversations that the account began: the reply moves behind \"hidden replies\", one click away for "
               "everybody",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "everybody sees it in its place again", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "the same as unhide", CommentState::visible},
    Capability{DeedKind::remove, Support::documented, "own posts only: gone for everybody", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store; X has no way to report by API"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public post below the comment", CommentState::unknown, x_text},
    Capability{DeedKind::private_reply, Support::documented,
               "a direct message, if the author takes them from the account", CommentState::unknown, x_private_text},
};

/// docs.x.com: recent search hands out 100 posts a page, each for half a cent.
inline constexpr FetchCost x_cost{.dollars_a_comment = 0.005};

/// docs.x.com, OAuth 2.0 with PKCE. A refresh token is taken once; the answer has the next one.
inline constexpr LoginWay x_login{
    .flow = LoginFlow::browser,
    .where = "make an app with OAuth 2.0 at https://developer.x.com and give it the redirect address below",
    .authorize_url = "https://x.com/i/oauth2/authorize",
    .token_url = "https://api.x.com/2/oauth2/token",
    .scopes = "tweet.read tweet.write tweet.moderate.write users.read dm.write offline.access",
    .secret_in_header = true,
};

[[nodiscard]] std::unique_ptr<Platform> make_x(PlatformParts parts);

}  // namespace cm
