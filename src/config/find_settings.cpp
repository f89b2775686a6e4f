#include <system_error>

#include "config/settings.h"

namespace cm {

std::optional<std::filesystem::path> find_settings(const std::filesystem::path& start, const Environment& environment) {
  const std::filesystem::path name = "cm.toml";
  std::error_code unreadable;
  for (std::filesystem::path folder = std::filesystem::absolute(start);; folder = folder.parent_path()) {
    if (std::filesystem::exists(folder / name, unreadable)) return folder / name;
    if (folder == folder.parent_path()) break;
  }
  std::filesystem::path home;
  if (const auto told = environment("XDG_CONFIG_HOME"); told && !told->empty()) {
    home = *told;
  } else if (const auto user = environment("HOME"); user && !user->empty()) {
    home = std::filesystem::path(*user) / ".config";
  }
  if (!home.empty() && std::filesystem::exists(home / "cm" / name, unreadable)) return home / "cm" / name;
  return std::nullopt;
}

}  // namespace cm
