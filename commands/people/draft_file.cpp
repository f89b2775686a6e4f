#include "people/draft_file.h"

#include <algorithm>
#include <cctype>
#include <system_error>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

fs::path drafts_folder(Workbench& bench) {
  const auto state = bench.environment()("XDG_STATE_HOME").value_or("");
  if (!state.empty()) return fs::path(state) / "cm" / "drafts";
  const auto home = bench.environment()("HOME").value_or("");
  if (!home.empty()) return fs::path(home) / ".local" / "state" / "cm" / "drafts";
  return bench.folder() / ".cm-drafts";
}

// Ids may hold anything; the digest keeps two of them apart.
std::string file_name_of(const std::string& key) {
  std::string name = key.substr(0, 60);
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char letter) { return std::isalnum(letter) == 0 && letter != '-' && letter != '_'; }, '-');
  return name + "-" + text_digest(key).substr(0, 8) + ".txt";
}

}  // namespace

DraftFile::DraftFile(const std::string& key, Workbench& bench) {
  const fs::path folder = drafts_folder(bench);
  std::error_code failed;
  if (fs::create_directories(folder, failed)) fs::permissions(folder, fs::perms::owner_all, failed);
  path_ = folder / file_name_of(key);
}

std::string DraftFile::read() const { return fs::exists(path_) ? read_file(path_) : std::string(); }

void DraftFile::write(std::string_view text) const { write_file(path_, text, FileAccess::owner_only); }

void DraftFile::remove() const {
  std::error_code failed;
  fs::remove(path_, failed);
}

}  // namespace cm
