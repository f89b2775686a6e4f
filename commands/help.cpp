// cm help: the help of a command, and the table of exit codes.

#include <array>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/suggest.h"
#include "command_table.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ExitCodeMeaning {
  ExitCode code;
  std::string_view meaning;
};

constexpr std::array exit_codes{
    ExitCodeMeaning{ExitCode::done, "done; nothing at or above --fail-on"},
    ExitCodeMeaning{ExitCode::findings, "findings: --fail-on met, rule tests failed, preflight gaps, attack alert"},
    ExitCodeMeaning{ExitCode::wrong_use, "wrong use: flags, config, rule file, sheet; nothing was acted on"},
    ExitCodeMeaning{ExitCode::partial, "partial: some channels or items failed; the summary and the journal name them"},
    ExitCodeMeaning{ExitCode::login, "login needed, expired, or a permission is missing"},
    ExitCodeMeaning{ExitCode::unavailable, "quota or network; the checkpoint is saved, running again is safe"},
    ExitCodeMeaning{ExitCode::locked, "another run holds the lock"},
    ExitCodeMeaning{ExitCode::guard, "the blast-radius guard stopped the run"},
    ExitCodeMeaning{ExitCode::internal, "internal error"},
    ExitCodeMeaning{ExitCode::interrupted, "interrupted"},
};

constexpr std::string_view exit_codes_topic = "exit-codes";

ExitCode print_exit_codes(Workbench& bench) {
  for (const ExitCodeMeaning& line : exit_codes) {
    bench.out().print("{:>4}  {}\n", static_cast<int>(line.code), line.meaning);
  }
  bench.out().write("\nFailure outranks findings. --exit-zero turns 1, and nothing else, into 0.\n");
  return ExitCode::done;
}

// `words` is a topic or a command with its own commands: "rules", "lint".
ExitCode run_help(const CLI::App& app, const std::vector<std::string>& words, Workbench& bench) {
  if (words.size() == 1 && words.front() == exit_codes_topic) return print_exit_codes(bench);
  const CLI::App* at = &app;
  std::string above = "cm";
  std::string name = "cm";
  for (const std::string& word : words) {
    std::vector<std::string> names;
    const CLI::App* found = nullptr;
    for (const CLI::App* command : at->get_subcommands([](const CLI::App*) { return true; })) {
      names.push_back(command->get_name());
      if (command->get_name() == word) found = command;
    }
    if (found == nullptr) {
      if (at == &app) names.emplace_back(exit_codes_topic);
      const std::vector<std::string_view> known(names.begin(), names.end());
      throw Error(ErrorKind::wrong_use, name + " knows no command \"" + word + "\"" + did_you_mean(word, known));
    }
    if (at != &app) above += " " + at->get_name();
    at = found;
    name += " " + word;
  }
  bench.out().write(at == &app ? app.get_formatter()->make_help(&app, "cm", CLI::AppFormatMode::Normal)
                               : at->help(above));
  return ExitCode::done;
}

}  // namespace

void add_help_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("help", "Show the help of a command, or the table of exit codes");
  command->footer("Example: cm help exit-codes");
  const auto words = std::make_shared<std::vector<std::string>>();
  command->add_option("TOPIC", *words, "A command, or exit-codes");
  command->callback(
      [&app, &chosen, words] { chosen = [&app, words](Workbench& bench) { return run_help(app, *words, bench); }; });
}

}  // namespace cm
