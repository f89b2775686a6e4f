#include "policy/policy.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace cm {
namespace {

struct Group {
  int sum = 0;
  Action ceiling = Action::none;
};

Action reached(const Thresholds& thresholds, int sum) {
  if (thresholds.hide > 0 && sum >= thresholds.hide) return Action::hide;
  if (thresholds.hold > 0 && sum >= thresholds.hold) return Action::hold;
  if (thresholds.flag > 0 && sum >= thresholds.flag) return Action::flag;
  return Action::none;
}

bool enforced(const Match& match) { return match.mode == RuleMode::enforce; }

bool is_lifted(const RuleFacts& protection, const Findings& findings) {
  return std::any_of(findings.matches.begin(), findings.matches.end(), [&](const Match& match) {
    return enforced(match) && match.rule != &protection &&
           std::any_of(protection.unless.begin(), protection.unless.end(),
                       [&](const std::string& pattern) { return id_fits(pattern, match.rule->id); });
  });
}

/// The protecting match that allows least, or nothing when none protects this comment.
const Match* strictest_protection(const Findings& findings) {
  const Match* strictest = nullptr;
  for (const Match& match : findings.matches) {
    if (match.rule->kind != RuleKind::protect || !enforced(match)) continue;
    if (strictest != nullptr && strictest->rule->cap <= match.rule->cap) continue;
    if (!is_lifted(*match.rule, findings)) strictest = &match;
  }
  return strictest;
}

/// Who is to answer a comment that stays in sight: of the matches that ask for a follow-up the one that
/// is due first, and of those due alike the one that names the cause before the one that only protects.
const Match* most_urgent(const Findings& findings) {
  const Match* first = nullptr;
  for (const Match& match : findings.matches) {
    if (!enforced(match) || match.rule->department.empty() || match.rule->contact_hours <= 0) continue;
    const auto urgency = [](const Match& of) {
      return std::tuple(-of.rule->contact_hours, of.rule->kind == RuleKind::evidence, of.rule->severity, of.score);
    };
    if (first == nullptr || urgency(match) > urgency(*first)) first = &match;
  }
  return first;
}

std::string department_of(const Findings& findings, Action action, const RuleFacts* capped_by) {
  if (action < Action::hold) {
    if (const Match* urgent = most_urgent(findings)) return urgent->rule->department;
  }
  if (capped_by != nullptr && !capped_by->department.empty()) return capped_by->department;
  const Match* best = nullptr;
  for (const Match& match : findings.matches) {
    if (!enforced(match) || match.rule->department.empty()) continue;
    const auto weight = [](const Match& of) { return std::pair(of.score, of.rule->kind == RuleKind::protect); };
    if (best == nullptr || weight(match) > weight(*best)) best = &match;
  }
  return best == nullptr ? std::string() : best->rule->department;
}

MatchRecord record_of(const Match& match) {
  return MatchRecord{.rule = match.rule->id,
                     .field = match.field,
                     .view = match.view,
                     .begin = match.begin,
                     .end = match.end,
                     .score = match.score,
                     .mode = match.mode};
}

}  // namespace

PolicySettings default_policy() {
  return PolicySettings{.groups = {{"profanity", {.flag = 4, .hide = 8}},
                                   {"abuse", {.flag = 4, .hide = 8}},
                                   {"spam", {.flag = 3, .hide = 6}},
                                   {"promotion", {.flag = 3, .hide = 6}},
                                   {"complaint", {.flag = 1}}},
                        .protect_complaints = true};
}

Policy::Policy(PolicySettings settings) : settings_(std::move(settings)) {}

std::vector<GroupSum> Policy::group_sums(const Findings& findings) const {
  std::map<std::string_view, Group> groups;
  for (const Match& match : findings.matches) {
    if (!enforced(match)) continue;
    for (const std::string& label : match.rule->labels) {
      Group& group = groups[label];
      group.sum += match.score;
      group.ceiling = std::max(group.ceiling, match.ceiling);
    }
  }
  std::vector<GroupSum> sums;
  for (const auto& [name, group] : groups) {
    const auto thresholds = settings_.groups.find(name);
    const bool named = thresholds != settings_.groups.end();
    const Action wanted = named ? reached(thresholds->second, group.sum) : Action::none;
    sums.push_back(GroupSum{.group = std::string(name),
                            .sum = group.sum,
                            .thresholds = named ? thresholds->second : Thresholds{},
                            .wanted = wanted,
                            .ceiling = group.ceiling});
  }
  return sums;
}

Verdict Policy::decide(const Findings& findings) const {
  Verdict verdict;
  for (const Match& match : findings.matches) {
    verdict.matches.push_back(record_of(match));
    if (!enforced(match)) continue;
    if (const int hours = match.rule->contact_hours;
        hours > 0 && (verdict.contact_hours == 0 || hours < verdict.contact_hours)) {
      verdict.contact_hours = hours;
    }
    verdict.severity = std::max(verdict.severity, match.rule->severity);
    for (const std::string& label : match.rule->labels) {
      if (std::find(verdict.labels.begin(), verdict.labels.end(), label) == verdict.labels.end()) {
        verdict.labels.push_back(label);
      }
    }
  }
  int highest_sum = 0;
  for (const GroupSum& group : group_sums(findings)) {
    const Action action = std::min(group.wanted, group.ceiling);
    highest_sum = std::max(highest_sum, group.sum);
    if (action > verdict.action || (action == verdict.action && action != Action::none && group.sum > verdict.score)) {
      verdict.action = action;
      verdict.score = group.sum;
      verdict.decided_by = group.group;
    }
  }
  if (verdict.decided_by.empty()) verdict.score = highest_sum;

  const Match* protection = settings_.protect_complaints ? strictest_protection(findings) : nullptr;
  const bool capped = protection != nullptr && protection->rule->cap < verdict.action;
  if (capped) {
    verdict.action = protection->rule->cap;
    verdict.capped_by = protection->rule->id;
  }
  verdict.department = department_of(findings, verdict.action, capped ? protection->rule : nullptr);
  return verdict;
}

}  // namespace cm
