// A file of comments as a platform: for trials, tests and imports. Deeds are kept in a sidecar
// beside it, one JSON line each, and the last one about a comment is its state.
#pragma once

#include <array>
#include <memory>

#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

inline constexpr std::array json_lines_options{
    PlatformOption{"path", OptionType::text, true, "the NDJSON file with the comments"},
};

inline constexpr std::array json_lines_capabilities{
    Capability{DeedKind::hide, Support::tried, "a line in the sidecar; the comment counts as hidden",
               CommentState::hidden},
    Capability{DeedKind::unhide, Support::tried, "a line in the sidecar; the comment counts as visible",
               CommentState::visible},
    Capability{DeedKind::hold, Support::tried, "a line in the sidecar; the comment counts as held", CommentState::held},
    Capability{DeedKind::approve, Support::tried, "a line in the sidecar; the comment counts as visible",
               CommentState::visible},
    Capability{DeedKind::spam, Support::tried, "a line in the sidecar; the comment counts as spam", CommentState::spam},
    Capability{DeedKind::remove, Support::tried, "a line in the sidecar; the comment counts as deleted, its line stays",
               CommentState::deleted},
    Capability{DeedKind::flag, Support::tried, "a line in the sidecar; the comment stays as it is"},
    Capability{DeedKind::unflag, Support::tried, "a line in the sidecar; the comment stays as it is"},
    Capability{DeedKind::reply, Support::tried, "a line in the sidecar, with the text"},
    Capability{DeedKind::private_reply, Support::tried, "a line in the sidecar, with the text"},
};

[[nodiscard]] std::unique_ptr<Platform> make_json_lines(PlatformParts parts);

}  // namespace cm
