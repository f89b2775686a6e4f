// cm: from argv to an exit code.

#include <fcntl.h>

#include <csignal>
#include <string>
#include <vector>

#include "base/private_memory.h"
#include "base/stop.h"
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

}  // namespace

int main(int count, char** words) {
  cm::keep_memory_private();
  hold_standard_streams();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as EPIPE, see output.h
  cm::answer_stop_signals();
  const std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
  return static_cast<int>(cm::run_command_line(arguments, {CM_VERSION, CM_COMMIT}));
}
