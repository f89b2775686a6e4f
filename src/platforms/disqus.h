// Disqus: the comments of a forum that the account moderates.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array disqus_options{
    PlatformOption{"forum", OptionType::text, true, "the forum's short name"},
    PlatformOption{"api_key", OptionType::text, true,
                   "the public key of your Disqus application; the secret is the access token"},
    PlatformOption{"user", OptionType::text, false,
                   "the account's user name, by which its own comments are known; asked for unless told"},
};

inline constexpr std::array disqus_capabilities{
    Capability{DeedKind::hide, Support::documented, "removed: nobody but the forum's moderators sees it",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "restored: everybody sees it again", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "approved: everybody sees it", CommentState::visible},
    Capability{DeedKind::spam, Support::documented, "filed as spam, which also teaches Disqus's filter",
               CommentState::spam},
    Capability{DeedKind::remove, Support::documented, "the same as hide", CommentState::hidden},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply below the comment", CommentState::unknown,
               disqus_text},
};

inline constexpr LoginWay disqus_login{
    .where = "copy the access token of your application from https://disqus.com/api/applications/",
};

[[nodiscard]] std::unique_ptr<Platform> make_disqus(PlatformParts parts);

}  // namespace cm
