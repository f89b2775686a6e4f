#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "base/error.h"
#include "base/files.h"
#include "config/settings.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

const Environment nothing_set = [](std::string_view) -> std::optional<std::string> { return std::nullopt; };

std::string refusal(const SecretSource& source, const Environment& environment = nothing_set) {
  try {
    (void)read_secret(source, environment);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    return error.what();
  }
  return "";
}

TEST_CASE("A secret comes from a variable, without the line break at its end") {
  const Environment set = [](std::string_view name) -> std::optional<std::string> {
    if (name == "PASSWORD") return "abc def\n";
    return std::nullopt;
  };
  CHECK(read_secret(SecretFromEnv{"PASSWORD"}, set) == "abc def");
  CHECK(refusal(SecretFromEnv{"OTHER"}, set) ==
        "cannot get the secret from the environment variable OTHER: it is not set");
}

TEST_CASE("A secret file that others can read is refused with the command that mends it") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "secret";
  write_file(path, "abc\n", FileAccess::owner_only);
  CHECK(read_secret(SecretFromFile{path}, nothing_set) == "abc");
  std::filesystem::permissions(path, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
  CHECK(refusal(SecretFromFile{path}).find("chmod 600") != std::string::npos);
  CHECK_FALSE(refusal(SecretFromFile{folder.path()}).empty());
  CHECK_FALSE(refusal(SecretFromFile{folder.path() / "none"}).empty());
}

TEST_CASE("A secret command runs without a shell and its first line is the secret") {
  CHECK(read_secret(SecretFromCommand{{"printf", "%s\nuser: x\n", "$HOME;ls"}}, nothing_set) == "$HOME;ls");
  CHECK(refusal(SecretFromCommand{{"false"}}).find("exit code 1") != std::string::npos);
  CHECK(refusal(SecretFromCommand{{"true"}}).find("empty") != std::string::npos);
  CHECK_FALSE(refusal(SecretFromCommand{{"/no/such/program"}}).empty());
}

TEST_CASE("What a secret command printed is in no error") {
  CHECK(refusal(SecretFromCommand{{"sh", "-c", "echo hunter2; exit 3"}}) ==
        "cannot get the secret from the command \"sh\": it ended with exit code 3");
}

TEST_CASE("A secret command does not read cm's own stdin") {
  CHECK(refusal(SecretFromCommand{{"cat"}}).find("empty") != std::string::npos);
}

TEST_CASE("A systemd credential is read from its folder") {
  const TemporaryFolder folder;
  write_file(folder.path() / "blog", "abc\n");
  const Environment service = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "CREDENTIALS_DIRECTORY") return folder.path().string();
    return std::nullopt;
  };
  CHECK(read_secret(SecretFromCredential{"blog"}, service) == "abc");
  CHECK(refusal(SecretFromCredential{"blog"}).find("LoadCredential") != std::string::npos);
}

}  // namespace
}  // namespace cm
