// Short ways to a RuleSet and a comment, for tests of rules.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "rules/rule_set.h"

namespace cm {

/// Compiles rules written as TOML without the first line; problems fail the test.
inline RuleSet rules_of(const std::string& toml, std::vector<RuleOverride> overrides = {}) {
  RuleFiles files = parse_rules("cm_rules = 1\n" + toml, "test.toml", RuleOrigin::shipped);
  std::vector<Problem> problems = std::move(files.problems);
  RuleSet rules = RuleSet::compile(std::move(files.packs), problems, std::move(overrides));
  INFO(to_string(problems));
  REQUIRE(problems.empty());
  return rules;
}

/// One rule "r" with the keys given.
inline RuleSet rule_with(const std::string& keys) { return rules_of("[[rule]]\nid = 'r'\n" + keys); }

inline Comment comment_saying(const std::string& text) { return Comment{.id = "c1", .text = text}; }

inline Findings judged(const RuleSet& rules, const Comment& comment, const Surroundings& around = {}) {
  return rules.judge(subject_of(comment), around);
}

inline bool matches(const RuleSet& rules, const std::string& text) {
  return !judged(rules, comment_saying(text)).matches.empty();
}

/// The bytes of the comment that the first match stands for; "-" when nothing matched.
inline std::string hit(const RuleSet& rules, const std::string& text) {
  const Comment comment = comment_saying(text);
  const Findings findings = judged(rules, comment);
  if (findings.matches.empty()) return "-";
  const Match& match = findings.matches.front();
  return text.substr(match.begin, match.end - match.begin);
}

}  // namespace cm
