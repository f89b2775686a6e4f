#include "moderation/estimate.h"

#include <algorithm>

#include "base/stop.h"

namespace cm {
namespace {

using std::chrono::milliseconds;

std::size_t requests_for(std::size_t comments, const FetchCost& cost) {
  return std::max<std::size_t>(1, (comments + cost.comments_a_request - 1) / cost.comments_a_request);
}

// A pass that goes back to what is known reads what came since; one that does not reads everything.
bool reads_everything(const Platform& platform, const Bookmark& bookmark, const GatherOptions& options) {
  return options.full || platform.read_order() == ReadOrder::whole || !bookmark.watermark;
}

PageEstimate of_page(const PageRef& page, std::optional<std::size_t> total, std::size_t stored, bool everything,
                     const FetchCost& cost) {
  PageEstimate found{.page = page.id, .total = total, .stored = stored};
  if (!total) return found;
  found.to_read = everything ? *total : *total - std::min(*total, stored);
  found.requests = requests_for(*found.to_read, cost);
  return found;
}

}  // namespace

ChannelEstimate estimate(Platform& platform, const PlatformKind& kind, std::string_view channel,
                         int requests_per_minute, Store& store, Clock& clock, const GatherOptions& options) {
  ChannelEstimate whole{.channel = std::string(channel), .unit = kind.cost.unit};
  milliseconds counting(0);
  std::size_t counted = 0;
  for (const PageRef& page : platform.pages()) {
    leave_if_stopped();
    const Timestamp before = clock.now();
    const auto total = platform.count_comments(page);
    if (total) {
      counting += clock.now() - before;
      ++counted;
    }
    const Bookmark bookmark = store.bookmark(channel, page.id);
    const bool everything = reads_everything(platform, bookmark, options);
    // A pass that was cut off has its stretch still to read, whatever the store holds of the rest.
    const std::size_t stored = store.count_page(channel, page.id);
    PageEstimate one = of_page(page, total, stored, everything, kind.cost);
    if (options.limit && one.to_read) {
      one.to_read = std::min(*one.to_read, *options.limit - std::min(*options.limit, whole.comments));
      one.requests = requests_for(*one.to_read, kind.cost);
    }
    whole.requests += one.requests;
    whole.comments += one.to_read.value_or(0);
    if (!one.to_read) ++whole.silent_pages;
    whole.pages.push_back(std::move(one));
  }
  whole.units = whole.requests * kind.cost.units_a_request;
  whole.dollars = static_cast<double>(whole.comments) * kind.cost.dollars_a_comment;
  const auto requests = static_cast<std::int64_t>(whole.requests);
  if (counted > 0) whole.time = counting / static_cast<std::int64_t>(counted) * requests;
  if (requests_per_minute > 0) {
    const milliseconds paced = milliseconds(std::chrono::minutes(1)) * requests / requests_per_minute;
    whole.time = std::max(whole.time.value_or(milliseconds(0)), paced);
  }
  return whole;
}

}  // namespace cm
