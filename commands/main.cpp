// cm: from argv to an exit code.

#include <fcntl.h>

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "base/private_memory.h"
#include "base/stop.h"
#include "base/translate.h"
#include "command_line.h"
#include "version.h"

namespace {

// A stream that was closed by the caller must not become the store's file descriptor. Opened the wrong
// way round, so that using it fails as it should.
void hold_standard_streams() {
  for (const int stream : {0, 1, 2}) {
    if (::fcntl(stream, F_GETFD) < 0) (void)::open("/dev/null", stream == 0 ? O_WRONLY : O_RDONLY);
  }
}

// Beside the installed program, or in its build tree.
std::filesystem::path message_catalogues() {
  std::error_code failed;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", failed);
  std::filesystem::path built = program.parent_path() / "locale";
  return std::filesystem::is_directory(built, failed) ? built : program.parent_path().parent_path() / "share/locale";
}

}  // namespace

int main(int count, char** words) {
  cm::keep_memory_private();
  hold_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE, see output.h
  cm::answer_stop_signals();
  cm::choose_language(message_catalogues);
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  return static_cast<int>(cm::run_command_line(arguments, {CM_VERSION, CM_COMMIT}));
}
