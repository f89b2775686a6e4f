// Output: what a command gives as its result, on stdout. A pipe that is closed early is no error; a
// full disk is one.
#pragma once

#include <fmt/core.h>

#include <string>
#include <string_view>
#include <utility>

namespace cm {

class Output {
 public:
  /// Writes to a file descriptor that stays the caller's.
  explicit Output(int descriptor);
  /// Collects into `text`: for tests.
  explicit Output(std::string& text);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  /// Keeps the text and writes it out in large pieces. Throws Error(unavailable) when the other side
  /// refuses it, as a full disk does.
  void write(std::string_view text);

  template <typename... Args>
  void print(fmt::format_string<Args...> format, Args&&... args) {
    write(fmt::format(format, std::forward<Args>(args)...));
  }

  /// Hands everything on. main() does so after each command; a command does so before it waits.
  void flush();

  /// Whether the reader went away (`cm scan | head`): the rest is dropped, a stream may stop early.
  [[nodiscard]] bool closed() const { return closed_; }

  [[nodiscard]] bool is_terminal() const { return is_terminal_; }

 private:
  int descriptor_ = -1;
  std::string* collected_ = nullptr;
  std::string pending_;
  bool is_terminal_ = false;
  bool closed_ = false;
};

}  // namespace cm
