// Bluesky and other servers of the AT Protocol: threads below own posts, mentions, searches; replies
// hidden by the thread's gate, reports, and Ozone for who moderates a labeler.
#pragma once

#include <array>
#include <memory>

#include "platforms/page_kind.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array bluesky_options{
    PlatformOption{"user", OptionType::text, true, "the account's handle, such as \"acme.example\""},
    page_kind_option,
    PlatformOption{"labeler", OptionType::text, false,
                   "the DID of a moderation service (Ozone) that this account may moderate"},
};

inline constexpr std::array bluesky_capabilities{
    Capability{DeedKind::hide, Support::tried,
               "below own posts only: the reply moves behind \"hidden replies\" in apps that honour thread gates; its "
               "author and whoever unfolds them still see it",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::tried, "everybody sees it in its place again", CommentState::visible},
    Capability{DeedKind::approve, Support::tried, "the same as unhide", CommentState::visible},
    Capability{DeedKind::spam, Support::tried,
               "reported as spam to the moderation service (with \"labeler\": labelled \"spam\" by it), and hidden "
               "below own posts",
               CommentState::hidden},
    Capability{DeedKind::remove, Support::tried,
               "own posts are gone for everybody; with \"labeler\" others' are taken down for all who honour it; else "
               "not possible",
               CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store; Bluesky never hears of it"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::tried, "a public post below the comment", CommentState::unknown, bluesky_text},
    Capability{DeedKind::private_reply, Support::documented,
               "a direct message, if the author takes messages and the app password may send them",
               CommentState::unknown, bluesky_private_text},
};

inline constexpr LoginWay bluesky_login{.where =
                                            "make an app password in the account's settings, Privacy and security"};

[[nodiscard]] std::unique_ptr<Platform> make_bluesky(PlatformParts parts);

}  // namespace cm
