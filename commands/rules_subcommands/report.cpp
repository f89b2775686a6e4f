// cm rules report: which rules are right, by what people decided.

#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "moderation/rule_report.h"
#include "rules_subcommands/rules_subcommands.h"
#include "workbench/choice.h"
#include "workbench/since.h"

namespace cm {
namespace {

struct ReportOptions {
  std::string since;
  std::string stale_after = "90d";
  std::size_t ready_decided = 20;
  double ready_precision = 0.95;
  std::string format = "text";
};

/// A line: one rule over all languages, or in one.
struct Row {
  std::string rule;
  std::string lang;  ///< "*": all
  std::string mode;  ///< "gone": no loaded rule is called so any more
  std::string kind;
  RuleFigures figures;
  std::string remark;  ///< "stale", "ready" or empty
};

class Report {
 public:
  Report(const ReportOptions& options, Workbench& bench)
      : options_(options),
        now_(bench.clock().now()),
        stale_before_(read_since(options.stale_after, now_, "--stale-after").value_or(now_)),
        histories_(rule_histories(bench.store(), read_since(options.since, now_))) {
    for (const Rule* rule : bench.rules().standing_rules()) standing_[rule->facts.id] = rule;
  }

  std::vector<Row> rows() {
    for (const auto& [id, rule] : standing_) (void)histories_[id];  // those without a hit, too
    std::vector<Row> rows;
    for (const auto& [id, history] : histories_) {
      rows.push_back(row_of(id, "*", history.all));
      rows.back().remark = remark_of(rows.back());
      const bool says_more = history.by_lang.size() > 1 || options_.format != "text";
      if (!says_more) continue;
      for (const auto& [lang, figures] : history.by_lang) rows.push_back(row_of(id, lang, figures));
    }
    return rows;
  }

 private:
  Row row_of(const std::string& id, const std::string& lang, const RuleFigures& figures) const {
    Row row{id, lang, "gone", "", figures, ""};
    const auto found = standing_.find(id);
    if (found == standing_.end()) return row;
    row.mode = to_string(found->second->facts.mode);
    row.kind = found->second->facts.kind == RuleKind::protect ? "protect" : "evidence";
    // To keep a comment that a protecting rule kept as well speaks for the rule, not against it.
    if (row.kind == "protect") row.figures.upheld = row.figures.overturned = 0;
    return row;
  }

  [[nodiscard]] std::string remark_of(const Row& row) const {
    if (row.mode == "gone") return "";
    const RuleFigures& figures = row.figures;
    const bool proven = figures.upheld + figures.overturned >= options_.ready_decided &&
                        figures.precision().value_or(0) >= options_.ready_precision;
    if (row.mode == "shadow" && proven) return "ready";
    const bool stale = !figures.last_hit || *figures.last_hit < stale_before_;
    return stale ? "stale" : "";
  }

  const ReportOptions& options_;
  Timestamp now_;
  Timestamp stale_before_;
  std::map<std::string, RuleHistory> histories_;
  std::map<std::string, const Rule*> standing_;
};

std::string percent(const RuleFigures& figures) {
  const auto precision = figures.precision();
  return precision ? fmt::format("{:.1f}%", 100 * *precision) : "-";
}

std::string moment(const std::optional<Timestamp>& at, std::string_view otherwise) {
  return at ? to_iso8601(std::chrono::floor<std::chrono::seconds>(*at)) : std::string(otherwise);
}

std::string as_text(const Row& row) {
  const bool whole = row.lang == "*";
  return fmt::format("{:<34} {:<8} {:>7} {:>7} {:>10} {:>9}  {:<6}  {}\n",
                     whole ? row.rule : "  in " + (row.lang.empty() ? "no known language" : row.lang),
                     whole ? row.mode : "", row.figures.hits, row.figures.upheld, row.figures.overturned,
                     percent(row.figures), row.remark, moment(row.figures.last_hit, "never"));
}

std::string as_csv(const Row& row) {
  const auto precision = row.figures.precision();
  return fmt::format("{},{},{},{},{},{},{},{},{}\r\n", row.rule, row.lang, row.mode, row.figures.hits,
                     row.figures.upheld, row.figures.overturned, precision ? fmt::format("{:.4f}", *precision) : "",
                     moment(row.figures.last_hit, ""), row.remark);
}

std::string as_ndjson(const Row& row) {
  using Json = nlohmann::ordered_json;
  const auto precision = row.figures.precision();
  return Json{{"rule", row.rule},
              {"lang", row.lang},
              {"mode", row.mode},
              {"hits", row.figures.hits},
              {"upheld", row.figures.upheld},
              {"overturned", row.figures.overturned},
              {"precision", precision ? Json(*precision) : Json()},
              {"last_hit_at", row.figures.last_hit ? Json(moment(row.figures.last_hit, "")) : Json()},
              {"remark", row.remark.empty() ? Json() : Json(row.remark)}}
             .dump() +
         "\n";
}

ExitCode run_report(const ReportOptions& options, Workbench& bench) {
  const std::vector<Row> rows = Report(options, bench).rows();
  if (options.format == "text") {
    bench.out().print("{:<34} {:<8} {:>7} {:>7} {:>10} {:>9}  {:<6}  {}\n", "rule", "mode", "hits", "upheld",
                      "overturned", "precision", "remark", "last hit");
  }
  if (options.format == "csv") {
    bench.out().write("rule,lang,mode,hits,upheld,overturned,precision,last_hit_at,remark\r\n");
  }
  for (const Row& row : rows) {
    bench.out().write(options.format == "text" ? as_text(row) : options.format == "csv" ? as_csv(row) : as_ndjson(row));
  }
  return ExitCode::done;
}

}  // namespace

void add_rules_report(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command =
      rules.add_subcommand("report", "Show which rules people let stand, which are stale, which are ready");
  command->footer("Example: cm rules report --since 90d");
  const auto options = std::make_shared<ReportOptions>();
  command->add_option("--since", options->since, "Only hits and decisions since (90d, 2026-11-01)")->type_name("TIME");
  command->add_option("--stale-after", options->stale_after, "Without a hit for so long, a rule is stale (default 90d)")
      ->type_name("TIME");
  command
      ->add_option("--ready-decided", options->ready_decided, "So many decisions make a shadow rule ready (default 20)")
      ->type_name("N");
  command
      ->add_option("--ready-precision", options->ready_precision, "And this share of them in its favour (default 0.95)")
      ->check(CLI::Range(0.0, 1.0).description(""))
      ->type_name("SHARE");
  command->add_option("--format", options->format, "text, csv or ndjson")
      ->type_name("FORMAT")
      ->check(one_of({"text", "csv", "ndjson"}).description(""));
  command->callback(
      [&chosen, options] { chosen = [options](Workbench& bench) { return run_report(*options, bench); }; });
}

}  // namespace cm
