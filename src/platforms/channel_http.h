// ChannelHttp: how one channel speaks HTTP, as its settings say.
#pragma once

#include <cstddef>
#include <memory>

#include "base/clock.h"
#include "base/log.h"
#include "config/settings.h"
#include "http/curl_http_client.h"
#include "http/patient_http_client.h"

namespace cm {

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
