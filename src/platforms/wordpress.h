// WordPress sites over the REST API that every site carries, logged in with an application password.
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array<std::string_view, 2> wordpress_hidden_states{"hold", "spam"};

inline constexpr std::array wordpress_options{
    PlatformOption{"url", OptionType::text, true, "the site's address, as its settings have it"},
    PlatformOption{"user", OptionType::text, true,
                   "whose application password the secret is; an editor or administrator"},
    PlatformOption{"hide_as", OptionType::text, false,
                   "what hiding files a comment under: \"hold\" (default) or \"spam\"", wordpress_hidden_states},
};

inline constexpr std::array wordpress_capabilities{
    Capability{DeedKind::hide, Support::tried,
               "back to pending, or to spam with hide_as = \"spam\"; editors still see it, its author's browser may",
               CommentState::held},
    Capability{DeedKind::unhide, Support::tried, "approved: everybody sees it", CommentState::visible},
    Capability{DeedKind::hold, Support::tried, "pending: editors see it, its author's browser may", CommentState::held},
    Capability{DeedKind::approve, Support::tried, "approved: everybody sees it", CommentState::visible},
    Capability{DeedKind::spam, Support::tried, "in the spam folder: editors see it", CommentState::spam},
    Capability{DeedKind::remove, Support::tried, "in the bin, which WordPress empties after 30 days",
               CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm; the site never hears of it"},
    Capability{DeedKind::unflag, Support::local, "kept in cm; the site never hears of it"},
    Capability{DeedKind::reply, Support::tried, "a public answer under the comment, by the channel's user",
               CommentState::unknown, wordpress_text},
};

inline constexpr LoginWay wordpress_login{
    .where = "make an application password in the user's profile (Users, Profile, Application Passwords)"};

[[nodiscard]] std::unique_ptr<Platform> make_wordpress(PlatformParts parts);

}  // namespace cm
