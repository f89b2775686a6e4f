#include "workbench/stderr_log.h"

#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

#include "text/terminal_safe.h"

namespace cm {
namespace {

constexpr std::string_view red = "\033[31;1m";
constexpr std::string_view yellow = "\033[33;1m";
constexpr std::string_view dim = "\033[2m";
constexpr std::string_view back_to_normal = "\033[0m";
constexpr std::string_view wipe_line = "\r\033[K";

// Enough to see what went wrong; a million bad lines need no million warnings in memory.
constexpr std::size_t most_kept_back = 1000;

// One write a line, so that the lines of two runs never mix. Nobody can be told that stderr is gone.
void write_text(const std::string& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t count = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
}

// File names and server replies stand in messages too, so each line is made safe; line breaks stay.
std::string safe_lines(std::string_view text) {
  std::string safe;
  while (true) {
    const std::size_t end = text.find('\n');
    safe += terminal_safe(text.substr(0, end));
    if (end == std::string_view::npos) return safe;
    safe += '\n';
    text.remove_prefix(end + 1);
  }
}

}  // namespace

StderrLog::StderrLog(int verbosity, bool coloured, bool quiet)
    : verbosity_(quiet ? 0 : verbosity), coloured_(coloured), quiet_(quiet) {}

void StderrLog::error(std::string_view message) { say("error: ", red, message); }

void StderrLog::warning(std::string_view message) {
  if (!quiet_) {
    say("warning: ", yellow, message);
    return;
  }
  const std::lock_guard hold(writing_);
  if (kept_back_.size() < most_kept_back) kept_back_.emplace_back(message);
}

void StderrLog::info(std::string_view message) {
  if (verbosity_ >= 1) say("", "", message);
}

void StderrLog::debug(std::string_view message) {
  if (verbosity_ >= 2) say("debug: ", dim, message);
}

void StderrLog::plain(std::string_view line) {
  const std::lock_guard hold(writing_);
  write_message(safe_lines(line) + "\n");
}

void StderrLog::write_message(const std::string& message) const {
  write_text(status_.empty() ? message : std::string(wipe_line) + message + status_);
}

void StderrLog::status(std::string_view line) {
  const std::lock_guard hold(writing_);
  status_ = terminal_safe(line);
  write_text(std::string(wipe_line) + status_);
}

void StderrLog::tell_kept_back() {
  for (const std::string& message : std::exchange(kept_back_, {})) say("warning: ", yellow, message);
}

void StderrLog::say(std::string_view kind, std::string_view colour, std::string_view message) {
  std::string line = "cm: ";
  if (coloured_ && !kind.empty()) {
    line.append(colour).append(kind).append(back_to_normal);
  } else {
    line += kind;
  }
  line += safe_lines(message);
  line += '\n';
  const std::lock_guard hold(writing_);
  write_message(line);
}

}  // namespace cm
