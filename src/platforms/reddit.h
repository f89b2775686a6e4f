// Reddit: the comments of subreddits that the account moderates, its mentions, and searches.
#pragma once

#include <array>
#include <memory>

#include "platforms/page_kind.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array reddit_options{
    PlatformOption{"user", OptionType::text, true, "the account's name without \"u/\""},
    page_kind_option,
};

inline constexpr std::array reddit_capabilities{
    Capability{DeedKind::hide, Support::documented,
               "removed in own subreddits: only its author and moderators still see it", CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "approved: everybody sees it again", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "the same as unhide, and out of the mod queue",
               CommentState::visible},
    Capability{
        DeedKind::spam, Support::documented,
        "removed as spam in own subreddits, which also teaches Reddit's filter; elsewhere reported to the moderators",
        CommentState::hidden},
    Capability{DeedKind::remove, Support::documented, "own comments only: gone for everybody", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply below the comment", CommentState::unknown,
               reddit_text},
    Capability{DeedKind::private_reply, Support::documented,
               "a message to the author: from the moderators (modmail) in own subreddits, else from the account",
               CommentState::unknown, reddit_text},
};

/// Reddit's OAuth wiki: the client's id and secret go into a header, also where an installed app has no secret.
inline constexpr LoginWay reddit_login{
    .flow = LoginFlow::browser,
    .where = "make an app at https://www.reddit.com/prefs/apps and give it the redirect address below",
    .authorize_url = "https://www.reddit.com/api/v1/authorize",
    .token_url = "https://www.reddit.com/api/v1/access_token",
    .scopes = "identity read submit report modposts modcontributors modmail privatemessages history",
    .more_parameters = "duration=permanent",
    .pkce = false,
    .client_in_header = true,
};

[[nodiscard]] std::unique_ptr<Platform> make_reddit(PlatformParts parts);

}  // namespace cm
