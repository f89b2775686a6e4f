#include "people/editor.h"

#include <spawn.h>
#include <sys/wait.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

#include "base/error.h"

extern char** environ;  // NOLINT: the name is POSIX's

namespace cm {
namespace {

/// Ctrl-C in the editor is meant for the editor: cm waits on.
class DeafToInterrupts {
 public:
  DeafToInterrupts() : interrupt_(std::signal(SIGINT, SIG_IGN)), quit_(std::signal(SIGQUIT, SIG_IGN)) {}
  DeafToInterrupts(const DeafToInterrupts&) = delete;
  DeafToInterrupts& operator=(const DeafToInterrupts&) = delete;
  ~DeafToInterrupts() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGQUIT, quit_);
  }

 private:
  void (*interrupt_)(int);
  void (*quit_)(int);
};

std::string editor_of(const Environment& environment) {
  for (const char* variable : {"VISUAL", "EDITOR"}) {
    const auto value = environment(variable);
    if (value && !value->empty()) return *value;
  }
  return "vi";
}

}  // namespace

void edit_file(const std::filesystem::path& file, const Environment& environment) {
  const std::string editor = editor_of(environment);
  // The variable holds a command line, such as "code --wait": the shell takes it apart, the file stays whole.
  const std::string command = editor + " \"$1\"";
  const std::string name = file.string();
  const char* const words[] = {"sh", "-c", command.c_str(), "sh", name.c_str(), nullptr};

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t back_to_normal;
  sigemptyset(&back_to_normal);
  sigaddset(&back_to_normal, SIGINT);
  sigaddset(&back_to_normal, SIGQUIT);
  sigaddset(&back_to_normal, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &back_to_normal);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);

  const DeafToInterrupts deaf;
  pid_t child = 0;
  const int failed = ::posix_spawn(&child, "/bin/sh", nullptr, &attributes, const_cast<char**>(words), environ);
  posix_spawnattr_destroy(&attributes);
  if (failed != 0) {
    throw Error(ErrorKind::wrong_use, "cannot start the editor \"" + editor + "\": " + std::strerror(failed));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  const std::string how = WIFSIGNALED(status) ? "was killed by signal " + std::to_string(WTERMSIG(status))
                                              : "ended with " + std::to_string(WEXITSTATUS(status));
  throw Error(ErrorKind::wrong_use,
              "the editor \"" + editor + "\" " + how + ", so nothing is sent; set $VISUAL, or use --text");
}

}  // namespace cm
