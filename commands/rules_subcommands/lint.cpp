// cm rules lint: what is wrong with rule files, each with its place.

#include "rules/lint.h"

#include <algorithm>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "rules/rule_set.h"
#include "rules_subcommands/rules_subcommands.h"

namespace cm {
namespace {

struct Told {
  Place place;
  std::string line;
};

ExitCode run_lint(const std::vector<std::string>& names, Workbench& bench) {
  RuleFiles files = rule_files_named(names, bench);
  std::vector<Problem> problems = std::move(files.problems);
  const std::size_t unreadable = problems.size();
  (void)RuleSet::compile(files.packs, problems);
  const bool compiles = problems.size() == unreadable;

  std::vector<Told> told;
  for (const Problem& problem : problems) told.push_back({problem.place, to_string(problem)});
  if (compiles) {
    const LintContext context = lint_context_below(bench.shipped_rules_folder());
    for (const LintFinding& finding : lint(files.packs, context)) {
      told.push_back({finding.place,
                      to_string(Problem{finding.place, finding.message}) + " [" + std::string(finding.check) + "]"});
    }
  }
  std::stable_sort(told.begin(), told.end(), [](const Told& a, const Told& b) {
    return std::tie(a.place.file, a.place.line, a.place.column) < std::tie(b.place.file, b.place.line, b.place.column);
  });
  for (const Told& one : told) bench.out().write(one.line + "\n");
  if (!problems.empty()) return ExitCode::wrong_use;
  return told.empty() ? ExitCode::done : ExitCode::findings;
}

}  // namespace

void add_rules_lint(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command = rules.add_subcommand("lint", "Find what is wrong with rule files, each with file:line:column");
  command->footer("Example: cm rules lint rules/");
  const auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("PATH", *names, "Rule files, folders or pack:NAME (default: those of cm.toml)");
  command->callback([&chosen, names] { chosen = [names](Workbench& bench) { return run_lint(*names, bench); }; });
}

}  // namespace cm
