#include "command_line.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <typeinfo>

#include "base/error.h"
#include "base/suggest.h"
#include "base/translate.h"
#include "command_table.h"
#include "workbench/stderr_log.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

// The innermost command that was named: "rules lint" gives lint.
const CLI::App* deepest(const CLI::App& app) {
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
  return at;
}

std::vector<std::string> flags_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* at = deepest(app); at != nullptr; at = at->get_parent()) {
    for (const CLI::Option* option : at->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::string full_name(const CLI::App& app) {
  std::string name = "cm";
  for (const CLI::App* at = &app; !at->get_subcommands().empty();) {
    at = at->get_subcommands().front();
    name += " " + at->get_name();
  }
  return name;
}

std::string suggestion(std::string_view word, const std::vector<std::string>& names) {
  const std::vector<std::string_view> known(names.begin(), names.end());
  return did_you_mean(word, known);
}

// Library messages may quote what they choked on, which may be a comment: only their type is told.
std::string type_of(const std::exception& failure) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(typeid(failure).name(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? std::string(name.get()) : std::string(typeid(failure).name());
}

// A list of problems is one "file:line:column: what" a line, as editors and CI read it.
void tell(const Error& error, StderrLog& log) {
  const std::string_view message = error.what();
  const auto lines = std::count(message.begin(), message.end(), '\n') + 1;
  if (lines == 1) {
    log.error(message);
    return;
  }
  log.plain(message);
  log.error(tr("{} problems; nothing was acted on", lines));
}

ExitCode run(const ChosenCommand& chosen, Workbench& bench, const GlobalFlags& flags) {
  const ExitCode code = chosen(bench);
  bench.out().flush();
  return code == ExitCode::findings && flags.exit_zero ? ExitCode::done : code;
}

ExitCode run_telling_errors(const ChosenCommand& chosen, const GlobalFlags& flags) {
  Workbench bench(flags);
  // Errors are told whatever the flags; a log of its own keeps them apart from the bench's.
  StderrLog log(0, bench.coloured_messages(), false);
  ExitCode code = ExitCode::internal;
  try {
    code = run(chosen, bench, flags);
  } catch (const Error& error) {
    code = exit_code_of(error.kind());
    bench.tell_kept_back_warnings();
    // What was found before the error is worth having.
    try {
      bench.out().flush();
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): the first error is the one to tell
    }
    tell(error, log);
    return code;
  }
  if (code != ExitCode::done && code != ExitCode::findings) bench.tell_kept_back_warnings();
  return code;
}

void print_version(const Version& version, Workbench& bench) {
  bench.out().write("cm " + version.number);
  if (!version.commit.empty()) bench.out().write(" (" + version.commit + ")");
  bench.out().write("\n");
  const std::vector<std::string> packs = bench.shipped_packs();
  if (!packs.empty()) {
    bench.out().write("rule packs:");
    for (const std::string& pack : packs) bench.out().write(" " + pack);
    bench.out().write("\n");
  }
  bench.out().flush();
}

ExitCode parse_and_run(std::vector<std::string> arguments, const Version& version) {
  GlobalFlags flags;
  ChosenCommand chosen;
  // Before the commands are described, which takes longer than the answer.
  if (std::find(arguments.begin(), arguments.end(), "--version") != arguments.end()) {
    return run_telling_errors(
        [&](Workbench& bench) {
          print_version(version, bench);
          return ExitCode::done;
        },
        flags);
  }
  CLI::App app("", "cm");
  describe_command_line(app, flags, chosen);
  try {
    std::reverse(arguments.begin(), arguments.end());  // CLI11 takes the last as the first
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    const std::string help = app.help();
    return run_telling_errors(
        [&](Workbench& bench) {
          bench.out().write(help);
          return ExitCode::done;
        },
        flags);
  } catch (const CLI::ParseError& refusal) {
    StderrLog log(0, false, false);
    log.error(explain_refusal(app, refusal));
    return ExitCode::wrong_use;
  }
  return run_telling_errors(chosen, flags);
}

}  // namespace

std::string explain_refusal(const CLI::App& app, const CLI::ParseError& refusal) {
  const CLI::App& at = *deepest(app);
  const std::string see = tr(", see: {} --help", full_name(app));
  const std::vector<std::string> left = app.remaining(true);
  if (!left.empty()) {
    const std::string& first = left.front();
    if (first.starts_with('-') && first.size() > 1) {
      const std::string flag = first.substr(0, first.find('='));
      const std::string near = suggestion(flag, flags_of(app));
      return tr("{} knows no flag \"{}\"", full_name(app), flag) + (near.empty() ? see : near);
    }
    const std::vector<std::string> commands = commands_of(at);
    if (!commands.empty()) {
      const std::string near = suggestion(first, commands);
      return tr("{} knows no command \"{}\"", full_name(app), first) + (near.empty() ? see : near);
    }
    return tr("{} takes no argument here: \"{}\"", full_name(app), first) + see;
  }
  if (dynamic_cast<const CLI::RequiredError*>(&refusal) != nullptr && !commands_of(at).empty()) {
    return tr("which command? See: {} --help", full_name(app));
  }
  return std::string(refusal.what()) + see;
}

ExitCode run_command_line(const std::vector<std::string>& arguments, const Version& version) {
  StderrLog log(0, false, false);
  try {
    return parse_and_run(arguments, version);
  } catch (const Error& error) {
    tell(error, log);
    return exit_code_of(error.kind());
  } catch (const std::system_error& failure) {  // files and threads: the message names a path, no text
    log.error(failure.what());
    return ExitCode::unavailable;
  } catch (const std::bad_alloc&) {
    log.error("out of memory");
    return ExitCode::internal;
  } catch (const std::exception& failure) {
    log.error("internal error: " + type_of(failure) + "; what was done so far is saved");
    return ExitCode::internal;
  }
}

}  // namespace cm
