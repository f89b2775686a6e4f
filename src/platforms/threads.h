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

[[nodiscard]] std::unique_ptr<Platform> make_threads(PlatformParts parts);

}  // namespace cm
