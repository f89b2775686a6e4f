#include "platforms/page_kind.h"

#include <algorithm>

#include "base/error.h"
#include "platforms/channel_options.h"

namespace cm {
namespace {

constexpr std::string_view search_prefix = "search:";

}  // namespace

PageKind page_kind_of(const ChannelSettings& channel) {
  const std::string name = option_text(channel, page_kind_option.name);
  const auto at = std::ranges::find(page_kind_names, name);
  return at == page_kind_names.end() ? PageKind::posts : static_cast<PageKind>(at - page_kind_names.begin());
}

PageRef search_page(std::string_view query) {
  return {std::string(search_prefix) + std::string(query), "search for " + std::string(query)};
}

std::string_view query_of(const PageRef& page) {
  const std::string_view id = page.id;
  return id.starts_with(search_prefix) ? id.substr(search_prefix.size()) : std::string_view();
}

std::vector<PageRef> search_pages(const ChannelSettings& channel) {
  std::vector<PageRef> pages;
  for (const auto& query : channel.pages) {
    if (query == "*") {
      throw Error(ErrorKind::wrong_use,
                  place_of(channel) + "a channel of kind \"search\" names what to search for in \"pages\"");
    }
    pages.push_back(search_page(query));
  }
  return pages;
}

}  // namespace cm
