// cm fetch: new comments of every page into the store, or as NDJSON to stdout.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command.h"
#include "ndjson/comment_json.h"
#include "workbench/run_session.h"
#include "workbench/since.h"

namespace cm {
namespace {

struct FetchFlags {
  std::vector<std::string> channels;
  std::string since;
  std::optional<std::size_t> limit;
  std::optional<std::size_t> budget;
  bool full = false;
  std::string to;
};

// One after the other, so that the lines come in the order of the settings.
ExitCode print_comments(const GatherOptions& options, const FetchFlags& flags, Workbench& bench) {
  std::vector<ExitCode> codes;
  for (const SweepChannel& channel : channels_to_sweep(bench, flags.channels)) {
    ExitCode& code = codes.emplace_back(ExitCode::done);
    try {
      const GatherReport report = read_through(channel.open(), channel.name, options, [&bench](const Comment& comment) {
        bench.out().write(to_json(comment) + "\n");
      });
      for (const UnreadableItem& item : report.unreadable) {
        bench.log().error("channel \"" + channel.name + "\": " + item.item + " cannot be read: " + item.why);
        code = ExitCode::partial;
      }
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted) throw;
      bench.log().error("channel \"" + channel.name + "\": " + error.what());
      code = exit_code_of(error.kind());
    }
  }
  return exit_code_of(codes);
}

ExitCode run_fetch(const FetchFlags& flags, Workbench& bench) {
  SweepOptions options;
  options.gather.since = read_since(flags.since, bench.clock().now());
  options.gather.limit = flags.limit;
  options.gather.full = flags.full;
  if (flags.budget) bench.limit_requests(*flags.budget);
  if (!flags.to.empty()) return print_comments(options.gather, flags, bench);
  RunSession session(bench, "fetch", flags.channels, options);
  return session.during([&] { session.sweep().gather_all(); });
}

}  // namespace

void add_fetch_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("fetch", "Bring new comments of every page into the store");
  command->footer("Example: cm fetch blog --since 7d\n         cm fetch --to - | cm scan --rules rules/ -");
  const auto flags = std::make_shared<FetchFlags>();
  command->add_option("CHANNEL", flags->channels, "Channels of cm.toml (default: all)");
  command->add_option("--since", flags->since, "On a first run, go back no further than this (7d, 2026-11-01)")
      ->type_name("TIME");
  command->add_option("--limit", flags->limit, "Stop after so many comments a channel; the next run goes on")
      ->check(CLI::PositiveNumber)
      ->type_name("N");
  command->add_option("--budget", flags->budget, "Most requests (platforms with a quota: its units) in this run")
      ->check(CLI::PositiveNumber)
      ->type_name("UNITS");
  command->add_flag("--full", flags->full, "Read everything again, to notice edits and deletions");
  command->add_option("--to", flags->to, "-: print NDJSON and leave the store alone")->check(CLI::IsMember({"-"}));
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_fetch(*flags, bench); }; });
}

}  // namespace cm
