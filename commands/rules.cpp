// cm rules: check, try, list, measure, bring in and hand out rule files.

#include "base/error.h"
#include "rules_subcommands/rules_subcommands.h"

namespace cm {

RuleFiles rule_files_named(const std::vector<std::string>& names, Workbench& bench) {
  return names.empty() ? bench.read_rules_named(bench.settings().rules, bench.folder())
                       : bench.read_rules_named(names, {});
}

std::vector<RulePack> sound_packs_named(const std::vector<std::string>& names, Workbench& bench) {
  RuleFiles files = rule_files_named(names, bench);
  if (!files.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(files.problems));
  return std::move(files.packs);
}

void add_rules_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("rules", "Check, try, list, measure, report on, import and export rule files");
  command->footer("Example: cm rules lint rules/ && cm rules test rules/");
  command->require_subcommand(1);
  for (const AddCommand add : {add_rules_lint, add_rules_test, add_rules_list, add_rules_report, add_rules_bench,
                               add_rules_import, add_rules_export}) {
    add(*command, chosen);
  }
}

}  // namespace cm
