// cm apply: carry a plan out, or what policy proposes now.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "command.h"
#include "moderation/plan_json.h"
#include "workbench/run_session.h"
#include "workbench/standard_input.h"

namespace cm {
namespace {

struct ApplyFlags {
  std::string plan;
  bool dry_run = false;
  std::optional<int> max_actions;
};

std::optional<std::vector<PlanItem>> read_plan_at(const std::string& path, Workbench& bench) {
  if (path.empty()) return std::nullopt;
  PlanFile file = path == "-" ? read_plan(read_standard_input(), "<stdin>") : read_plan(read_file(path), path);
  if (!file.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(file.problems));
  for (const PlanItem& item : file.items) {
    // An unknown channel is refused before anything is done.
    if (const auto key = parse_key(item.key)) (void)bench.channels({key->channel});
  }
  return std::move(file.items);
}

ExitCode run_apply(const ApplyFlags& flags, Workbench& bench) {
  const std::optional<std::vector<PlanItem>> plan = read_plan_at(flags.plan, bench);
  SweepOptions options;
  options.dry_run = flags.dry_run;
  options.posture = posture_now(bench);
  RunSession session(bench, "apply", {}, options, flags.max_actions);
  return session.during([&] {
    const auto progress = bench.progress("apply", "deeds", false);
    if (plan) {
      session.sweep().carry_out_plan(*plan, progress->teller());
    } else {
      session.sweep().carry_out_all(progress->teller());
    }
  });
}

}  // namespace

void add_apply_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("apply", "Carry a plan out; without one, what policy proposes now");
  command->footer("Example: cm plan > plan.ndjson && cm apply plan.ndjson");
  const auto flags = std::make_shared<ApplyFlags>();
  command->add_option("PLAN", flags->plan, "What cm plan printed; - reads it from stdin");
  command->add_flag("--dry-run", flags->dry_run, "Say what would be done, and do nothing");
  command->add_option("--max-actions", flags->max_actions, "Most deeds on platforms in this run (default: [guard])")
      ->check(CLI::NonNegativeNumber)
      ->type_name("N");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_apply(*flags, bench); }; });
}

}  // namespace cm
