// cm init: a folder to work in: cm.toml, rules/ and .gitignore.

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/suggest.h"
#include "command.h"
#include "formats/init_files.h"
#include "platforms/platform_table.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

/// Writes the file unless one is there; says which.
bool write_new_file(const fs::path& path, std::string_view contents) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "wxe"), &std::fclose);
  if (!file) {
    if (errno == EEXIST) return false;
    throw Error(ErrorKind::unavailable, "cannot write \"" + path.string() + "\": " + std::strerror(errno));
  }
  const bool written = std::fwrite(contents.data(), 1, contents.size(), file.get()) == contents.size();
  if (!written || std::fflush(file.get()) != 0) {
    throw Error(ErrorKind::unavailable, "cannot write \"" + path.string() + "\": " + std::strerror(errno));
  }
  return true;
}

// --- on a terminal: the first channel ----------------------------------------------------------

std::string asked(Workbench& bench, const std::string& question, const std::string& otherwise) {
  bench.out().write(question + (otherwise.empty() ? ": " : " [" + otherwise + "]: "));
  bench.out().flush();
  std::string answer;
  if (!std::getline(std::cin, answer)) throw Error(ErrorKind::interrupted, "no answer; nothing was written");
  const std::size_t begin = answer.find_first_not_of(" \t");
  if (begin == std::string::npos) return otherwise;
  return answer.substr(begin, answer.find_last_not_of(" \t") - begin + 1);
}

std::string toml_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') quoted += '\\';
    if (static_cast<unsigned char>(letter) >= 0x20) quoted += letter;
  }
  return quoted + "\"";
}

std::string variable_for(std::string_view channel) {
  std::string name = "CM_";
  for (const char letter : channel) {
    name += std::isalnum(static_cast<unsigned char>(letter)) != 0
                ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter)))
                : '_';
  }
  return name + "_SECRET";
}

/// A [[channel]] as the person answers; empty when they want none yet.
std::string ask_for_channel(Workbench& bench) {
  std::string names;
  std::vector<std::string_view> known;
  for (const PlatformKind& kind : platform_table()) {
    if (kind.make == nullptr) continue;
    names.append(" ").append(kind.name);
    known.push_back(kind.name);
  }
  bench.out().write("Where do people comment? One of:" + names + "\n");
  const PlatformKind* kind = nullptr;
  while (kind == nullptr) {
    const std::string name = asked(bench, "Platform of the first channel (none: later)", "none");
    if (name == "none") return "";
    kind = platform_named(name);
    if (kind == nullptr)
      bench.out().write("No platform is called \"" + name + "\"" + did_you_mean(name, known) + ".\n");
    if (kind != nullptr && kind->make == nullptr) {
      bench.out().write(std::string(kind->why_not) + ".\n");
      kind = nullptr;
    }
  }
  const std::string channel = asked(bench, "A short name for it", std::string(kind->name));
  std::string toml = "\n[[channel]]\nname     = " + toml_text(channel) + "\nplatform = " + toml_text(kind->name) + "\n";
  for (const PlatformOption& option : kind->options) {
    if (!option.required) continue;
    const std::string value = asked(bench, std::string(option.name) + ", " + std::string(option.meaning), "");
    toml += std::string(option.name) + " = " + (option.type == OptionType::text ? toml_text(value) : value) + "\n";
  }
  if (kind->needs_secret) {
    const std::string variable = asked(bench, "Environment variable that will hold its secret", variable_for(channel));
    toml += "secret   = { env = " + toml_text(variable) + " }\n";
  }
  return toml;
}

// -----------------------------------------------------------------------------------------------

ExitCode run_init(const fs::path& folder, Workbench& bench) {
  const bool talks = ::isatty(STDIN_FILENO) == 1 && bench.out().is_terminal() && !bench.flags().quiet;
  std::string settings(initial_settings());
  if (talks && !fs::exists(folder / "cm.toml")) settings += ask_for_channel(bench);

  std::error_code failed;
  fs::create_directories(folder / "rules", failed);
  if (failed) {
    throw Error(ErrorKind::unavailable,
                "cannot make the folder \"" + (folder / "rules").string() + "\": " + failed.message());
  }
  const auto write = [&](const fs::path& name, std::string_view contents) {
    const bool fresh = write_new_file(folder / name, contents);
    if (bench.flags().quiet) return;
    bench.out().print("{} {}\n", fresh ? "wrote" : "kept ", (folder / name).string());
  };
  write("cm.toml", settings);
  write("rules/local.toml", initial_rules());
  write(".gitignore", initial_gitignore());
  if (!bench.flags().quiet) {
    const bool here = folder == ".";
    bench.out().print("next: {}edit cm.toml, then: cm doctor\n", here ? "" : "cd " + folder.string() + ", ");
  }
  return ExitCode::done;
}

}  // namespace

void add_init_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("init", "Write a commented cm.toml and a folder for rules");
  command->footer("Example: cm init community && cd community && cm doctor");
  const auto folder = std::make_shared<std::string>(".");
  command->add_option("DIR", *folder, "Where to write (default: here); what is there stays as it is");
  command->callback([&chosen, folder] { chosen = [folder](Workbench& bench) { return run_init(*folder, bench); }; });
}

}  // namespace cm
