// Discourse: the posts of a forum or of single topics; posts are taken away and brought back by staff.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array discourse_options{
    PlatformOption{"url", OptionType::text, true, "the forum, such as \"https://forum.acme.example\""},
    PlatformOption{"user", OptionType::text, true, "the user that the API key acts as"},
};

inline constexpr std::array discourse_capabilities{
    Capability{DeedKind::hide, Support::documented, "deleted by staff: staff still sees it and can bring it back",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::documented, "recovered: everybody sees it again", CommentState::visible},
    Capability{DeedKind::approve, Support::documented, "the same as unhide", CommentState::visible},
    Capability{DeedKind::spam, Support::documented,
               "flagged as spam for the forum's moderators; the forum's own rules decide whether it is hidden"},
    Capability{DeedKind::remove, Support::documented, "the same as hide: Discourse forgets it after its own delay",
               CommentState::hidden},
    Capability{DeedKind::flag, Support::local, "kept in cm's store"},
    Capability{DeedKind::unflag, Support::local, "kept in cm's store"},
    Capability{DeedKind::reply, Support::documented, "a public post in the topic", CommentState::unknown,
               discourse_text},
    Capability{DeedKind::private_reply, Support::documented, "a personal message to the author", CommentState::unknown,
               discourse_text},
};

inline constexpr LoginWay discourse_login{
    .where = "make an API key for the channel's \"user\" in the forum's admin pages, under \"API\"",
};

[[nodiscard]] std::unique_ptr<Platform> make_discourse(PlatformParts parts);

}  // namespace cm
