// Where the project's files are, for tests that read them: man pages, rules, the sources themselves.
#pragma once

#include <filesystem>

namespace cm {

[[nodiscard]] std::filesystem::path source_folder();

}  // namespace cm
