// cm fetch: new comments of every page into the store, or as NDJSON to stdout.

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/in_parallel.h"
#include "command.h"
#include "formats/estimate_formats.h"
#include "moderation/search_variants.h"
#include "ndjson/comment_json.h"
#include "platforms/page_kind.h"
#include "text/terminal_safe.h"
#include "workbench/choice.h"
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
  bool estimate = false;
  bool list_variants = false;
  std::string format = "text";
};

// One after the other, so that the lines come in the order of the settings.
ExitCode print_comments(const GatherOptions& options, const FetchFlags& flags, Workbench& bench) {
  std::vector<ExitCode> codes;
  const auto progress = bench.progress("fetch", "comments", true);
  for (const SweepChannel& channel : channels_to_sweep(bench, flags.channels)) {
    ExitCode& code = codes.emplace_back(ExitCode::done);
    try {
      const GatherReport report = read_through(channel.open(), channel.name, options, [&](const Comment& comment) {
        bench.out().write(to_json(comment) + "\n");
        progress->add(1);
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

// What it would take, channel by channel; nothing is fetched.
ExitCode print_estimates(const GatherOptions& options, const FetchFlags& flags, Workbench& bench) {
  const std::vector<ChannelSettings> channels = bench.channels(flags.channels);
  Store& store = bench.store();
  Clock& clock = bench.clock();
  std::vector<std::optional<ChannelEstimate>> estimates(channels.size());
  std::vector<std::optional<Error>> troubles(channels.size());
  in_parallel(channels.size(), channels.size(), [&](std::size_t i) {
    try {
      estimates[i] = estimate(bench.platform(channels[i]), bench.platform_kind(channels[i]), channels[i].name,
                              channels[i].max_requests_per_minute, store, clock, options);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::interrupted) throw;
      troubles[i] = error;
    }
  });
  std::vector<ExitCode> codes;
  for (std::size_t i = 0; i < channels.size(); ++i) {
    codes.push_back(troubles[i] ? exit_code_of(troubles[i]->kind()) : ExitCode::done);
    if (troubles[i]) bench.log().error("channel \"" + channels[i].name + "\": " + troubles[i]->what());
    if (!estimates[i]) continue;
    bench.out().write(flags.format == "ndjson" ? estimate_as_json(*estimates[i], flags.budget)
                                               : estimate_as_text(*estimates[i], flags.budget));
  }
  return exit_code_of(codes);
}

// Other spellings of what the channels search for, for a person to pick from; nothing is asked of a platform.
ExitCode print_variants(const FetchFlags& flags, Workbench& bench) {
  for (const ChannelSettings& channel : bench.channels(flags.channels)) {
    if (page_kind_of(channel) != PageKind::search) continue;
    for (const std::string& query : channel.pages) {
      for (const SearchVariant& variant : search_variants(query)) {
        if (std::find(channel.pages.begin(), channel.pages.end(), variant.query) != channel.pages.end()) continue;
        if (flags.format == "ndjson") {
          const nlohmann::ordered_json line{
              {"channel", channel.name}, {"search", query}, {"variant", variant.query}, {"how", variant.how}};
          bench.out().write(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
        } else {
          bench.out().print("{}: {} ({})\n", channel.name, terminal_safe(variant.query), variant.how);
        }
      }
    }
  }
  return ExitCode::done;
}

ExitCode run_fetch(const FetchFlags& flags, Workbench& bench) {
  if (flags.list_variants) return print_variants(flags, bench);
  SweepOptions options;
  options.gather.since = read_since(flags.since, bench.clock().now());
  options.gather.limit = flags.limit;
  options.gather.full = flags.full;
  if (flags.estimate) return print_estimates(options.gather, flags, bench);
  if (flags.budget) bench.limit_requests(*flags.budget);
  if (!flags.to.empty()) return print_comments(options.gather, flags, bench);
  RunSession session(bench, "fetch", flags.channels, options);
  return session.during([&] {
    const auto progress = bench.progress("fetch", "comments", false);
    session.sweep().gather_all(progress->teller());
  });
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
  command->add_flag("--estimate", flags->estimate, "Fetch nothing; say what it would take: requests, time, money");
  command->add_flag("--list-variants", flags->list_variants,
                    "Fetch nothing; list other spellings of what channels search for");
  command->add_option("--format", flags->format, "Of estimates and variants: text or ndjson (default: text)")
      ->check(one_of({"text", "ndjson"}));
  command->add_option("--to", flags->to, "-: print NDJSON and leave the store alone")->check(one_of({"-"}));
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_fetch(*flags, bench); }; });
}

}  // namespace cm
