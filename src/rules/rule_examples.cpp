#include "rules/rule_examples.h"

#include <algorithm>

#include "text/deobfuscate.h"
#include "text/fold.h"

namespace cm {
namespace {

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

class ExampleRun {
 public:
  ExampleRun(const RuleSet& rules, const ActionOfMatch& action_of) : rules_(rules), action_of_(action_of) {}

  ExampleReport run() {
    for (const Rule* rule : rules_.standing_rules()) {
      ++report_.rules;
      for (const Pattern& example : rule->must_match) {
        if (!match_of(*rule, subject(*rule, example.text), {})) {
          fail(*rule, example.place, example.text,
               rule->when ? "should match and does not; conditions on facts that the example does not tell need a "
                            "[[rule.test.case]]"
                          : "should match and does not");
        }
        ++report_.examples;
      }
      for (const Pattern& example : rule->must_leave) {
        if (const auto match = match_of(*rule, subject(*rule, example.text), {})) {
          const std::size_t size = std::min<std::size_t>(match->end, example.text.size()) - match->begin;
          fail(*rule, example.place, example.text,
               "should stay clean and matches " + in_quotes(std::string_view(example.text).substr(match->begin, size)) +
                   " in view " + std::string(to_string(match->view)));
        }
        ++report_.examples;
      }
      for (const RuleCase& one : rule->cases) {
        try_case(*rule, one);
        ++report_.examples;
      }
    }
    return std::move(report_);
  }

 private:
  static Subject subject(const Rule& rule, std::string_view text) {
    Subject comment{.id = "example", .text = text};
    if (std::find(rule.fields.begin(), rule.fields.end(), Field::author_name) != rule.fields.end()) {
      comment.author_name = text;
    }
    return comment;
  }

  [[nodiscard]] std::optional<Match> match_of(const Rule& rule, const Subject& comment,
                                              const Surroundings& around) const {
    for (const Match& match : rules_.judge(comment, around).matches) {
      if (match.rule == &rule.facts) return match;
    }
    return std::nullopt;
  }

  void try_case(const Rule& rule, const RuleCase& one) {
    Subject comment = subject(rule, one.text);
    if (!one.author_name.empty()) comment.author_name = one.author_name;
    comment.author_role = one.role;
    comment.lang = one.lang;
    Surroundings around{.author_age_days = one.age_days, .prior_comments = one.prior_comments};
    if (one.repeats) around.repeats.assign(rules_.repeat_windows().size(), one.repeats);
    Findings alone;
    if (const auto match = match_of(rule, comment, around)) alone.matches.push_back(*match);
    const Action action = action_of_(alone);
    if (action == one.expect) return;
    fail(rule, one.place, one.text,
         "should come to " + in_quotes(to_string(one.expect)) + " and comes to " + in_quotes(to_string(action)) +
             (alone.matches.empty() ? ": it does not match" : ""));
  }

  void fail(const Rule& rule, const Place& place, const std::string& text, std::string why) {
    report_.failed.push_back({rule.facts.id, place, text, std::move(why), shown_in(rule.views, text)});
  }

  const RuleSet& rules_;
  const ActionOfMatch& action_of_;
  ExampleReport report_;
};

}  // namespace

std::vector<RulePack> all_enforced(std::vector<RulePack> packs) {
  for (RulePack& pack : packs) {
    for (Rule& rule : pack.rules) rule.facts.mode = RuleMode::enforce;
  }
  return packs;
}

ExampleReport try_examples(const RuleSet& rules, const ActionOfMatch& action_of) {
  return ExampleRun(rules, action_of).run();
}

std::vector<std::pair<View, std::string>> shown_in(const std::vector<View>& views, std::string_view text) {
  std::vector<std::pair<View, std::string>> shown;
  for (const View view : views) {
    switch (view) {
      case View::raw:
        shown.emplace_back(view, text);
        break;
      case View::fold:
        shown.emplace_back(view, folded(text));
        break;
      case View::deob:
        if (looks_obfuscated(text)) shown.emplace_back(view, deobfuscate(text).text);
        break;
    }
  }
  return shown;
}

}  // namespace cm
