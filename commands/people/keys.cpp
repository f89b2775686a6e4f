#include "people/keys.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/error.h"
#include "base/files.h"
#include "base/stop.h"
#include "base/translate.h"
#include "workbench/standard_input.h"

namespace cm {
namespace {

constexpr std::size_t usual_width = 80;
constexpr std::size_t narrowest = 20;
constexpr int pause_ms = 20'000;
constexpr int step_ms = 200;

/// The terminal gives each key at once and shows none, as long as this lives. Ctrl-C stays a signal.
class OneKeyAtATime {
 public:
  OneKeyAtATime() {
    if (::tcgetattr(STDIN_FILENO, &before_) != 0) return;
    set_ = true;
    apply();
  }
  OneKeyAtATime(const OneKeyAtATime&) = delete;
  OneKeyAtATime& operator=(const OneKeyAtATime&) = delete;
  ~OneKeyAtATime() {
    if (set_) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }

  /// Again, after the process was stopped and the shell had the terminal.
  void apply() const {
    if (!set_) return;
    termios now = before_;
    now.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    ::tcsetattr(STDIN_FILENO, TCSADRAIN, &now);
  }

 private:
  termios before_{};
  bool set_ = false;
};

/// Whether there is something to read within the time. Signals that ask to stop are answered; one that comes
/// just before the wait begins interrupts nothing, so the wait is made of short steps.
bool input_within(int milliseconds) {
  pollfd input{STDIN_FILENO, POLLIN, 0};
  for (int left = milliseconds; true; left -= step_ms) {
    leave_if_stopped();
    if (::poll(&input, 1, std::clamp(left, 0, step_ms)) > 0) return true;
    if (left <= step_ms) return false;
  }
}

std::optional<char> read_byte() {
  char byte = 0;
  return ::read(STDIN_FILENO, &byte, 1) == 1 ? std::optional(byte) : std::nullopt;
}

class TerminalKeys final : public Keys {
 public:
  explicit TerminalKeys(Output& out) : out_(out) {
    if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) {
      throw Error(ErrorKind::wrong_use,
                  tr("cm review asks a person at a terminal; with pipes, cm export and cm import do the same on a "
                     "sheet"));
    }
  }

  std::optional<char> key(const std::function<void()>& meanwhile) override {
    out_.flush();
    const OneKeyAtATime mode;
    while (!input_within(pause_ms)) {
      mode.apply();
      meanwhile();
    }
    const auto byte = read_byte();
    constexpr char end_of_input = 4;
    if (!byte || *byte == end_of_input) return std::nullopt;
    if (static_cast<unsigned char>(*byte) >= 0x20 && static_cast<unsigned char>(*byte) < 0x7f) return byte;
    // An arrow key or a letter of another alphabet is several bytes: the rest is no key of its own.
    while (input_within(0) && read_byte()) {
    }
    return '\0';
  }

  std::optional<std::string> line(const std::string& question) override {
    out_.write(question);
    out_.flush();
    std::string text;
    while (true) {
      if (!input_within(pause_ms)) continue;
      const auto byte = read_byte();
      if (!byte) return std::nullopt;
      if (*byte == '\n') return text;
      text += *byte;
    }
  }

  [[nodiscard]] std::size_t width() const override {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_width;
    return std::max<std::size_t>(size.ws_col, narrowest);
  }

 private:
  Output& out_;
};

class FileKeys final : public Keys {
 public:
  FileKeys(std::string text, Output& out) : text_(std::move(text)), out_(out) {}

  std::optional<char> key(const std::function<void()>& /*meanwhile*/) override {
    leave_if_stopped();
    const auto next = next_line();
    if (!next) return std::nullopt;
    const char pressed = next->empty() ? '\0' : next->front();
    return pressed;
  }

  std::optional<std::string> line(const std::string& question) override {
    auto next = next_line();
    out_.write(question + next.value_or("") + "\n");
    return next;
  }

  [[nodiscard]] std::size_t width() const override { return usual_width; }

 private:
  std::optional<std::string> next_line() {
    if (at_ >= text_.size()) return std::nullopt;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string line = text_.substr(at_, end - at_);
    at_ = end + 1;
    return line;
  }

  std::string text_;
  std::size_t at_ = 0;
  Output& out_;
};

}  // namespace

std::unique_ptr<Keys> terminal_keys(Output& out) { return std::make_unique<TerminalKeys>(out); }

std::unique_ptr<Keys> keys_from_file(const std::string& file, Output& out) {
  return std::make_unique<FileKeys>(file == "-" ? read_standard_input() : read_file(file), out);
}

}  // namespace cm
