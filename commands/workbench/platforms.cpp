// The workbench's platforms: what cm.toml may say of them, and one for each channel with its secret
// and its own way to the network.

#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "config/kept_login.h"
#include "platforms/channel_http.h"
#include "platforms/platform_table.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

std::vector<KnownPlatform> known_platforms() {
  std::vector<KnownPlatform> known;
  for (const PlatformKind& kind : platform_table()) {
    KnownPlatform platform{kind.name, {}};
    for (const PlatformOption& option : kind.options) platform.options.push_back(option.name);
    known.push_back(std::move(platform));
  }
  return known;
}

}  // namespace

// A platform keeps references to its settings and its way to the network: all three live here.
struct Workbench::OpenChannel {
  OpenChannel(ChannelSettings of, Clock& clock, Log& log, std::shared_ptr<RequestBudget> budget)
      : settings(std::move(of)), http(settings, clock, log, std::move(budget)) {}

  ChannelSettings settings;
  ChannelHttp http;
  std::unique_ptr<Platform> platform;
};

Settings Workbench::settings_of(const std::filesystem::path& file) {
  SettingsRead read = read_settings(read_file(file), file, known_platforms());
  for (const ChannelSettings& channel : read.settings.channels) {
    if (platform_named(channel.platform) == nullptr) continue;  // told by read_settings, with its column
    for (Problem& problem : problems_of(channel)) read.problems.push_back(std::move(problem));
  }
  if (!read.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(read.problems));
  return std::move(read.settings);
}

std::string Workbench::secret(const ChannelSettings& channel) const {
  const std::string whose = "channel \"" + channel.name + "\": ";
  if (std::holds_alternative<std::monostate>(channel.secret)) {
    if (!platform_kind(channel).needs_secret) return {};
    throw Error(ErrorKind::login,
                whose + "it has no secret; add to cm.toml, such as: secret = { env = \"CM_SECRET\" }");
  }
  try {
    return read_secret(channel.secret, environment_);
  } catch (const Error& error) {
    const bool can_log_in = std::holds_alternative<SecretFromLogin>(channel.secret);
    throw Error(error.kind(), whose + error.what() + (can_log_in ? "; type: cm login " + channel.name : ""));
  }
}

Platform& Workbench::platform(const ChannelSettings& channel) {
  {
    const std::lock_guard hold(opening_);
    for (const auto& open : open_channels_) {
      if (open->settings.name == channel.name) return *open->platform;
    }
  }
  // What makes no platform needs no secret: a platform without an API is told first.
  std::string word = platform_kind(channel).make == nullptr ? std::string() : secret(channel);
  const auto open = std::make_shared<OpenChannel>(channel, clock(), log(), budget_);
  PlatformParts parts{open->settings, std::move(word), open->http.client(), clock(), log()};
  if (const auto* login = std::get_if<SecretFromLogin>(&channel.secret)) {
    parts.keep_secret = [this, login = *login](const std::string& renewed) {
      keep_login(login, renewed, environment_);
    };
  }
  open->platform = make_platform(std::move(parts));
  const std::lock_guard hold(opening_);
  open_channels_.push_back(open);
  return *open->platform;
}

void Workbench::limit_requests(std::size_t most) { budget_ = std::make_shared<RequestBudget>(most); }

const PlatformKind& Workbench::platform_kind(const ChannelSettings& channel) {
  const PlatformKind* kind = platform_named(channel.platform);
  if (kind == nullptr) throw Error(ErrorKind::wrong_use, "no platform is called \"" + channel.platform + "\"");
  return *kind;
}

}  // namespace cm
