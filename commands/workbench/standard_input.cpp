#include "workbench/standard_input.h"

#include "base/files.h"

namespace cm {

std::string read_standard_input() { return read_file("/dev/stdin"); }

}  // namespace cm
