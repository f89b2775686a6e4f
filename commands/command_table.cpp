#include "command_table.h"

#include <array>
#include <map>
#include <string>

namespace cm {

// A command's file defines its function; the table is the only other place that names it.
void add_init_command(CLI::App& app, ChosenCommand& chosen);
void add_login_command(CLI::App& app, ChosenCommand& chosen);
void add_doctor_command(CLI::App& app, ChosenCommand& chosen);
void add_fetch_command(CLI::App& app, ChosenCommand& chosen);
void add_scan_command(CLI::App& app, ChosenCommand& chosen);
void add_plan_command(CLI::App& app, ChosenCommand& chosen);
void add_apply_command(CLI::App& app, ChosenCommand& chosen);
void add_sweep_command(CLI::App& app, ChosenCommand& chosen);
void add_explain_command(CLI::App& app, ChosenCommand& chosen);
void add_rules_command(CLI::App& app, ChosenCommand& chosen);
void add_hide_command(CLI::App& app, ChosenCommand& chosen);
void add_unhide_command(CLI::App& app, ChosenCommand& chosen);
void add_hold_command(CLI::App& app, ChosenCommand& chosen);
void add_approve_command(CLI::App& app, ChosenCommand& chosen);
void add_spam_command(CLI::App& app, ChosenCommand& chosen);
void add_delete_command(CLI::App& app, ChosenCommand& chosen);
void add_flag_command(CLI::App& app, ChosenCommand& chosen);
void add_export_command(CLI::App& app, ChosenCommand& chosen);
void add_import_command(CLI::App& app, ChosenCommand& chosen);
void add_assign_command(CLI::App& app, ChosenCommand& chosen);
void add_tag_command(CLI::App& app, ChosenCommand& chosen);
void add_note_command(CLI::App& app, ChosenCommand& chosen);
void add_resolve_command(CLI::App& app, ChosenCommand& chosen);
void add_review_command(CLI::App& app, ChosenCommand& chosen);
void add_reply_command(CLI::App& app, ChosenCommand& chosen);
void add_preflight_command(CLI::App& app, ChosenCommand& chosen);
void add_watch_command(CLI::App& app, ChosenCommand& chosen);
void add_report_command(CLI::App& app, ChosenCommand& chosen);
void add_log_command(CLI::App& app, ChosenCommand& chosen);
void add_undo_command(CLI::App& app, ChosenCommand& chosen);
void add_purge_command(CLI::App& app, ChosenCommand& chosen);
void add_store_command(CLI::App& app, ChosenCommand& chosen);
void add_completion_command(CLI::App& app, ChosenCommand& chosen);
void add_help_command(CLI::App& app, ChosenCommand& chosen);

namespace {

constexpr std::string_view setting_up = "Setting up";
constexpr std::string_view the_work = "The work";
constexpr std::string_view judging = "Rules";
constexpr std::string_view by_hand = "One deed by hand";
constexpr std::string_view answering = "Following up with people";
constexpr std::string_view campaigns = "Campaigns and attacks";
constexpr std::string_view looking_back = "Looking back";
constexpr std::string_view the_store = "Looking after the store";
constexpr std::string_view around_the_shell = "Around the shell";

constexpr std::array commands{
    CommandKind{"init", setting_up, add_init_command},
    CommandKind{"login", setting_up, add_login_command},
    CommandKind{"doctor", setting_up, add_doctor_command},
    CommandKind{"fetch", the_work, add_fetch_command},
    CommandKind{"scan", the_work, add_scan_command},
    CommandKind{"plan", the_work, add_plan_command},
    CommandKind{"apply", the_work, add_apply_command},
    CommandKind{"sweep", the_work, add_sweep_command},
    CommandKind{"explain", judging, add_explain_command},
    CommandKind{"rules", judging, add_rules_command},
    CommandKind{"hide", by_hand, add_hide_command},
    CommandKind{"unhide", by_hand, add_unhide_command},
    CommandKind{"hold", by_hand, add_hold_command},
    CommandKind{"approve", by_hand, add_approve_command},
    CommandKind{"spam", by_hand, add_spam_command},
    CommandKind{"delete", by_hand, add_delete_command},
    CommandKind{"flag", by_hand, add_flag_command},
    CommandKind{"export", answering, add_export_command},
    CommandKind{"import", answering, add_import_command},
    CommandKind{"assign", answering, add_assign_command},
    CommandKind{"tag", answering, add_tag_command},
    CommandKind{"note", answering, add_note_command},
    CommandKind{"resolve", answering, add_resolve_command},
    CommandKind{"review", answering, add_review_command},
    CommandKind{"reply", answering, add_reply_command},
    CommandKind{"preflight", campaigns, add_preflight_command},
    CommandKind{"watch", campaigns, add_watch_command},
    CommandKind{"report", looking_back, add_report_command},
    CommandKind{"log", looking_back, add_log_command},
    CommandKind{"undo", looking_back, add_undo_command},
    CommandKind{"purge", the_store, add_purge_command},
    CommandKind{"store", the_store, add_store_command},
    CommandKind{"completion", around_the_shell, add_completion_command},
    CommandKind{"help", around_the_shell, add_help_command},
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
      ->type_name("WHEN:{auto,always,never}");
  app.add_flag("--exit-zero", flags.exit_zero, "End with 0 instead of 1 when there are findings");
  app.add_flag("--version")->description("Show the version and the rule packs found");

  for (const CommandKind& command : commands) {
    command.add(app, chosen);
    app.get_subcommand(std::string(command.name))->group(std::string(command.group));
  }
}

}  // namespace cm
