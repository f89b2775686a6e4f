// A config as somebody may have written it: settings, or problems with a place, and no exception.
#include "config/settings.h"
#include "fuzz/fuzzed_text.h"
#include "platforms/platform_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<cm::KnownPlatform> known;
  for (const cm::PlatformKind& kind : cm::platform_table()) {
    cm::KnownPlatform platform{kind.name, {}};
    for (const cm::PlatformOption& option : kind.options) platform.options.push_back(option.name);
    known.push_back(std::move(platform));
  }
  const cm::SettingsRead read = cm::read_settings(cm::bytes_of(data, size), "/shop/cm.toml", known);
  if (!read.problems.empty()) return 0;
  for (const cm::ChannelSettings& channel : read.settings.channels) (void)cm::problems_of(channel);
  return 0;
}
