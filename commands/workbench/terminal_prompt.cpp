#include "workbench/terminal_prompt.h"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <iostream>

#include "base/error.h"
#include "base/stop.h"

namespace cm {
namespace {

/// The terminal as it was, whatever ends the question.
class NoEcho {
 public:
  NoEcho() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    changed_ = ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0;
  }
  NoEcho(const NoEcho&) = delete;
  NoEcho& operator=(const NoEcho&) = delete;
  ~NoEcho() {
    if (!changed_) return;
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    std::cerr << '\n';
  }

 private:
  termios before_{};
  bool changed_ = false;
};

// Byte by byte: what stands behind the line belongs to the next question.
std::string read_line() {
  std::string line;
  while (true) {
    char letter = 0;
    const ssize_t count = ::read(STDIN_FILENO, &letter, 1);
    if (count < 0 && errno == EINTR) {
      leave_if_stopped();
      continue;
    }
    if (count <= 0) throw Error(ErrorKind::interrupted, "the input ended before the answer; nothing was kept");
    if (letter == '\n') break;
    if (letter != '\r') line += letter;
  }
  return line;
}

}  // namespace

bool at_a_terminal() { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDERR_FILENO) == 1; }

std::string ask_person(std::string_view question) {
  std::cerr << question << std::flush;
  return read_line();
}

std::string ask_for_secret(std::string_view question) {
  const NoEcho silence;  // before the question: what is typed at once must be neither shown nor lost
  std::cerr << question << std::flush;
  return read_line();
}

}  // namespace cm
