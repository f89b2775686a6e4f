// cm sweep: fetch, judge, plan, act and export in one go: the cron job.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "command.h"
#include "formats/digest.h"
#include "formats/sheet_file.h"
#include "workbench/run_session.h"
#include "workbench/sentiment.h"
#include "workbench/since.h"

namespace cm {
namespace {

struct SweepFlags {
  std::vector<std::string> channels;
  std::string since;
  bool full = false;
  bool dry_run = false;
  std::optional<int> max_actions;
  std::string sheet;
  std::string digest;  ///< "-": stdout
  bool digest_texts = false;
};

void hand_out_digest(const SweepFlags& flags, Workbench& bench) {
  const std::string text = digest_of_the_day({flags.channels, flags.digest_texts}, bench);
  if (flags.digest == "-") {
    bench.out().write(text);
  } else {
    write_file(flags.digest, text, FileAccess::owner_only);
  }
}

ExitCode run_sweep(const SweepFlags& flags, Workbench& bench) {
  // What can be wrong in settings and rules comes to light before anything is asked of a platform.
  (void)bench.channels(flags.channels);
  const Policy policy = bench.policy();
  const Screener screener(bench.rules(), policy, shipped_sentiment(bench));
  SweepOptions options;
  options.gather.since = read_since(flags.since, bench.clock().now());
  options.gather.full = flags.full;
  options.dry_run = flags.dry_run;
  options.posture = posture_now(bench);
  RunSession session(bench, "sweep", flags.channels, options, flags.max_actions);
  return session.during([&] {
    session.sweep().gather_all(bench.progress("fetch", "comments", false)->teller());
    session.sweep().screen_all(screener, bench.progress("judge", "comments", false)->teller());
    session.sweep().carry_out_all(bench.progress("apply", "deeds", false)->teller());
    if (!flags.sheet.empty()) {
      write_sheet_file(bench, SheetChoice{.channels = flags.channels},
                       SheetForm{.format = sheet_format_of(flags.sheet)}, flags.sheet);
      session.name_sheet(flags.sheet);
    }
    if (!flags.digest.empty()) hand_out_digest(flags, bench);
  });
}

}  // namespace

void add_sweep_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("sweep", "Fetch, judge, act and export in one go, for cron");
  command->footer("Example: cm sweep --export sheet.csv\nTry first: cm sweep --dry-run");
  const auto flags = std::make_shared<SweepFlags>();
  command->add_option("CHANNEL", flags->channels, "Channels of cm.toml (default: all)");
  command->add_option("--since", flags->since, "On a first run, go back no further than this (7d, 2026-11-01)")
      ->type_name("TIME");
  command->add_flag("--full", flags->full, "Read everything again, to notice edits and deletions");
  command->add_flag("--dry-run", flags->dry_run, "Fetch and judge, but leave the platforms as they are");
  command->add_option("--max-actions", flags->max_actions, "Most deeds on platforms in this run (default: [guard])")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->add_option("--export", flags->sheet, "Write the follow-up sheet here (.csv, .xlsx, .ndjson)")
      ->type_name("FILE");
  CLI::Option* digest =
      command->add_option("--digest", flags->digest, "Write the digest of the day, to stdout or --digest=FILE")
          ->expected(0, 1)
          ->default_str("-")
          ->type_name("FILE");
  command->add_flag("--digest-texts", flags->digest_texts, "With the beginning of each overdue comment")->needs(digest);
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_sweep(*flags, bench); }; });
}

}  // namespace cm
