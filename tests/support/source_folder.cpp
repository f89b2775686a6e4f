#include "support/source_folder.h"

namespace cm {

std::filesystem::path source_folder() { return CM_SOURCE_DIR; }

}  // namespace cm
