// Every platform, one line each. Nothing else in cm asks which platform it has.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "base/place.h"
#include "config/settings.h"
#include "http/http_client.h"
#include "platforms/login_way.h"
#include "platforms/platform.h"

namespace cm {

/// What a platform is made of. The references outlive it.
struct PlatformParts {
  const ChannelSettings& channel;
  std::string secret;  ///< empty where the platform needs none
  HttpClient& http;
  Clock& clock;
  Log& log;
  std::function<void(const std::string&)> keep_secret = {};  ///< where a renewed secret is kept; null: nowhere
};

enum class OptionType : std::uint8_t { text, number, flag };

/// A channel key that only one platform knows.
struct PlatformOption {
  std::string_view name;
  OptionType type = OptionType::text;
  bool required = false;
  std::string_view meaning;
  std::span<const std::string_view> values = {};  ///< the only texts it may have; empty: any
};

/// One line of the table.
struct PlatformKind {
  std::string_view name;   ///< `platform = "…"` in cm.toml
  std::string_view title;  ///< as people write it: "WordPress"
  bool needs_secret = true;
  std::span<const PlatformOption> options;
  std::span<const Capability> capabilities;
  std::unique_ptr<Platform> (*make)(PlatformParts parts) = nullptr;  ///< null: no comment API, `why_not` says why
  std::string_view why_not;
  FetchCost cost = {};
  LoginWay login = {};        ///< for `cm login`
  LoginWay other_login = {};  ///< where the channel's option "login" asks for it: LoginWay::when_login
};

[[nodiscard]] std::span<const PlatformKind> platform_table();

/// The line with that name, or null.
[[nodiscard]] const PlatformKind* platform_named(std::string_view name);

/// The capability of one kind of deed; Support::no where the table does not name it.
[[nodiscard]] Capability capability_of(const PlatformKind& kind, DeedKind deed);

/// How one logs in to this channel.
[[nodiscard]] const LoginWay& login_way_of(const PlatformKind& kind, const ChannelSettings& channel);

/// What is wrong with a channel's settings: an unknown platform, unknown, missing or mistyped options.
[[nodiscard]] std::vector<Problem> problems_of(const ChannelSettings& channel);

/// Makes the channel's platform. Throws Error(wrong_use) with problems_of(channel), and for a platform
/// that has no comment API with why.
[[nodiscard]] std::unique_ptr<Platform> make_platform(PlatformParts parts);

}  // namespace cm
