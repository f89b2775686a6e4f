// cm rules list and bench: what is loaded and which file wins; what each rule costs.

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/joined.h"
#include "ndjson/comment_json.h"
#include "ndjson/json_text.h"
#include "ndjson/line_blocks.h"
#include "rules/rule_set.h"
#include "rules/sample_comments.h"
#include "rules_subcommands/rules_subcommands.h"
#include "text/terminal_safe.h"
#include "workbench/choice.h"

namespace cm {
namespace {

std::string listed(const std::vector<std::string>& words) { return words.empty() ? "-" : joined(words, ","); }

// --- list ----------------------------------------------------------------------------------------

struct ListOptions {
  std::vector<std::string> names;
  std::string format = "text";
};

struct Listed {
  const Rule* rule = nullptr;
  const Rule* replaced_by = nullptr;  ///< the rule of a later file with the same id
};

std::vector<Listed> listed(const std::vector<RulePack>& packs) {
  std::map<std::string_view, const Rule*> last;
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) last[rule.facts.id] = &rule;
  }
  std::vector<Listed> all;
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      const Rule* winner = last[rule.facts.id];
      all.push_back({&rule, winner == &rule ? nullptr : winner});
    }
  }
  return all;
}

std::string as_line(const Listed& one) {
  const RuleFacts& facts = one.rule->facts;
  const bool protects = facts.kind == RuleKind::protect;
  std::string line = fmt::format("{:<32} {:<8} {:<7} {:<12} {:>5} {:<20} {}", facts.id, to_string(facts.mode),
                                 to_string(facts.severity),
                                 protects ? "cap " + std::string(to_string(facts.cap)) : to_string(facts.ceiling),
                                 facts.score, listed(facts.labels), to_string(one.rule->place));
  if (one.replaced_by != nullptr) line += "  replaced by " + to_string(one.replaced_by->place);
  return line + "\n";
}

std::string as_ndjson(const Listed& one) {
  const RuleFacts& facts = one.rule->facts;
  std::string line = "{\"id\":";
  append_json_string(line, facts.id);
  line.append(",\"kind\":\"").append(facts.kind == RuleKind::protect ? "protect" : "evidence");
  line.append("\",\"mode\":\"").append(to_string(facts.mode));
  line.append("\",\"severity\":\"").append(to_string(facts.severity));
  line.append("\",\"action\":\"").append(to_string(facts.ceiling));
  line.append("\",\"cap\":");
  line += facts.kind == RuleKind::protect ? '"' + std::string(to_string(facts.cap)) + '"' : "null";
  line += ",\"score\":" + std::to_string(facts.score) + ",\"labels\":[";
  for (const std::string& label : facts.labels) {
    if (line.back() != '[') line += ',';
    append_json_string(line, label);
  }
  line += "],\"words\":" + std::to_string(one.rule->words.size()) +
          ",\"regexes\":" + std::to_string(one.rule->regexes.size()) + ",\"file\":";
  append_json_string(line, one.rule->place.file);
  line += ",\"line\":" + std::to_string(one.rule->place.line) + ",\"replaced_by\":";
  append_json_string_or_null(line, one.replaced_by == nullptr ? std::string() : to_string(one.replaced_by->place));
  return line + "}\n";
}

ExitCode run_list(const ListOptions& options, Workbench& bench) {
  const std::vector<RulePack> packs = sound_packs_named(options.names, bench);
  const bool text = options.format == "text";
  for (const Listed& one : listed(packs)) bench.out().write(text ? as_line(one) : as_ndjson(one));
  if (!text) return ExitCode::done;
  for (const RuleOverride& one : bench.settings().overrides) {
    bench.out().write(to_string(one.place) + ": override of " + listed(one.rules) + " on " +
                      (one.channels.empty() ? "every channel" : listed(one.channels)) + " in " +
                      (one.lang.empty() ? "every language" : listed(one.lang)) + ":" +
                      (one.mode ? " mode " + std::string(to_string(*one.mode)) : "") +
                      (one.score ? " score " + std::to_string(*one.score) : "") +
                      (one.ceiling ? " action " + std::string(to_string(*one.ceiling)) : "") + "\n");
  }
  return ExitCode::done;
}

// --- bench ---------------------------------------------------------------------------------------

struct BenchOptions {
  std::vector<std::string> names;
  std::string comments;
  std::size_t top = 20;
};

struct Cost {
  std::string rule;
  double nanoseconds = 0;  // a comment
  std::size_t hits = 0;
};

constexpr std::size_t most_comments = 2'000;
constexpr std::chrono::milliseconds shortest_trial(2);

std::vector<std::string> comments_of(const std::string& file) {
  std::vector<std::string> texts;
  if (file.empty()) {
    for (const std::string_view text : sample_comments()) texts.emplace_back(text);
    return texts;
  }
  const std::string contents = read_file(file);
  std::string_view rest = contents;
  while (!rest.empty() && texts.size() < most_comments) {
    auto read = comment_from_json(take_line(rest));
    if (auto* comment = std::get_if<Comment>(&read)) texts.push_back(std::move(comment->text));
  }
  if (texts.empty()) throw Error(ErrorKind::wrong_use, "\"" + file + "\" holds no comment to measure with");
  return texts;
}

/// One rule alone: what all rules cost together is less, since they share the views and the filters.
Cost cost_of(const Rule& rule, const std::vector<std::string>& texts) {
  RulePack alone;
  alone.rules.push_back(rule);
  alone.rules.back().facts.mode = RuleMode::enforce;
  std::vector<Problem> problems;
  std::vector<RulePack> packs;
  packs.push_back(std::move(alone));
  const RuleSet rules = RuleSet::compile(std::move(packs), problems);
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  Cost cost{.rule = rule.facts.id};
  const auto try_all = [&] {
    std::size_t hits = 0;
    for (const std::string& text : texts) hits += rules.judge(Subject{.text = text}, {}).matches.size();
    return hits;
  };
  cost.hits = try_all();
  const auto start = std::chrono::steady_clock::now();
  std::chrono::nanoseconds taken{};
  std::size_t rounds = 0;
  while (taken < shortest_trial) {
    (void)try_all();
    ++rounds;
    taken = std::chrono::steady_clock::now() - start;
  }
  cost.nanoseconds = static_cast<double>(taken.count()) / static_cast<double>(rounds * texts.size());
  return cost;
}

ExitCode run_bench(const BenchOptions& options, Workbench& bench) {
  const std::vector<RulePack> packs = sound_packs_named(options.names, bench);
  const std::vector<std::string> texts = comments_of(options.comments);
  std::vector<Cost> costs;
  double all = 0;
  for (const RulePack& pack : packs) {
    for (const Rule& rule : pack.rules) {
      costs.push_back(cost_of(rule, texts));
      all += costs.back().nanoseconds;
    }
  }
  std::stable_sort(costs.begin(), costs.end(),
                   [](const Cost& a, const Cost& b) { return a.nanoseconds > b.nanoseconds; });
  bench.out().print("{:>12} {:>7} {:>8}  {}\n", "ns/comment", "share", "hits", "rule");
  for (std::size_t at = 0; at < costs.size() && (options.top == 0 || at < options.top); ++at) {
    const Cost& cost = costs[at];
    bench.out().print("{:>12.0f} {:>6.1f}% {:>8}  {}\n", cost.nanoseconds, 100 * cost.nanoseconds / all, cost.hits,
                      cost.rule);
  }
  bench.out().print("{} rules on {} comments, each rule alone\n", costs.size(), texts.size());
  return ExitCode::done;
}

}  // namespace

void add_rules_list(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command = rules.add_subcommand("list", "Show which rules are loaded, their modes, and which file wins");
  command->footer("Example: cm rules list pack:en rules/");
  const auto options = std::make_shared<ListOptions>();
  command->add_option("PATH", options->names, "Rule files, folders or pack:NAME (default: those of cm.toml)");
  command->add_option("--format", options->format, "text or ndjson")
      ->type_name("FORMAT")
      ->check(one_of({"text", "ndjson"}).description(""));
  command->callback([&chosen, options] { chosen = [options](Workbench& bench) { return run_list(*options, bench); }; });
}

void add_rules_bench(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command = rules.add_subcommand("bench", "Measure what each rule costs a comment");
  command->footer("Example: cm rules bench --comments comments.ndjson rules/");
  const auto options = std::make_shared<BenchOptions>();
  command->add_option("PATH", options->names, "Rule files, folders or pack:NAME (default: those of cm.toml)");
  command->add_option("--comments", options->comments, "NDJSON comments to measure with (default: a small sample)")
      ->type_name("FILE");
  command->add_option("--top", options->top, "How many of the dearest rules to show; 0 is all")->type_name("N");
  command->callback(
      [&chosen, options] { chosen = [options](Workbench& bench) { return run_bench(*options, bench); }; });
}

}  // namespace cm
