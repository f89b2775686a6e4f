// Standard input, read whole: for plans and other small things. Streams of comments have their own reader.
#pragma once

#include <string>

namespace cm {

/// Throws Error(wrong_use) past 64 MiB or when stdin cannot be read.
[[nodiscard]] std::string read_standard_input();

}  // namespace cm
