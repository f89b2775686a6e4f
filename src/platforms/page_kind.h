// PageKind: what a channel's pages are: the brand's own posts, places that mention it, or searches.
// Mentions and searches are channels of their own, so that they stay apart from comments on own posts.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

enum class PageKind : std::uint8_t { posts, mentions, search };

inline constexpr std::array<std::string_view, 3> page_kind_names{"posts", "mentions", "search"};

/// The option by which a channel says so; platforms that know mentions and searches list it.
inline constexpr PlatformOption page_kind_option{
    "kind", OptionType::text, false,
    "\"posts\" (comments below own posts, the default), \"mentions\", or \"search\" (each page is a query)",
    page_kind_names};

[[nodiscard]] PageKind page_kind_of(const ChannelSettings& channel);

/// The page of a search: its id is "search:" and the query.
[[nodiscard]] PageRef search_page(std::string_view query);
/// The query of such a page; empty for another.
[[nodiscard]] std::string_view query_of(const PageRef& page);

/// The pages of a channel of kind search. Throws Error(wrong_use) for "*": there is no everything to search.
[[nodiscard]] std::vector<PageRef> search_pages(const ChannelSettings& channel);

}  // namespace cm
