// cm rules import and export: word lists of other tools.

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "rules/lint.h"
#include "rules/rule_set.h"
#include "rules/word_lists.h"
#include "rules_subcommands/rules_subcommands.h"
#include "workbench/choice.h"
#include "workbench/standard_input.h"

namespace cm {
namespace {

struct ImportOptions {
  std::string file;
  std::string format = "text";
  std::string id;
  std::string label = "imported";
};

struct ExportOptions {
  std::vector<std::string> names;
  std::string format = "text";
  std::vector<std::string> labels;
};

const ListFormat& format_named(std::string_view name) {
  const auto formats = list_formats();
  return *std::find_if(formats.begin(), formats.end(), [&](const ListFormat& format) { return format.name == name; });
}

std::vector<std::string> format_names(bool readable_only) {
  std::vector<std::string> names;
  for (const ListFormat& format : list_formats()) {
    if (format.read != nullptr || !readable_only) names.emplace_back(format.name);
  }
  return names;
}

/// "Bad words (2).txt" gives "bad-words-2".
std::string id_from(const std::string& file) {
  std::string id;
  for (const char letter : std::filesystem::path(file).stem().string()) {
    if (letter >= 'A' && letter <= 'Z') {
      id += static_cast<char>(letter - 'A' + 'a');
    } else if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
      id += letter;
    } else if (!id.empty() && id.back() != '-') {
      id += '-';
    }
  }
  while (id.ends_with('-')) id.pop_back();
  return id.empty() ? "imported" : "imported." + id;
}

ExitCode run_import(const ImportOptions& options, Workbench& bench) {
  const bool from_stdin = options.file == "-";
  const ForeignWords foreign =
      format_named(options.format).read(from_stdin ? read_standard_input() : read_file(options.file));
  if (foreign.words.empty() && foreign.regexes.empty()) {
    throw Error(ErrorKind::wrong_use, "\"" + options.file + "\" holds no words");
  }
  const std::string source = from_stdin ? "stdin" : std::filesystem::path(options.file).filename().string();
  const std::string id = !options.id.empty() ? options.id : from_stdin ? "imported" : id_from(options.file);
  const std::string file = rule_file_of(foreign, id, options.label, source);
  if (const RuleFiles read = parse_rules(file, "(imported)", RuleOrigin::local); !read.problems.empty()) {
    throw Error(ErrorKind::wrong_use, to_string(read.problems));
  }
  bench.out().write(file);
  bench.log().info(std::to_string(foreign.words.size() + foreign.regexes.size()) + " words, " +
                   std::to_string(foreign.left_out) + " repeats and lines without letters left out");
  return ExitCode::done;
}

bool has_one_of(const Rule& rule, const std::vector<std::string>& labels) {
  return labels.empty() || std::any_of(labels.begin(), labels.end(), [&](const std::string& label) {
           return std::find(rule.facts.labels.begin(), rule.facts.labels.end(), label) != rule.facts.labels.end();
         });
}

ExitCode run_export(const ExportOptions& options, Workbench& bench) {
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(sound_packs_named(options.names, bench), problems);
  if (!problems.empty()) throw Error(ErrorKind::wrong_use, to_string(problems));
  std::vector<const Rule*> chosen = rules.standing_rules();
  std::erase_if(chosen, [&](const Rule* rule) { return !has_one_of(*rule, options.labels); });
  ExportReport report;
  bench.out().write(word_list_of(chosen, format_named(options.format),
                                 lint_context_below(bench.shipped_rules_folder()).ordinary_words, report));
  const auto tell = [&](std::size_t count, std::string_view why) {
    if (count > 0) bench.log().warning(std::to_string(count) + std::string(why));
  };
  tell(report.regexes, " regexes left out: a word list cannot hold them");
  tell(report.conditional, " words left out: their rules have conditions");
  tell(report.too_short, " words left out: this tool would find them inside ordinary words");
  tell(report.over_limit, " words left out: the tool's limit is reached");
  bench.log().info(std::to_string(report.written) + " words written");
  return ExitCode::done;
}

}  // namespace

void add_rules_import(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command = rules.add_subcommand("import", "Make a rule file, in shadow mode, of another tool's word list");
  command->footer("Example: cm rules import --from wordpress disallowed.txt > rules/disallowed.toml");
  const auto options = std::make_shared<ImportOptions>();
  command->add_option("FILE", options->file, "The list; - is stdin")->required();
  command
      ->add_option("--from", options->format, "text, wordpress (disallowed comment keys) or discourse (watched words)")
      ->type_name("FORMAT")
      ->check(one_of(format_names(true)).description(""));
  command->add_option("--id", options->id, "Id of the rule (default: from the file's name)")->type_name("ID");
  command->add_option("--label", options->label, "Label of the rule")->type_name("LABEL");
  command->callback(
      [&chosen, options] { chosen = [options](Workbench& bench) { return run_import(*options, bench); }; });
}

void add_rules_export(CLI::App& rules, ChosenCommand& chosen) {
  CLI::App* command =
      rules.add_subcommand("export", "Write the words of rules as another tool's list, within its limits");
  command->footer("Example: cm rules export --to youtube --label spam pack:en > blocked-words.txt");
  const auto options = std::make_shared<ExportOptions>();
  command->add_option("PATH", options->names, "Rule files, folders or pack:NAME (default: those of cm.toml)");
  command->add_option("--to", options->format, "text, wordpress, discourse, facebook or youtube")
      ->type_name("FORMAT")
      ->check(one_of(format_names(false)).description(""));
  command->add_option("--label", options->labels, "Only rules with this label; repeatable")
      ->type_name("LABEL")
      ->allow_extra_args(false);
  command->callback(
      [&chosen, options] { chosen = [options](Workbench& bench) { return run_export(*options, bench); }; });
}

}  // namespace cm
