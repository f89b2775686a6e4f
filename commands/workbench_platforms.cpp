// The workbench's platforms: one for each channel, with its secret and its own way to the network.

#include "platforms/platform_table.h"
#include "workbench.h"

namespace cm {

std::vector<KnownPlatform> Workbench::known_platforms() {
  std::vector<KnownPlatform> known;
  for (const PlatformKind& kind : platform_table()) known.push_back({kind.name, kind.options});
  return known;
}

}  // namespace cm
