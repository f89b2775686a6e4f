#include "command_line.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "command_table.h"

namespace cm {
namespace {

struct Parsed {
  GlobalFlags flags;
  bool chosen = false;
  std::string refusal;
};

Parsed parse(std::vector<std::string> words) {
  Parsed parsed;
  ChosenCommand chosen;
  CLI::App app("", "cm");
  describe_command_line(app, parsed.flags, chosen);
  std::reverse(words.begin(), words.end());
  try {
    app.parse(words);
  } catch (const CLI::ParseError& refusal) {
    parsed.refusal = explain_refusal(app, refusal);
  }
  parsed.chosen = static_cast<bool>(chosen);
  return parsed;
}

TEST_CASE("The flags of all commands may stand before and after the command") {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"--config", "x.toml", "--quiet", "-vv", "--color", "never", "log"},
                                             {"log", "--config", "x.toml", "--quiet", "-vv", "--color", "never"}}) {
    const Parsed parsed = parse(words);
    CHECK(parsed.refusal.empty());
    CHECK(parsed.chosen);
    CHECK(parsed.flags.config == "x.toml");
    CHECK(parsed.flags.quiet);
    CHECK(parsed.flags.verbosity == 2);
    CHECK(parsed.flags.color == ColorChoice::never);
  }
}

TEST_CASE("A mistyped command is answered with the nearest one") {
  CHECK(parse({"lgo"}).refusal == "cm knows no command \"lgo\"; did you mean \"log\"?");
}

TEST_CASE("A mistyped flag is answered with the nearest one, of the command or of all") {
  CHECK(parse({"log", "--sinse", "7d"}).refusal == "cm log knows no flag \"--sinse\"; did you mean \"--since\"?");
  CHECK(parse({"log", "--quite"}).refusal == "cm log knows no flag \"--quite\"; did you mean \"--quiet\"?");
}

TEST_CASE("No command at all is refused with the way to help") {
  CHECK(parse({}).refusal == "which command? See: cm --help");
}

TEST_CASE("A value that is none of the few is refused") {
  CHECK_FALSE(parse({"log", "--format", "nonsense"}).refusal.empty());
  CHECK_FALSE(parse({"--color", "pink", "log"}).refusal.empty());
}

TEST_CASE("An argument that a command does not take is refused") {
  CHECK(parse({"log", "extra"}).refusal.find("\"extra\"") != std::string::npos);
}

}  // namespace
}  // namespace cm
