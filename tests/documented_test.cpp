// Every command, flag, platform and platform key stands in its man page, and every man page is clean.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/files.h"
#include "command_table.h"
#include "platforms/platform_table.h"
#include "support/shell.h"
#include "support/source_folder.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

const fs::path man = source_folder() / "man";

std::string page_text(const std::string& name) {
  const fs::path page = man / name;
  if (!fs::exists(page)) return "";
  // man(7) writes "\-\-flag" where mdoc(7) writes "Fl -flag".
  std::string text = read_file(page);
  for (std::size_t at = 0; (at = text.find("\\-", at)) != std::string::npos;) text.erase(at, 1);
  return text;
}

struct CommandLine {
  CommandLine() { describe_command_line(app, flags, chosen); }

  CLI::App app{"", "cm"};
  GlobalFlags flags;
  ChosenCommand chosen;
};

void check_flags(const CLI::App& command, const std::string& page, const std::string& text) {
  CAPTURE(page);
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& flag : option->get_lnames()) {
      CAPTURE(flag);
      if (flag == "help") continue;  // of every command: cm(1)
      CHECK(text.find("-" + flag) != std::string::npos);
    }
  }
  // "cm rules lint" stands in cm-rules(1).
  for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; })) {
    CAPTURE(below->get_name());
    CHECK(text.find(below->get_name()) != std::string::npos);
    check_flags(*below, page, text);
  }
}

TEST_CASE("Every command has a man page that names each of its flags") {
  const CommandLine line;
  for (const CLI::App* command : line.app.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string page = "cm-" + command->get_name() + ".1";
    CAPTURE(page);
    const std::string text = page_text(page);
    CHECK_FALSE(text.empty());
    check_flags(*command, page, text);
  }
}

TEST_CASE("cm(1) names every command and the flags of all") {
  const CommandLine line;
  const std::string text = page_text("cm.1");
  for (const CLI::App* command : line.app.get_subcommands([](const CLI::App*) { return true; })) {
    CAPTURE(command->get_name());
    CHECK(text.find(command->get_name()) != std::string::npos);
  }
  for (const CLI::Option* option : line.app.get_options()) {
    for (const std::string& flag : option->get_lnames()) {
      CAPTURE(flag);
      CHECK(text.find("-" + flag) != std::string::npos);
    }
  }
}

TEST_CASE("Every command's help has a description and an example") {
  const CommandLine line;
  for (const CLI::App* command : line.app.get_subcommands([](const CLI::App*) { return true; })) {
    CAPTURE(command->get_name());
    CHECK_FALSE(command->get_description().empty());
    CHECK(command->get_footer().find("Example") != std::string::npos);
  }
}

TEST_CASE("Every platform and each of its keys stands in cm-config(5)") {
  const std::string text = page_text("cm-config.5");
  for (const PlatformKind& kind : platform_table()) {
    CAPTURE(kind.name);
    const std::size_t section = text.find(std::string(kind.name), text.find(".Sh PLATFORMS"));
    CHECK(section != std::string::npos);
    for (const PlatformOption& option : kind.options) {
      CAPTURE(option.name);
      CHECK(text.find(".It Ic " + std::string(option.name), section) != std::string::npos);
    }
  }
}

TEST_CASE("Every man page is free of what mandoc warns of") {
  REQUIRE_FALSE(output_of("command -v mandoc").empty());
  for (const fs::directory_entry& entry : fs::directory_iterator(man)) {
    const std::string name = entry.path().filename().string();
    CAPTURE(name);
    std::istringstream lines(output_of("mandoc -T lint '" + entry.path().string() + "'"));
    std::string complaints;
    for (std::string line; std::getline(lines, line);) {
      // Pages of cm are not installed while it is tested.
      if (line.find("referenced manual not found") != std::string::npos) continue;
      if (line.find("mandoc.db") != std::string::npos) continue;
      // How the source is wrapped is nothing a reader of the page sees.
      if (line.find("longer than 80 bytes") != std::string::npos) continue;
      complaints += line + "\n";
    }
    CHECK(complaints == "");
  }
}

}  // namespace
}  // namespace cm
