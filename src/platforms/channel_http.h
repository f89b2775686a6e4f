// ChannelHttp: how one channel speaks HTTP, as its settings say.
#pragma once

#include <cstddef>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "config/settings.h"
#include "http/curl_http_client.h"
#include "http/patient_http_client.h"
#include "platforms/platform_table.h"

namespace cm {

/// For platforms that read whatever address they are given: without it no connection goes into a private network.
inline constexpr PlatformOption allow_private_option{
    "allow_private", OptionType::flag, false,
    "whether the address may lead into a private network (an intranet's feed); no unless told"};

/// One a channel and thread; clock and log outlive it.
class ChannelHttp {
 public:
  /// `budget`: requests that may be sent, shared with other channels; null: any number.
  ChannelHttp(const ChannelSettings& channel, Clock& clock, Log& log, std::shared_ptr<RequestBudget> budget = {});

  [[nodiscard]] HttpClient& client() { return patient_; }

 private:
  CurlHttpClient curl_;
  PatientHttpClient patient_;
};

}  // namespace cm
