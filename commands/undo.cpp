// cm undo: reverse what a run, or the last deed to a comment, did.

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "workbench/run_session.h"

namespace cm {
namespace {

struct UndoFlags {
  std::string what;
  bool dry_run = false;
};

bool can_be_undone(const JournalEntry& entry) { return entry.phase == EntryPhase::done && !entry.undone_by; }

// Newest first: the state before the first deed is the one that stands at the end.
std::vector<JournalEntry> deeds_of_run(const std::string& run, Journal& journal) {
  std::vector<JournalEntry> deeds;
  journal.for_each(JournalFilter{.run = run}, [&deeds](const JournalEntry& entry) {
    if (can_be_undone(entry)) deeds.push_back(entry);
  });
  std::reverse(deeds.begin(), deeds.end());
  return deeds;
}

std::vector<JournalEntry> last_deed_to(const std::string& key, Journal& journal) {
  std::vector<JournalEntry> last;
  journal.for_each(JournalFilter{.key = key}, [&last](const JournalEntry& entry) {
    if (can_be_undone(entry) && !entry.undoes) last.assign(1, entry);
  });
  if (last.empty()) {
    throw Error(ErrorKind::wrong_use,
                "nothing to undo: \"" + key + "\" is neither a run nor a comment that cm changed");
  }
  return last;
}

ExitCode run_undo(const UndoFlags& flags, Workbench& bench) {
  Journal& journal = bench.journal();
  const bool is_run = journal.find_run(flags.what).has_value();
  const std::vector<JournalEntry> deeds =
      is_run ? deeds_of_run(flags.what, journal) : last_deed_to(flags.what, journal);
  RunSession session(bench, "undo", {}, SweepOptions{.dry_run = flags.dry_run});
  return session.during([&] { session.sweep().undo(deeds); });
}

}  // namespace

void add_undo_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("undo", "Reverse what a run or one deed did");
  command->footer("Example: cm undo 20261120T100000Z-3f9c\n         cm undo blog/12");
  const auto flags = std::make_shared<UndoFlags>();
  command->add_option("RUN|ID", flags->what, "A run (cm log shows them), or a comment as CHANNEL/ID")->required();
  command->add_flag("--dry-run", flags->dry_run, "Say what would be done, and do nothing");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_undo(*flags, bench); }; });
}

}  // namespace cm
