#include "config/kept_login.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <system_error>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

fs::path state_folder(const Environment& environment) {
  // A relative path in the variable is to be ignored (XDG Base Directory Specification).
  if (const auto told = environment("XDG_STATE_HOME"); told && told->starts_with('/')) return *told;
  if (const auto home = environment("HOME"); home && home->starts_with('/')) return fs::path(*home) / ".local/state";
  throw Error(ErrorKind::login, "logins are kept below $XDG_STATE_HOME or $HOME, and neither is set");
}

}  // namespace

fs::path kept_login_file(const SecretFromLogin& login, const Environment& environment) {
  return state_folder(environment) / "cm/logins" / login.name;
}

void keep_login(const SecretFromLogin& login, std::string_view secret, const Environment& environment) {
  const fs::path file = kept_login_file(login, environment);
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  if (!failed) fs::permissions(file.parent_path(), fs::perms::owner_all, failed);
  if (failed) {
    throw Error(ErrorKind::unavailable,
                "cannot make the folder \"" + file.parent_path().string() + "\" for the login: " + failed.message());
  }
  write_file(file, std::string(secret) + "\n", FileAccess::owner_only);
}

SecretFromLogin login_of(std::string_view channel, const fs::path& folder) {
  std::error_code failed;
  fs::path whole = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, failed);
  if (failed) whole = folder;
  return {std::string(channel) + "-" + text_digest(whole.string()).substr(0, 8)};
}

}  // namespace cm
