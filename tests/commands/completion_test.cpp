// Completion, tried in the shells themselves.
#include "completion.h"

#include <doctest/doctest.h>

#include <string>

#include "command_table.h"
#include "support/shell.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

std::string script_for(std::string_view shell) {
  GlobalFlags flags;
  ChosenCommand chosen;
  CLI::App app("", "cm");
  describe_command_line(app, flags, chosen);
  return completion_script(app, shell);
}

bool has_shell(const std::string& shell) {
  const bool there = !output_of("command -v " + shell).empty();
  if (!there) MESSAGE("skipped: " << shell << " is not installed");
  return there;
}

TEST_CASE("bash completes commands, flags and the values of flags") {
  REQUIRE(has_shell("bash"));
  const TemporaryFolder folder;
  const std::string script = folder.write("cm.bash", script_for("bash")).string();
  const auto completed = [&](const std::string& words, int current) {
    return output_of("bash -c 'source " + script + "; COMP_WORDS=(" + words +
                     "); COMP_CWORD=" + std::to_string(current) + "; _cm; echo \"${COMPREPLY[@]}\"'");
  };
  CHECK(completed("cm pu", 1) == "purge\n");
  CHECK(completed("cm --quiet pu", 2) == "purge\n");
  CHECK(completed("cm log --si", 2) == "--since\n");
  CHECK(completed("cm log --qui", 2) == "--quiet\n");
  CHECK(completed("cm log --format nd", 3) == "ndjson\n");
  CHECK(completed("cm --color al", 2) == "always\n");
}

TEST_CASE("fish completes commands, flags and the values of flags") {
  if (!has_shell("fish")) return;
  const TemporaryFolder folder;
  const std::string script = folder.write("cm.fish", script_for("fish")).string();
  const auto completed = [&](const std::string& line) {
    return output_of("HOME=" + folder.path().string() + " fish --no-config -c 'source " + script + "; complete -C \"" +
                     line + "\"'");
  };
  CHECK(completed("cm lo").starts_with("log\t"));
  CHECK(completed("cm log --si").starts_with("--since\t"));
  CHECK(completed("cm log --qui").starts_with("--quiet\t"));
  CHECK(completed("cm log --format nd").starts_with("ndjson"));
}

TEST_CASE("zsh completes commands, flags and the values of flags") {
  if (!has_shell("zsh")) return;
  const TemporaryFolder folder;
  const std::string script = folder.write("_cm", script_for("zsh")).string();
  CHECK(output_of("zsh -f -n " + script) == "");
  // The functions that show a list are zsh's own and need a terminal; here they print what they are given.
  const auto offered = [&](const std::string& words, int current) {
    return output_of(
        "zsh -f -c 'compdef() { }; compadd() { print -l -- $@ }; _files() { print files }; "
        "_describe() { print -l -- ${(P)2} }; source " +
        script + "; words=(" + words + "); CURRENT=" + std::to_string(current) + "; _cm'");
  };
  CHECK(offered("cm lo", 2).find("log:") != std::string::npos);
  CHECK(offered("cm log --si", 3).find("--since:") != std::string::npos);
  CHECK(offered("cm log --si", 3).find("--quiet:") != std::string::npos);
  CHECK(offered("cm log --format nd", 4).find("ndjson") != std::string::npos);
  CHECK(offered("cm --config x", 3) == "files\n");
}

}  // namespace
}  // namespace cm
