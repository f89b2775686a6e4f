// The shape of a command file: cm <name> is made by one add_..._command function.
#pragma once

#include <CLI/CLI.hpp>

#include <functional>

#include "exit_code.h"

namespace cm {

class Workbench;

/// What the command line chose to run; main() runs it after parsing.
using ChosenCommand = std::function<ExitCode(Workbench&)>;

/// Adds the subcommand with its options to `app`; when the command line picks it, `chosen` is set.
using AddCommand = void (*)(CLI::App& app, ChosenCommand& chosen);

}  // namespace cm
