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
#include "support/man_text.h"
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

// --- cm-config(5)'s part on platforms is made from their table ---------------------------------

std::string_view support_word(Support support) {
  switch (support) {
    case Support::no:
      return "not possible";
    case Support::local:
      return "local";
    case Support::documented:
      return "documented";
    case Support::tried:
      return "tried";
  }
  return {};
}

std::string section_of(const PlatformKind& kind) {
  std::string text = ".Ss " + std::string(kind.name) + "\n";
  if (kind.make == nullptr) return text + man_wrapped(std::string(kind.why_not) + ".");
  text += man_wrapped(std::string(kind.title) + (kind.needs_secret ? ". Needs a secret." : ". Needs no secret."));
  if (!kind.options.empty()) {
    text += ".Bl -tag -width Ds\n";
    for (const PlatformOption& option : kind.options) {
      text += ".It Ic " + std::string(option.name) + (option.required ? " Pq needed" : "") + "\n";
      text += man_wrapped(option.meaning);
    }
    text += ".El\n";
  }
  if (kind.capabilities.empty()) return text;
  text += ".Pp\nWhat deeds do there:\n.Bl -tag -width Ds\n";
  for (const Capability& can : kind.capabilities) {
    text += ".It Ic " + std::string(to_string(can.deed)) + " Pq " + std::string(support_word(can.support)) + "\n";
    text += man_wrapped(can.meaning);
  }
  return text + ".El\n";
}

TEST_CASE("cm-config(5) has every platform, its keys and its deeds as the table has them") {
  std::string made;
  for (const PlatformKind& kind : platform_table()) made += section_of(kind);

  check_made_part("cm-config.5", "platform_table.cpp", made);
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
