// cm plan: the deeds that policy proposes for judged comments, as NDJSON; nothing is touched.

#include "moderation/plan_json.h"

#include <memory>
#include <string>
#include <vector>

#include "command.h"
#include "workbench/run_session.h"

namespace cm {
namespace {

ExitCode run_plan(const std::vector<std::string>& names, Workbench& bench) {
  const std::vector<SweepChannel> channels = channels_to_sweep(bench, names);
  std::vector<std::string> wanted;
  for (const SweepChannel& channel : channels) wanted.push_back(channel.name);
  const auto kind_of = [&channels](std::string_view name) -> const PlatformKind* {
    for (const SweepChannel& channel : channels) {
      if (channel.name == name) return channel.kind;
    }
    return nullptr;
  };
  propose(bench.store(), wanted, kind_of, posture_now(bench),
          [&bench](const PlanItem& item) { bench.out().write(to_json(item) + "\n"); });
  return ExitCode::done;
}

}  // namespace

void add_plan_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("plan", "Show what policy would do to judged comments; touch nothing");
  command->footer("Example: cm plan > plan.ndjson && cm apply --dry-run plan.ndjson");
  const auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("CHANNEL", *names, "Channels of cm.toml (default: all)");
  command->callback([&chosen, names] { chosen = [names](Workbench& bench) { return run_plan(*names, bench); }; });
}

}  // namespace cm
