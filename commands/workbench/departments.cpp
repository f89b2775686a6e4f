#include "workbench/departments.h"

#include <set>

namespace cm {

std::vector<std::string> known_departments(Workbench& bench) {
  const auto& named = bench.settings().follow_up.departments;
  if (named.empty()) return {};
  std::set<std::string> known;
  for (const auto& [name, address] : named) known.insert(name);
  for (const RulePack& pack : bench.rules().packs()) {
    for (const Rule& rule : pack.rules) {
      if (!rule.facts.department.empty()) known.insert(rule.facts.department);
    }
  }
  return {known.begin(), known.end()};
}

}  // namespace cm
