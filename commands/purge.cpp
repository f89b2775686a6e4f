// cm purge: texts and authors go when they are no longer needed, or when a person asks; figures stay.

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "command.h"
#include "store/store.h"
#include "workbench/since.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct PurgeFlags {
  std::string before;
  std::string author;
  bool dry_run = false;
};

ExitCode run_purge(const PurgeFlags& flags, Workbench& bench) {
  PurgeChoice choice;
  choice.before = read_since(flags.before, bench.clock().now(), "--before");
  if (!flags.author.empty()) {
    const auto key = parse_key(flags.author);
    if (!key) throw Error(ErrorKind::wrong_use, "--author takes channel/author_id, as the sheet has them");
    choice.channel = key->channel;
    choice.author_id = key->id;
  }
  if (!choice.before && choice.author_id.empty()) {
    throw Error(ErrorKind::wrong_use, "say what is to go: --before TIME, --author CHANNEL/AUTHOR_ID or both");
  }
  const std::int64_t purged = bench.store().purge(choice, flags.dry_run, bench.clock().now());
  bench.out().write(nlohmann::ordered_json{{"purged", purged}, {"dry_run", flags.dry_run}}.dump() + "\n");
  return ExitCode::done;
}

}  // namespace

void add_purge_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("purge", "Remove old texts and authors from the store, keep the figures");
  command->footer(
      "Example: cm purge --before 180d\n"
      "A person's data, on request: cm purge --author blog/a9");
  const auto flags = std::make_shared<PurgeFlags>();
  command->add_option("--before", flags->before, "Comments written before this: a span back from now or a date")
      ->type_name("TIME");
  command->add_option("--author", flags->author, "Only what this author wrote: channel/author_id")->type_name("AUTHOR");
  command->add_flag("--dry-run", flags->dry_run, "Say how many; remove nothing");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_purge(*flags, bench); }; });
}

}  // namespace cm
