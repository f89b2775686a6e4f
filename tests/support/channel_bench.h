// ChannelBench: a platform made from a few settings, with scripted HTTP, a fixed clock and a log to look into.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "http/url.h"
#include "platforms/platform_table.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"

namespace cm {

class ChannelBench {
 public:
  using Option = std::pair<std::string, std::variant<std::string, std::int64_t, bool>>;

  explicit ChannelBench(std::string platform, std::initializer_list<Option> options = {},
                        std::vector<std::string> pages = {"*"}) {
    settings.name = "shop";
    settings.platform = std::move(platform);
    settings.pages = std::move(pages);
    for (const auto& [name, value] : options) settings.options[name] = value;
  }

  /// The platform, made when it is first asked for.
  Platform& platform() {
    if (!platform_) {
      platform_ = make_platform({.channel = settings, .secret = secret, .http = http, .clock = clock, .log = log});
    }
    return *platform_;
  }

  /// Reads one page from its start.
  CommentPage read(const PageRef& page, const ReadFrom& from = {}) { return platform().read_page(page, from); }

  /// "GET https://…" of the nth request, from 0.
  [[nodiscard]] std::string asked(std::size_t number) const {
    const HttpRequest& request = http.requests.at(number);
    return request.method + " " + request.url;
  }

  ChannelSettings settings;
  std::string secret = "s3cret-sample";
  ScriptedHttpClient http;
  FixedClock clock;
  CollectingLog log;

 private:
  std::unique_ptr<Platform> platform_;
};

/// A deed of the run "r1", entry 7.
[[nodiscard]] inline Deed deed_on(Comment target, DeedKind kind, std::string text = {}) {
  Deed deed;
  deed.kind = kind;
  deed.target = std::move(target);
  deed.run = "r1";
  deed.entry = 7;
  deed.text = std::move(text);
  deed.at = parse_iso8601("2026-11-20T10:00:00Z").value();
  return deed;
}

}  // namespace cm
