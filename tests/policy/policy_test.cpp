#include "policy/policy.h"

#include <doctest/doctest.h>

#include <list>

using namespace cm;

namespace {

/// Rules that matched one comment; each stands as enforced unless a test says otherwise.
class Matched {
 public:
  Match& by(RuleFacts facts) {
    if (facts.mode == RuleMode::off) facts.mode = RuleMode::enforce;
    rules_.push_back(std::move(facts));
    const RuleFacts& rule = rules_.back();
    findings_.matches.push_back(Match{.rule = &rule, .mode = rule.mode, .score = rule.score, .ceiling = rule.ceiling});
    return findings_.matches.back();
  }

  [[nodiscard]] Verdict verdict() const { return Policy(default_policy()).decide(findings_); }
  [[nodiscard]] const Findings& findings() const { return findings_; }

 private:
  std::list<RuleFacts> rules_;
  Findings findings_;
};

RuleFacts evidence(std::string id, std::string label, int score, Action ceiling) {
  return RuleFacts{.id = std::move(id),
                   .severity = Severity::medium,
                   .mode = RuleMode::enforce,
                   .score = score,
                   .ceiling = ceiling,
                   .labels = {std::move(label)}};
}

RuleFacts protection(std::vector<std::string> unless = {}) {
  return RuleFacts{.id = "protect.complaint",
                   .kind = RuleKind::protect,
                   .severity = Severity::high,
                   .mode = RuleMode::enforce,
                   .cap = Action::flag,
                   .unless = std::move(unless),
                   .labels = {"complaint"},
                   .department = "support"};
}

}  // namespace

TEST_CASE("a comment that no rule matched gets no action") {
  const Verdict verdict = Matched().verdict();
  CHECK(verdict.action == Action::none);
  CHECK(verdict.severity == Severity::none);
  CHECK(verdict.score == 0);
}

TEST_CASE("the scores of one group add up to its action") {
  Matched matched;
  matched.by(evidence("a", "profanity", 4, Action::hide));
  CHECK(matched.verdict().action == Action::flag);
  matched.by(evidence("b", "profanity", 4, Action::flag));
  CHECK(matched.verdict().action == Action::hide);
  CHECK(matched.verdict().score == 8);
  CHECK(matched.verdict().decided_by == "profanity");
}

TEST_CASE("scores of different groups do not add up") {
  Matched matched;
  matched.by(evidence("a", "profanity", 4, Action::hide));
  matched.by(evidence("b", "abuse", 4, Action::hide));
  CHECK(matched.verdict().action == Action::flag);
  CHECK(matched.verdict().score == 4);
}

TEST_CASE("no rule causes more than its own action permits") {
  Matched matched;
  matched.by(evidence("a", "spam", 100, Action::flag));
  CHECK(matched.verdict().action == Action::flag);
}

TEST_CASE("the group with the strongest action wins, not the one with the highest sum") {
  Matched matched;
  matched.by(evidence("a", "profanity", 7, Action::hide));
  matched.by(evidence("b", "spam", 6, Action::hide));
  CHECK(matched.verdict().action == Action::hide);
  CHECK(matched.verdict().score == 6);
  CHECK(matched.verdict().decided_by == "spam");
}

TEST_CASE("shadow rules are reported and change nothing") {
  Matched matched;
  RuleFacts shadow = evidence("a", "spam", 9, Action::hide);
  shadow.mode = RuleMode::shadow;
  shadow.department = "web";
  matched.by(shadow);
  const Verdict verdict = matched.verdict();
  CHECK(verdict.action == Action::none);
  CHECK(verdict.labels.empty());
  CHECK(verdict.department.empty());
  CHECK(verdict.severity == Severity::none);
  REQUIRE(verdict.matches.size() == 1);
  CHECK(verdict.matches[0].mode == RuleMode::shadow);
}

TEST_CASE("a complaint is capped whatever the scores") {
  Matched matched;
  matched.by(evidence("profanity.en.strong", "profanity", 100, Action::hide));
  matched.by(protection({"spam.*", "abuse.*.threat"}));
  const Verdict verdict = matched.verdict();
  CHECK(verdict.action == Action::flag);
  CHECK(verdict.capped_by == "protect.complaint");
  CHECK(verdict.department == "support");
}

TEST_CASE("a comment that stays goes to the department that names its cause, and to the most urgent first") {
  const auto to_answer = [](RuleFacts facts, std::string department, int hours) {
    facts.department = std::move(department);
    facts.contact_hours = hours;
    return facts;
  };
  Matched matched;
  matched.by(evidence("profanity.en.swear", "profanity", 4, Action::flag));
  matched.by(to_answer(protection(), "support", 48));
  CHECK(matched.verdict().department == "support");

  matched.by(to_answer(evidence("intent.en.billing", "billing", 0, Action::none), "billing", 48));
  CHECK(matched.verdict().department == "billing");

  matched.by(to_answer(protection(), "safety", 4));
  CHECK(matched.verdict().department == "safety");
}

TEST_CASE("a comment is to be answered within the fewest hours that an enforced match gives") {
  const auto within = [](int hours) {
    RuleFacts facts = evidence("intent." + std::to_string(hours), "complaint", 0, Action::none);
    facts.contact_hours = hours;
    return facts;
  };
  Matched matched;
  matched.by(within(0));
  CHECK(matched.verdict().contact_hours == 0);
  matched.by(within(48));
  matched.by(within(24));
  matched.by(within(72));
  CHECK(matched.verdict().contact_hours == 24);
  matched.by(within(4)).mode = RuleMode::shadow;
  CHECK(matched.verdict().contact_hours == 24);
}

TEST_CASE("a comment that is hidden goes to the department of its strongest evidence") {
  RuleFacts threat = evidence("abuse.en.threat", "abuse", 8, Action::hide);
  threat.department = "safety";
  RuleFacts billing = evidence("intent.en.billing", "billing", 0, Action::none);
  billing.department = "billing";
  billing.contact_hours = 48;
  Matched matched;
  matched.by(threat);
  matched.by(billing);
  CHECK(matched.verdict().department == "safety");
}

TEST_CASE("a threat inside a complaint lifts the protection, a shadow threat does not") {
  Matched matched;
  matched.by(evidence("abuse.en.threat", "abuse", 8, Action::hide)).mode = RuleMode::shadow;
  matched.by(evidence("profanity.en.strong", "profanity", 8, Action::hide));
  matched.by(protection({"spam.*", "abuse.*.threat"}));
  CHECK(matched.verdict().action == Action::flag);
  matched.by(evidence("abuse.fr.threat", "abuse", 8, Action::hide));
  CHECK(matched.verdict().action == Action::hide);
  CHECK(matched.verdict().capped_by.empty());
}

TEST_CASE("capped_by is silent when the cap lowered nothing") {
  Matched matched;
  matched.by(evidence("a", "profanity", 4, Action::hide));
  matched.by(protection());
  CHECK(matched.verdict().action == Action::flag);
  CHECK(matched.verdict().capped_by.empty());
}

TEST_CASE("a team that switches protection off gets what the scores say") {
  Matched matched;
  matched.by(evidence("a", "profanity", 8, Action::hide));
  matched.by(protection());
  PolicySettings settings = default_policy();
  settings.protect_complaints = false;
  CHECK(Policy(settings).decide(matched.findings()).action == Action::hide);
}

TEST_CASE("labels come once each, in the order of the rules") {
  Matched matched;
  matched.by(evidence("a", "spam", 1, Action::flag));
  matched.by(evidence("b", "abuse", 1, Action::flag));
  matched.by(evidence("c", "spam", 1, Action::flag));
  CHECK(matched.verdict().labels == std::vector<std::string>{"spam", "abuse"});
}
