// The workbench's shipped packs: where they are and what they are called.

#include <algorithm>
#include <system_error>

#include "workbench/workbench.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

bool holds_rules(const fs::path& folder) {
  std::error_code ignored;
  return std::any_of(fs::directory_iterator(folder, ignored), fs::directory_iterator(),
                     [](const fs::directory_entry& entry) { return entry.path().extension() == ".toml"; });
}

// A pack is a folder or a single file: rules/en/ or rules/en.toml.
std::vector<std::string> packs_in(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.is_directory(ignored)) {
      if (!holds_rules(entry.path())) continue;  // the sentiment lexicons
      names.push_back(entry.path().filename().string());
    } else if (entry.path().extension() == ".toml") {
      names.push_back(entry.path().stem().string());
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

fs::path Workbench::shipped_rules_folder() {
  if (const auto told = environment_("CM_RULES_DIR"); told && !told->empty()) return *told;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  fs::path installed = program.parent_path().parent_path() / "share/cm/rules";
  if (!failed && fs::is_directory(installed, failed)) return installed;
  // A binary in a build tree: the folder that the sources are in.
  for (fs::path above = program.parent_path(); above.has_relative_path(); above = above.parent_path()) {
    if (fs::is_directory(above / "rules", failed) && fs::exists(above / "CMakePresets.json", failed)) {
      return above / "rules";
    }
  }
  return installed;
}

std::vector<std::string> Workbench::shipped_packs() { return packs_in(shipped_rules_folder()); }

}  // namespace cm
