#include "platforms/channel_http.h"

#include <utility>

namespace cm {
namespace {

CurlSettings curl_settings_of(const ChannelSettings& channel) {
  CurlSettings settings;
  settings.timeout = channel.timeout;
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
