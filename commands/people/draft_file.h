// DraftFile: where an unsent reply waits. Only its owner can read it, and it goes when the reply is sent.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "workbench/workbench.h"

namespace cm {

class DraftFile {
 public:
  /// In $XDG_STATE_HOME/cm/drafts (~/.local/state), or in .cm-drafts beside the config where there is no home.
  DraftFile(const std::string& key, Workbench& bench);

  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  /// The draft as it stands there; empty when there is none.
  [[nodiscard]] std::string read() const;
  /// Replaces it, mode 0600.
  void write(std::string_view text) const;
  void remove() const;

 private:
  std::filesystem::path path_;
};

}  // namespace cm
