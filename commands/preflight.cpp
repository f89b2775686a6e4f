// cm preflight: before a campaign begins, hold its texts and the comments it expects against the rules.

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "campaign/preflight.h"
#include "command.h"
#include "formats/junit.h"
#include "workbench/campaigns.h"
#include "workbench/choice.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct PreflightOptions {
  std::string campaign;
  std::vector<std::string> rules;
  std::string format = "text";
  std::string sheet;
};

std::string gap_lines(const PreflightCheck& check) {
  std::string lines;
  for (const PreflightGap& gap : check.gaps) {
    lines += to_string(Problem{check.place, check.name + ": " + gap.message}) + "\n";
  }
  return lines;
}

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

std::string as_text(const std::vector<PreflightCheck>& checks, Timestamp /*now*/) {
  std::string text;
  for (const PreflightCheck& check : checks) text += gap_lines(check);
  const auto copies = static_cast<std::size_t>(std::ranges::count(checks, "copy", &PreflightCheck::part));
  return text + counted(copies, "text") + ", " + counted(checks.size() - copies, "expected comment") + ", " +
         counted(count_gaps(checks), "gap") + "\n";
}

std::string as_junit(const std::vector<PreflightCheck>& checks, Timestamp now) {
  std::vector<JunitCase> cases;
  for (const PreflightCheck& check : checks) {
    JunitCase& one = cases.emplace_back(JunitCase{check.part, check.name, {}, gap_lines(check)});
    if (!check.gaps.empty()) one.failure = check.gaps.front().message;
    if (check.gaps.size() > 1) one.failure += " (and " + std::to_string(check.gaps.size() - 1) + " more)";
  }
  return to_junit("cm preflight", now, cases);
}

std::string as_ndjson(const std::vector<PreflightCheck>& checks, Timestamp /*now*/) {
  std::string lines;
  for (const PreflightCheck& check : checks) {
    nlohmann::ordered_json gaps = nlohmann::ordered_json::array();
    for (const PreflightGap& gap : check.gaps)
      gaps.push_back({{"kind", to_string(gap.kind)}, {"message", gap.message}});
    const nlohmann::ordered_json line{{"part", check.part},           {"name", check.name},
                                      {"file", check.place.file},     {"line", check.place.line},
                                      {"column", check.place.column}, {"passed", check.gaps.empty()},
                                      {"gaps", std::move(gaps)}};
    lines += line.dump() + "\n";
  }
  return lines;
}

struct PreflightFormat {
  std::string_view name;
  std::string (*print)(const std::vector<PreflightCheck>& checks, Timestamp now);
};
constexpr std::array formats{PreflightFormat{"text", as_text}, PreflightFormat{"junit", as_junit},
                             PreflightFormat{"ndjson", as_ndjson}};

ExitCode write_template(const PreflightOptions& options, Workbench& bench) {
  std::error_code failed;
  if (std::filesystem::exists(options.sheet, failed)) {
    throw Error(ErrorKind::wrong_use, "\"" + options.sheet + "\" is already there; name a new file with --sheet");
  }
  write_file(options.sheet, expected_sheet_template());
  bench.log().info("wrote " + options.sheet + "; fill it in, and name it in the campaign: expected = \"…\"");
  return ExitCode::done;
}

Campaign sound_campaign(const PreflightOptions& options, Workbench& bench, RuleSet& brand) {
  CampaignRead read = read_campaign_named(options.campaign, bench);
  if (read.problems.empty()) brand = brand_rules(read.campaign, read.problems);
  if (!read.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(read.problems));
  return std::move(read.campaign);
}

ExitCode run_preflight(const PreflightOptions& options, Workbench& bench) {
  if (!options.sheet.empty()) return write_template(options, bench);

  std::vector<Problem> none;
  RuleSet brand = RuleSet::compile({}, none);
  const Campaign campaign = sound_campaign(options, bench, brand);
  std::optional<RuleSet> given;
  if (!options.rules.empty()) given = bench.compile_rules(options.rules, {});
  const Policy policy = bench.policy();
  PreflightTools tools{given ? *given : bench.rules(), policy, {}};
  for (const auto& [name, address] : bench.settings().follow_up.departments) tools.departments.push_back(name);

  const std::vector<PreflightCheck> checks = preflight(campaign, brand, tools);
  const auto* const format = std::ranges::find(formats, options.format, &PreflightFormat::name);
  bench.out().write(format->print(checks, bench.clock().now()));
  return count_gaps(checks) == 0 ? ExitCode::done : ExitCode::findings;
}

}  // namespace

void add_preflight_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command =
      app.add_subcommand("preflight", "Before a campaign: check its texts, and the comments that it expects");
  command->footer(
      "Example: cm preflight --format junit campaign.toml > preflight.xml\n"
      "A sheet to begin with: cm preflight --sheet expected.csv");
  const auto options = std::make_shared<PreflightOptions>();
  CLI::Option* campaign =
      command->add_option("CAMPAIGN", options->campaign, "The campaign's file, cm-campaign(5), or its name");
  command
      ->add_option("--rules", options->rules, "Rule file, folder or pack:NAME instead of those of cm.toml; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  std::vector<std::string> names;
  for (const PreflightFormat& format : formats) names.emplace_back(format.name);
  command->add_option("--format", options->format, "text, junit or ndjson")
      ->type_name("FORMAT")
      ->check(one_of(names).description(""));
  CLI::Option* sheet =
      command->add_option("--sheet", options->sheet, "Write a sheet of expected comments to fill in, and check nothing")
          ->type_name("FILE");
  command->callback([&chosen, options, campaign, sheet] {
    if (campaign->count() == 0 && sheet->count() == 0) throw CLI::RequiredError("CAMPAIGN");
    chosen = [options](Workbench& bench) { return run_preflight(*options, bench); };
  });
}

}  // namespace cm
