#include "platforms/channel_http.h"

#include <algorithm>
#include <utility>

#include "platforms/channel_options.h"
#include "platforms/platform_table.h"

namespace cm {
namespace {

// A platform that asks wherever its settings and their redirects lead lists this key; proxies and tests
// name their own host.
bool is_kept_public(const ChannelSettings& channel) {
  const PlatformKind* const kind = platform_named(channel.platform);
  if (kind == nullptr || !channel.base_url.empty()) return false;
  const bool could =
      std::ranges::find(kind->options, allow_private_option.name, &PlatformOption::name) != kind->options.end();
  return could && !option_flag(channel, allow_private_option.name);
}

CurlSettings curl_settings_of(const ChannelSettings& channel) {
  CurlSettings settings;
  settings.timeout = channel.timeout;
  settings.public_hosts_only = is_kept_public(channel);
  if (!channel.ca_file.empty()) settings.ca_file = channel.folder / channel.ca_file;
  return settings;
}

Patience patience_of(const ChannelSettings& channel, std::shared_ptr<RequestBudget> budget) {
  Patience patience;
  patience.requests_per_minute = channel.max_requests_per_minute;
  patience.budget = std::move(budget);
  return patience;
}

}  // namespace

ChannelHttp::ChannelHttp(const ChannelSettings& channel, Clock& clock, Log& log, std::shared_ptr<RequestBudget> budget)
    : curl_(curl_settings_of(channel)), patient_(curl_, clock, log, patience_of(channel, std::move(budget))) {}

}  // namespace cm
