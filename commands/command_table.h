// Every command of cm, in the order of --help.
#pragma once

#include <span>
#include <string_view>

#include "command.h"
#include "workbench/workbench.h"

namespace cm {

/// One line of the table. A command that stands in the table has man/cm-<name>.1.
struct CommandKind {
  std::string_view name;
  std::string_view group;  ///< the heading it stands under in --help
  AddCommand add;
};

[[nodiscard]] std::span<const CommandKind> command_table();

/// Makes `app` the command line of cm: the flags of every command, then the commands. `flags` and
/// `chosen` are filled when `app` parses; both outlive it.
void describe_command_line(CLI::App& app, GlobalFlags& flags, ChosenCommand& chosen);

}  // namespace cm
