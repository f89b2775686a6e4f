// cm hide, unhide, hold, approve, spam, delete, flag: one deed by hand, through the same journal.

#include <unistd.h>
#include <array>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/translate.h"
#include "command.h"
#include "workbench/comment_named.h"
#include "workbench/run_session.h"

namespace cm {
namespace {

struct DeedFlags {
  std::vector<std::string> ids;
  bool dry_run = false;
  bool yes = false;
};

bool confirmed(DeedKind deed, std::size_t count) {
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) {
    throw Error(ErrorKind::wrong_use, tr("cm {} asks before it acts: add --yes", to_string(deed)));
  }
  std::cerr << (count == 1 ? tr("{} 1 comment? [y/N] ", to_string(deed))
                           : tr("{} {} comments? [y/N] ", to_string(deed), count));
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

ExitCode run_deed(DeedKind deed, const DeedFlags& flags, Workbench& bench) {
  std::vector<Comment> targets;
  for (const std::string& id : flags.ids) targets.push_back(target_named(id, bench));
  if (deed == DeedKind::remove && !flags.yes && !flags.dry_run && !confirmed(deed, targets.size())) {
    bench.log().info("nothing was done");
    return ExitCode::done;
  }
  RunSession session(bench, std::string(to_string(deed)), {}, SweepOptions{.dry_run = flags.dry_run});
  return session.during([&] { session.sweep().do_by_hand(deed, targets); });
}

struct DeedCommand {
  DeedKind deed;
  std::string_view description;
};

constexpr std::array deed_commands{
    DeedCommand{DeedKind::hide, "Take comments out of sight"},
    DeedCommand{DeedKind::unhide, "Show hidden comments again"},
    DeedCommand{DeedKind::hold, "Hold comments back for a moderator"},
    DeedCommand{DeedKind::approve, "Let held comments through"},
    DeedCommand{DeedKind::spam, "File comments as spam"},
    DeedCommand{DeedKind::remove, "Delete comments; asks unless --yes"},
    DeedCommand{DeedKind::flag, "Mark comments for follow-up"},
};

template <DeedKind deed>
void add_deed_command(CLI::App& app, ChosenCommand& chosen) {
  std::string_view description;
  for (const DeedCommand& line : deed_commands) {
    if (line.deed == deed) description = line.description;
  }
  const std::string name(to_string(deed));
  CLI::App* command = app.add_subcommand(name, std::string(description));
  command->footer("Example: cm " + name + " blog/12\nUndo:    cm undo blog/12");
  const auto flags = std::make_shared<DeedFlags>();
  command->add_option("ID", flags->ids, "Comments as CHANNEL/ID")->required();
  command->add_flag("--dry-run", flags->dry_run, "Say what would be done, and do nothing");
  if (deed == DeedKind::remove) command->add_flag("--yes", flags->yes, "Do not ask");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_deed(deed, *flags, bench); }; });
}

}  // namespace

void add_hide_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::hide>(app, chosen); }
void add_unhide_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::unhide>(app, chosen); }
void add_hold_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::hold>(app, chosen); }
void add_approve_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::approve>(app, chosen); }
void add_spam_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::spam>(app, chosen); }
void add_delete_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::remove>(app, chosen); }
void add_flag_command(CLI::App& app, ChosenCommand& chosen) { add_deed_command<DeedKind::flag>(app, chosen); }

}  // namespace cm
