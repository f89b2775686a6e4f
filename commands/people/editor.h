// The person's own editor.
#pragma once

#include <filesystem>

#include "config/settings.h"

namespace cm {

/// Opens $VISUAL, $EDITOR or vi on a file and waits for it. Throws Error(wrong_use) when there is none, or when
/// it ends as a failure; what it saved stays in the file.
void edit_file(const std::filesystem::path& file, const Environment& environment);

}  // namespace cm
