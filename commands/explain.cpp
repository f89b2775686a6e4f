// cm explain: which rules fired on a comment, on what, and which line of the policy decided.

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "command.h"
#include "language/detect.h"
#include "policy/policy.h"
#include "rules/conditions/language.h"
#include "rules/rule_examples.h"
#include "rules/rule_set.h"
#include "sentiment/sentiment_reader.h"
#include "store/store.h"
#include "text/terminal_safe.h"
#include "workbench/sentiment.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ExplainOptions {
  std::string key;
  std::string text;
  std::string lang;
  std::vector<std::string> rules;
};

struct Explained {
  Comment comment;
  Surroundings around;
};

std::string listed(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

/// "profanity = { flag = 4, hide = 8 }", as it stands in cm.toml.
std::string policy_line(const GroupSum& group) {
  std::string steps;
  const auto add = [&](std::string_view name, int from) {
    if (from > 0) steps += (steps.empty() ? "" : ", ") + std::string(name) + " = " + std::to_string(from);
  };
  add("flag", group.thresholds.flag);
  add("hold", group.thresholds.hold);
  add("hide", group.thresholds.hide);
  return "[policy] " + group.group + (steps.empty() ? " is not named" : " = { " + steps + " }");
}

class Explanation {
 public:
  Explanation(const Explained& subject, const RuleSet& rules, const Policy& policy, const PolicySettings& settings,
              const SentimentSource& sentiment)
      : subject_(subject),
        settings_(settings),
        sentiment_(sentiment),
        findings_(rules.judge(subject_of(subject.comment), subject.around)),
        verdict_(policy.decide(findings_)),
        sums_(policy.group_sums(findings_)) {}

  std::string text() {
    say_views();
    say_matches();
    say_sums();
    say_protection();
    say_verdict();
    say_language_and_sentiment();
    return std::move(text_);
  }

 private:
  void line(const std::string& words) { text_ += words + "\n"; }

  void say_views() {
    line("text");
    for (const auto& [view, shown] : shown_in({View::raw, View::fold, View::deob}, subject_.comment.text)) {
      line("  " + std::string(to_string(view)) + ": " + terminal_safe(shown));
    }
  }

  void say_matches() {
    line(findings_.matches.empty() ? "no rule matches" : "rules");
    for (const Match& match : findings_.matches) say_match(match);
  }

  void say_match(const Match& match) {
    const RuleFacts& rule = *match.rule;
    line("  " + rule.id + (match.mode == RuleMode::shadow ? " (shadow: only reported)" : ""));
    if (match.end > match.begin) {
      const std::string_view whole =
          match.field == Field::author_name ? subject_.comment.author.name : subject_.comment.text;
      line("    hits \"" + terminal_safe(whole.substr(match.begin, match.end - match.begin)) + "\", bytes " +
           std::to_string(match.begin) + " to " + std::to_string(match.end) + " of the " +
           std::string(match.field == Field::author_name ? "author's name" : "text") + ", seen in view " +
           std::string(to_string(match.view)) + " of " + std::string(to_string(match.field)));
    } else {
      line("    by its conditions alone");
    }
    if (rule.kind == RuleKind::protect) {
      line("    protects: at most " + std::string(to_string(rule.cap)) +
           (rule.unless.empty() ? "" : ", unless one of " + listed(rule.unless) + " matches"));
    }
    const bool lowered = match.ceiling < rule.ceiling;
    if (match.score != 0 || match.ceiling != Action::none) {
      line("    score " + std::to_string(match.score) + " for " +
           (rule.labels.empty() ? "no group" : listed(rule.labels)) + ", permits " +
           std::string(to_string(match.ceiling)) +
           (lowered ? " (" + std::string(to_string(rule.ceiling)) +
                          " was lowered by an override, or by a fact that the "
                          "channel did not tell)"
                    : ""));
    }
  }

  void say_sums() {
    if (sums_.empty()) return;
    line("groups");
    for (const GroupSum& group : sums_) {
      const Action action = std::min(group.wanted, group.ceiling);
      line("  " + group.group + ": " + parts_of(group) + " = " + std::to_string(group.sum) + "; " + policy_line(group) +
           " asks for " + std::string(to_string(group.wanted)) +
           (group.ceiling < group.wanted ? "; its rules permit " + std::string(to_string(group.ceiling)) : "") +
           "; comes to " + std::string(to_string(action)));
    }
  }

  std::string parts_of(const GroupSum& group) const {
    std::string parts;
    for (const Match& match : findings_.matches) {
      const auto& labels = match.rule->labels;
      if (match.mode != RuleMode::enforce || std::find(labels.begin(), labels.end(), group.group) == labels.end()) {
        continue;
      }
      parts += (parts.empty() ? "" : " + ") + std::to_string(match.score) + " (" + match.rule->id + ")";
    }
    return parts;
  }

  void say_protection() {
    const bool protects = std::any_of(findings_.matches.begin(), findings_.matches.end(), [](const Match& match) {
      return match.rule->kind == RuleKind::protect && match.mode == RuleMode::enforce;
    });
    if (!protects) return;
    if (!settings_.protect_complaints) {
      line("protection: off (protect_complaints = false)");
    } else if (!verdict_.capped_by.empty()) {
      line("protection: " + verdict_.capped_by + " lowers the action to " + std::string(to_string(verdict_.action)));
    } else {
      line("protection: lowers nothing");
    }
  }

  void say_verdict() {
    std::string words = "verdict: " + std::string(to_string(verdict_.action));
    if (!verdict_.decided_by.empty()) {
      const auto decided = std::find_if(sums_.begin(), sums_.end(),
                                        [&](const GroupSum& group) { return group.group == verdict_.decided_by; });
      words += ", decided by " + policy_line(*decided) + " at " + std::to_string(decided->sum);
    }
    if (!verdict_.capped_by.empty()) words += ", capped by " + verdict_.capped_by;
    line(words);
    if (!verdict_.department.empty()) line("department: " + verdict_.department);
    if (verdict_.contact_hours > 0) line("contact within: " + std::to_string(verdict_.contact_hours) + " hours");
  }

  void say_language_and_sentiment() {
    const std::string_view told = told_language(subject_of(subject_.comment));
    const std::string_view lang = told.empty() ? detect_language(subject_.comment.text) : told;
    line("language: " + (lang.empty() ? "unknown" : terminal_safe(lang)) +
         (lang.empty()   ? ""
          : told.empty() ? " (detected)"
                         : " (told)"));
    if (!sentiment_) return;
    const SentimentReading reading = sentiment_().explained(subject_.comment.text, lang);
    line("sentiment: " + std::string(to_string(reading.sentiment)));
    std::string words;
    for (const ValuedWord& word : reading.valued) {
      words += (words.empty() ? "" : ", ") + in_quotes(text_of(reading, word)) + " " +
               fmt::format("{:+.1f}", word.value) + (word.turned ? " (turned by a negation)" : "");
    }
    if (!words.empty()) line("  words of the lexicon: " + words);
    words.clear();
    for (const DecidingWord& word : reading.deciding) {
      words += (words.empty() ? "" : ", ") + in_quotes(word.word) + " " + fmt::format("{:+.2f}", word.weight);
    }
    if (!words.empty()) line("  what the model heard in: " + words);
  }

  static std::string text_of(const SentimentReading& reading, const ValuedWord& word) {
    std::string text;
    for (std::size_t at = word.token; at < word.token + word.tokens; ++at) {
      text += (text.empty() ? "" : " ") + reading.tokens[at].text;
    }
    return text;
  }

  static std::string in_quotes(std::string_view word) { return '"' + terminal_safe(word) + '"'; }

  const Explained& subject_;
  const PolicySettings& settings_;
  const SentimentSource& sentiment_;
  Findings findings_;
  Verdict verdict_;
  std::vector<GroupSum> sums_;
  std::string text_;
};

Explained explained(const ExplainOptions& options, const RuleSet& rules, Workbench& bench) {
  if (options.key.empty()) {
    return Explained{.comment = Comment{.id = "text", .text = options.text, .lang = options.lang}};
  }
  const std::optional<StoredComment> stored = bench.store().find(options.key);
  if (!stored) {
    throw Error(ErrorKind::wrong_use, "the store has no comment \"" + options.key +
                                          "\"; ids are written as CHANNEL/ID, as cm log shows them");
  }
  return Explained{
      .comment = stored->comment,
      .around = bench.store().surroundings_of(stored->comment, rules.repeat_windows(), rules.wants_prior_comments())};
}

ExitCode run_explain(const ExplainOptions& options, Workbench& bench) {
  if (options.key.empty() == options.text.empty()) {
    throw Error(ErrorKind::wrong_use, "cm explain wants either the ID of a stored comment or --text");
  }
  std::optional<RuleSet> given;
  if (!options.rules.empty()) given = bench.compile_rules(options.rules, {});
  const RuleSet& rules = given ? *given : bench.rules();
  const PolicySettings settings = bench.policy_settings();
  const Policy policy(settings);
  const Explained subject = explained(options, rules, bench);
  bench.out().write(Explanation(subject, rules, policy, settings, shipped_sentiment(bench)).text());
  return ExitCode::done;
}

}  // namespace

void add_explain_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("explain", "Show which rules match a comment, and what decided");
  command->footer("Example: cm explain --text 'what the f.u.c.k' --rules rules/");
  const auto options = std::make_shared<ExplainOptions>();
  command->add_option("ID", options->key, "A stored comment, as CHANNEL/ID");
  command->add_option("--text", options->text, "A text instead of a stored comment")->type_name("TEXT");
  command->add_option("--lang", options->lang, "The text's language, such as en")->type_name("LANG");
  command
      ->add_option("--rules", options->rules, "Rule file, folder or pack:NAME instead of those of cm.toml; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  command->callback(
      [&chosen, options] { chosen = [options](Workbench& bench) { return run_explain(*options, bench); }; });
}

}  // namespace cm
