// The workbench's platforms: what cm.toml may say of them, and one for each channel with its secret
// and its own way to the network.

#include "base/error.h"
#include "base/files.h"
#include "platforms/platform_table.h"
#include "workbench.h"

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

Settings Workbench::settings_of(const std::filesystem::path& file) {
  SettingsRead read = read_settings(read_file(file), file, known_platforms());
  for (const ChannelSettings& channel : read.settings.channels) {
    if (platform_named(channel.platform) == nullptr) continue;  // told by read_settings, with its column
    for (Problem& problem : problems_of(channel)) read.problems.push_back(std::move(problem));
  }
  if (!read.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(read.problems));
  return std::move(read.settings);
}

const PlatformKind& Workbench::platform_kind(const ChannelSettings& channel) {
  const PlatformKind* kind = platform_named(channel.platform);
  if (kind == nullptr) throw Error(ErrorKind::wrong_use, "no platform is called \"" + channel.platform + "\"");
  return *kind;
}

}  // namespace cm
