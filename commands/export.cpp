// cm export: the follow-up sheet, as CSV, NDJSON or XLSX.

#include <map>
#include <memory>
#include <string>

#include "base/error.h"
#include "command.h"
#include "formats/sheet_file.h"
#include "workbench/choice.h"
#include "workbench/since.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ExportFlags {
  SheetChoice choice;
  SheetForm form;
  bool format_given = false;
  std::string since;
  std::string sentiment;
  std::string output;
  bool escalated = false;
  std::string kind;
};

ExitCode run_export(const ExportFlags& flags, Workbench& bench) {
  SheetChoice choice = flags.choice;
  SheetForm form = flags.form;
  choice.since = read_since(flags.since, bench.clock().now());
  if (!flags.sentiment.empty()) choice.sentiment = parse_sentiment(flags.sentiment);
  if (!flags.kind.empty()) choice.mentions = flags.kind == "mentions";
  if (flags.escalated) {
    choice.escalated = [&settings = bench.settings().follow_up, now = bench.clock().now()](const SheetRow& row) {
      return escalation_of(row, settings, now) != nullptr;
    };
  }
  (void)bench.channels(choice.channels);  // a mistyped name is no empty sheet
  if (flags.output.empty() || flags.output == "-") {
    if (form.format == SheetFormat::xlsx && bench.out().is_terminal()) {
      throw Error(ErrorKind::wrong_use, "an XLSX sheet is no text for a terminal: name a file with --output");
    }
    write_sheet(bench, choice, form, [&bench](std::string_view text) { bench.out().write(text); });
    return ExitCode::done;
  }
  if (!flags.format_given) form.format = sheet_format_of(flags.output);
  const std::size_t rows = write_sheet_file(bench, choice, form, flags.output);
  bench.log().info("wrote " + std::to_string(rows) + " rows to " + flags.output);
  return ExitCode::done;
}

}  // namespace

void add_export_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("export", "Write the follow-up sheet for people to work on");
  command->footer(
      "Example: cm export --output sheet.csv\n"
      "Overdue, of one department: cm export --overdue --department billing");
  const auto flags = std::make_shared<ExportFlags>();
  const std::map<std::string, SheetKind> kinds{{"follow-up", SheetKind::follow_up},
                                               {"positive", SheetKind::positive},
                                               {"negative", SheetKind::negative},
                                               {"daily", SheetKind::daily},
                                               {"all", SheetKind::all}};
  const std::map<std::string, SheetFormat> formats{
      {"csv", SheetFormat::csv}, {"ndjson", SheetFormat::ndjson}, {"xlsx", SheetFormat::xlsx}};
  command->add_option("--sheet", flags->choice.kind, "follow-up, positive, negative, daily or all")
      ->transform(CLI::CheckedTransformer(kinds).description(""))
      ->type_name("SHEET");
  command->add_option("--since", flags->since, "Only comments written since (7d, 2026-11-01)")->type_name("TIME");
  command->add_flag("--overdue", flags->choice.overdue, "Only those whose next contact is due");
  command->add_flag("--escalated", flags->escalated,
                    "Only those overdue so long that [follow_up.escalate] names somebody");
  CLI::Option* format =
      command->add_option("--format", flags->form.format, "csv, ndjson or xlsx (default: by --output)")
          ->transform(CLI::CheckedTransformer(formats).description(""))
          ->type_name("FORMAT");
  command->add_option("--output,-o", flags->output, "Write here instead of stdout")->type_name("FILE");
  command->add_option("--channel", flags->choice.channels, "Only this channel; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command->add_option("--kind", flags->kind, "comments (on the brand's own pages) or mentions (found elsewhere)")
      ->check(one_of({"comments", "mentions"}).description(""))
      ->type_name("KIND");
  command->add_option("--label", flags->choice.labels, "Only with this label; may be repeated")
      ->type_name("LABEL")
      ->expected(1)
      ->take_all();
  command->add_option("--sentiment", flags->sentiment, "positive, neutral, negative or unknown")
      ->check(one_of({"positive", "neutral", "negative", "unknown"}).description(""))
      ->type_name("SENTIMENT");
  command->add_option("--department", flags->choice.departments, "Only of this department; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command->add_option("--owner", flags->choice.owners, "Only of this owner; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  command->add_option("--status", flags->choice.statuses, "Only with this status; may be repeated")
      ->check(one_of({"open", "contacted", "waiting", "resolved", "ignored"}).description(""))
      ->type_name("STATUS")
      ->expected(1)
      ->take_all();
  command->add_flag("--csv-raw", flags->form.csv_raw, "Leave cells alone that a spreadsheet would run as a formula");
  command->add_flag("--bom", flags->form.bom, "Begin the CSV with a byte order mark, for old Excel");
  command->add_flag("--redact", flags->form.redacted, "Leave out who wrote it");
  command->callback([&chosen, flags, format] {
    flags->format_given = format->count() > 0;
    chosen = [flags](Workbench& bench) { return run_export(*flags, bench); };
  });
}

}  // namespace cm
