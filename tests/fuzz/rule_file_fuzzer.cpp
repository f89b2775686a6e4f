// A hostile rule pack: whatever stands in it becomes rules or problems with a place, and no exception.
#include "fuzz/fuzzed_text.h"
#include "rules/rule_set.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cm::RuleFiles files = cm::parse_rules(cm::bytes_of(data, size), "fuzzed.toml", cm::RuleOrigin::local);
  for (const cm::Problem& problem : files.problems) cm::expect(!to_string(problem).empty(), "a problem is told");
  if (!files.problems.empty()) return 0;
  std::vector<cm::Problem> problems;
  (void)cm::RuleSet::compile(std::move(files.packs), problems, {});
  return 0;
}
