#include "command_table.h"

#include <array>
#include <map>
#include <string>

namespace cm {

// A command's file defines its function; the table is the only other place that names it.
void add_help_command(CLI::App& app, ChosenCommand& chosen);

namespace {

constexpr std::string_view setting_up = "Setting up";

constexpr std::array commands{
    CommandKind{"help", setting_up, add_help_command},
};

}  // namespace

std::span<const CommandKind> command_table() { return commands; }

void describe_command_line(CLI::App& app, GlobalFlags& flags, ChosenCommand& chosen) {
  app.description("Community moderation at the command line: fetch comments, judge them with rules, act, follow up.");
  app.require_subcommand(1);
  app.fallthrough();  // inherited: flags of every command may stand after the command too
  app.get_formatter()->column_width(34);
  app.footer(
      "Example: cm scan --rules rules/ comments.ndjson\n"
      "Start with: cm init, cm doctor, cm sweep --dry-run. Exit codes: cm help exit-codes");

  app.set_help_flag("-h,--help", "Show this help");
  app.add_option("--config", flags.config, "Settings file (default: cm.toml here or above)")->type_name("FILE");
  app.add_flag("--quiet", flags.quiet, "Say nothing on stderr when all goes well");
  app.add_flag("-v", flags.verbosity, "Say what is done; -vv says it in detail");
  const std::map<std::string, ColorChoice> colours{
      {"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}};
  app.add_option("--color", flags.color, "auto, always or never; NO_COLOR is heard too")
      ->transform(CLI::CheckedTransformer(colours).description(""))
      ->type_name("WHEN");
  app.add_flag("--exit-zero", flags.exit_zero, "End with 0 instead of 1 when there are findings");
  app.add_flag("--version")->description("Show the version and the rule packs found");

  for (const CommandKind& command : commands) {
    command.add(app, chosen);
    app.get_subcommand(std::string(command.name))->group(std::string(command.group));
  }
}

}  // namespace cm
