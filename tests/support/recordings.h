// Recordings and specs of the vendors, where they lie beside the project: ../shared/platforms.
// They are not the project's to copy, so a test says that it was skipped where they are absent.
#pragma once

#include <doctest/doctest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/files.h"
#include "support/source_folder.h"

namespace cm {

/// A JSON file of ../shared/platforms; nothing, with a message, when it is not there.
[[nodiscard]] inline std::optional<nlohmann::json> shared_platform_file(const std::string& name) {
  const std::filesystem::path path = source_folder().parent_path() / "shared" / "platforms" / name;
  if (!std::filesystem::exists(path)) {
    MESSAGE("skipped: no shared/platforms/" << name << " beside the project");
    return std::nullopt;
  }
  return nlohmann::json::parse(read_file(path));
}

}  // namespace cm
