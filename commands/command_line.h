// What the command line says, or what is wrong with it.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "exit_code.h"

namespace cm {

/// What `cm --version` prints; main() knows it from the build.
struct Version {
  std::string number;
  std::string commit;  ///< empty when built outside a git checkout
};

/// Runs cm from its arguments (without the program's name) to its exit code. Catches everything.
[[nodiscard]] ExitCode run_command_line(const std::vector<std::string>& arguments, const Version& version);

/// What is wrong in a command line that CLI11 refused, with the nearest command or flag.
[[nodiscard]] std::string explain_refusal(const CLI::App& app, const CLI::ParseError& refusal);

}  // namespace cm
