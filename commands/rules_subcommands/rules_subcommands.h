// The subcommands of cm rules; rules.cpp puts them together.
#pragma once

#include <string>
#include <vector>

#include "command.h"
#include "rules/rule_file.h"
#include "workbench/workbench.h"

namespace cm {

void add_rules_lint(CLI::App& rules, ChosenCommand& chosen);
void add_rules_test(CLI::App& rules, ChosenCommand& chosen);
void add_rules_list(CLI::App& rules, ChosenCommand& chosen);
void add_rules_bench(CLI::App& rules, ChosenCommand& chosen);
void add_rules_report(CLI::App& rules, ChosenCommand& chosen);
void add_rules_import(CLI::App& rules, ChosenCommand& chosen);
void add_rules_export(CLI::App& rules, ChosenCommand& chosen);

/// The rule files of these names from the current folder on; without names those of cm.toml.
[[nodiscard]] RuleFiles rule_files_named(const std::vector<std::string>& names, Workbench& bench);

/// The same; throws Error(wrong_use) with every problem.
[[nodiscard]] std::vector<RulePack> sound_packs_named(const std::vector<std::string>& names, Workbench& bench);

}  // namespace cm
