// Every platform, one line each. Nothing else in cm asks which platform it has.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "config/settings.h"
#include "http/http_client.h"
#include "platforms/platform.h"

namespace cm {

/// What a platform is made of. The references outlive it.
struct PlatformParts {
  const ChannelSettings& channel;
  std::string secret;  ///< empty where the platform needs none
  HttpClient& http;
  Clock& clock;
  Log& log;
};

/// One line of the table.
struct PlatformKind {
  std::string_view name;   ///< `platform = "…"` in cm.toml
  std::string_view title;  ///< as people write it: "WordPress"
  bool needs_secret = true;
  std::span<const std::string_view> options;  ///< the channel keys that only this platform knows
  std::span<const Capability> capabilities;
  std::unique_ptr<Platform> (*make)(PlatformParts parts);  ///< null: no comment API, `why_not` says why
  std::string_view why_not;
};

[[nodiscard]] std::span<const PlatformKind> platform_table();

/// The line with that name, or null.
[[nodiscard]] const PlatformKind* platform_named(std::string_view name);

/// The capability of one kind of deed; Support::no where the table does not name it.
[[nodiscard]] Capability capability_of(const PlatformKind& kind, DeedKind deed);

}  // namespace cm
