// YouTube, Data API v3: threads below the channel's videos with their replies, also those that wait
// for review; comments are held, published and rejected.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array youtube_options{
    PlatformOption{"channel_id", OptionType::text, true, "the channel's id, such as \"UC…\""},
    PlatformOption{"daily_quota", OptionType::number, false,
                   "units a day that this project may use; 10000 when not set"},
};

/// So many ids one call of comments.setModerationStatus takes.
inline constexpr std::size_t youtube_ids_a_call = 50;

inline constexpr std::array youtube_capabilities{
    Capability{DeedKind::hide,
               Support::documented,
               "held for review: nobody sees it but the channel's moderators",
               CommentState::held,
               {},
               youtube_ids_a_call},
    Capability{DeedKind::hold, Support::documented, "the same as hide", CommentState::held, {}, youtube_ids_a_call},
    Capability{DeedKind::unhide,
               Support::documented,
               "published: everybody sees it again",
               CommentState::visible,
               {},
               youtube_ids_a_call},
    Capability{
        DeedKind::approve, Support::documented, "the same as unhide", CommentState::visible, {}, youtube_ids_a_call},
    Capability{DeedKind::spam,
               Support::documented,
               "rejected, with its replies, for good: YouTube cannot publish it again",
               CommentState::spam,
               {},
               youtube_ids_a_call},
    Capability{DeedKind::remove, Support::documented,
               "own comments are deleted; others' are rejected, with their replies, for good", CommentState::deleted},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public reply in the comment's thread", CommentState::unknown,
               youtube_text},
};

/// Each list call takes one unit of the project's daily quota; a page has 100 threads.
inline constexpr FetchCost youtube_cost{.unit = "quota units"};

/// developers.google.com, OAuth 2.0 for installed applications: any port of the loopback address will do.
inline constexpr LoginWay youtube_login{
    .flow = LoginFlow::browser,
    .where =
        "make a desktop client at https://console.cloud.google.com/apis/credentials in a project with the "
        "YouTube Data API",
    .authorize_url = "https://accounts.google.com/o/oauth2/v2/auth",
    .token_url = "https://oauth2.googleapis.com/token",
    .scopes = "https://www.googleapis.com/auth/youtube.force-ssl",
    .more_parameters = "access_type=offline&prompt=consent",
};

[[nodiscard]] std::unique_ptr<Platform> make_youtube(PlatformParts parts);

}  // namespace cm
