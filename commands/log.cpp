// cm log: what was done, when, by which run, rule and person.

#include <memory>
#include <string>

#include "command.h"
#include "journal/journal.h"
#include "ndjson/json_text.h"
#include "sheet/csv_writer.h"
#include "text/terminal_safe.h"
#include "workbench/choice.h"
#include "workbench/since.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct LogFlags {
  std::string run;
  std::string key;
  std::string since;
  std::string format = "text";
};

std::string time_or_empty(const std::optional<Timestamp>& moment) { return moment ? to_iso8601(*moment) : ""; }

void append_text_member(std::string& line, std::string_view name, std::string_view value) {
  line.append(",\"").append(name).append("\":");
  append_json_string_or_null(line, value);
}

void append_number_member(std::string& line, std::string_view name, const std::optional<std::int64_t>& value) {
  line.append(",\"").append(name).append("\":").append(value ? std::to_string(*value) : "null");
}

std::string as_json(const JournalEntry& entry) {
  std::string line = "{\"entry\":" + std::to_string(entry.id);
  append_text_member(line, "run", entry.run);
  append_text_member(line, "key", entry.key);
  append_text_member(line, "deed", to_string(entry.deed));
  append_text_member(line, "phase", to_string(entry.phase));
  append_text_member(line, "intended_at", to_iso8601(entry.intended_at));
  append_text_member(line, "ended_at", time_or_empty(entry.ended_at));
  append_text_member(line, "state_before", to_string(entry.state_before));
  append_text_member(line, "state_after", to_string(entry.state_after));
  append_text_member(line, "rule", entry.rule);
  append_text_member(line, "person", entry.person);
  append_text_member(line, "reason", entry.reason);
  append_text_member(line, "remote_id", entry.remote_id);
  append_number_member(line, "undoes", entry.undoes);
  append_number_member(line, "undone_by", entry.undone_by);
  return line + "}\n";
}

// A deed without an outcome may or may not have been done: the next run finds out.
std::string_view outcome_of(const JournalEntry& entry) {
  return entry.undone_by ? "undone" : entry.phase == EntryPhase::intended ? "open" : to_string(entry.phase);
}

std::string as_text(const JournalEntry& entry) {
  std::string line = fmt::format("{}  {:<7}  {:<8}  {}", to_iso8601(entry.intended_at), outcome_of(entry),
                                 to_string(entry.deed), terminal_safe(entry.key));
  if (!entry.rule.empty()) line += "  rule " + terminal_safe(entry.rule);
  line += "  by " + terminal_safe(entry.person) + ", run " + entry.run;
  if (!entry.reason.empty()) line += " (" + terminal_safe(entry.reason) + ")";
  return line + "\n";
}

void append_cell(std::string& line, std::string_view value) {
  line += ',';
  append_csv_cell(line, as_plain_cell(value));
}

constexpr std::string_view columns =
    "entry,run,key,deed,phase,intended_at,ended_at,state_before,state_after,rule,person,reason,remote_id,undoes,"
    "undone_by\r\n";

std::string as_csv(const JournalEntry& entry) {
  std::string line = std::to_string(entry.id);
  append_cell(line, entry.run);
  append_cell(line, entry.key);
  append_cell(line, to_string(entry.deed));
  append_cell(line, to_string(entry.phase));
  append_cell(line, to_iso8601(entry.intended_at));
  append_cell(line, time_or_empty(entry.ended_at));
  append_cell(line, to_string(entry.state_before));
  append_cell(line, to_string(entry.state_after));
  append_cell(line, entry.rule);
  append_cell(line, entry.person);
  append_cell(line, entry.reason);
  append_cell(line, entry.remote_id);
  append_cell(line, entry.undoes ? std::to_string(*entry.undoes) : "");
  append_cell(line, entry.undone_by ? std::to_string(*entry.undone_by) : "");
  return line + "\r\n";
}

ExitCode run_log(const LogFlags& flags, Workbench& bench) {
  JournalFilter filter;
  filter.run = flags.run;
  filter.key = flags.key;
  filter.since = read_since(flags.since, bench.clock().now());
  const auto shape = flags.format == "ndjson" ? as_json : flags.format == "csv" ? as_csv : as_text;
  if (flags.format == "csv") bench.out().write(columns);
  bench.journal().for_each(filter, [&](const JournalEntry& entry) { bench.out().write(shape(entry)); });
  return ExitCode::done;
}

}  // namespace

void add_log_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("log", "Show what was done, when, by which run, rule and person");
  command->footer("Example: cm log --since 7d --format csv > deeds.csv");
  const auto flags = std::make_shared<LogFlags>();
  command->add_option("--run", flags->run, "Only the deeds of this run")->type_name("RUN");
  command->add_option("--key", flags->key, "Only the deeds on this comment, as CHANNEL/ID")->type_name("KEY");
  command->add_option("--since", flags->since, "Only what was begun since (7d, 48h, 2026-11-01)")->type_name("TIME");
  command->add_option("--format", flags->format, "text, ndjson or csv")->check(one_of({"text", "ndjson", "csv"}));
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_log(*flags, bench); }; });
}

}  // namespace cm
