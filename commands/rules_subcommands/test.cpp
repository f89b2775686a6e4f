// cm rules test: try the examples inside rule files.

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "formats/junit.h"
#include "rules/rule_examples.h"
#include "rules/rule_set.h"
#include "rules_subcommands/rules_subcommands.h"
#include "text/terminal_safe.h"
#include "workbench/choice.h"

namespace cm {
namespace {

struct TestOptions {
  std::vector<std::string> names;
  std::string format = "text";
};

/// The example and what the rule saw of it, one view a line.
std::string seen_lines(const FailedExample& failed) {
  std::string lines = "    text: " + terminal_safe(failed.text) + "\n";
  for (const auto& [view, text] : failed.seen) {
    lines += "    " + std::string(to_string(view)) + ": " + terminal_safe(text) + "\n";
  }
  return lines;
}

std::string as_text(const ExampleReport& report) {
  std::string text;
  for (const FailedExample& failed : report.failed) {
    text += to_string(Problem{failed.place, failed.rule + ": " + failed.why}) + "\n" + seen_lines(failed);
  }
  return text + std::to_string(report.rules) + " rules, " + std::to_string(report.examples) + " examples, " +
         std::to_string(report.failed.size()) + " failed\n";
}

/// One test case a rule.
std::string as_junit(const ExampleReport& report, const RuleSet& rules, Timestamp now) {
  std::map<std::string_view, std::vector<const FailedExample*>> failed_by_rule;
  for (const FailedExample& failed : report.failed) failed_by_rule[failed.rule].push_back(&failed);
  std::vector<JunitCase> cases;
  for (const Rule* rule : rules.standing_rules()) {
    JunitCase& one = cases.emplace_back(JunitCase{rule->place.file, rule->facts.id, {}, {}});
    const auto failures = failed_by_rule.find(rule->facts.id);
    if (failures == failed_by_rule.end()) continue;
    one.failure = std::to_string(failures->second.size()) + " examples failed";
    for (const FailedExample* failed : failures->second) {
      one.details += to_string(Problem{failed->place, failed->why}) + "\n" + seen_lines(*failed);
    }
  }
  return to_junit("cm rules test", now, cases);
}

ExitCode run_test(const TestOptions& options, Workbench& bench) {
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(all_enforced(sound_packs_named(options.names, bench)), problems);
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  const Policy policy = bench.policy();
  const ExampleReport report =
      try_examples(rules, [&](const Findings& findings) { return policy.decide(findings).action; });
  bench.out().write(options.format == "junit" ? as_junit(report, rules, bench.clock().now()) : as_text(report));
  return report.failed.empty() ? ExitCode::done : ExitCode::findings;
}

}  // namespace

void add_rules_test(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command =
      rules.add_subcommand("test", "Try the examples inside rule files, as if every rule were enforced");
  command->footer("Example: cm rules test --format junit rules/ > rules.xml");
  const auto options = std::make_shared<TestOptions>();
  command->add_option("PATH", options->names, "Rule files, folders or pack:NAME (default: those of cm.toml)");
  command->add_option("--format", options->format, "text or junit")
      ->type_name("FORMAT")
      ->check(one_of({"text", "junit"}).description(""));
  command->callback([&chosen, options] { chosen = [options](Workbench& bench) { return run_test(*options, bench); }; });
}

}  // namespace cm
