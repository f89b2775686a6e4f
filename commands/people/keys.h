// Keys: what a person presses, one at a time.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "workbench/output.h"

namespace cm {

class Keys {
 public:
  virtual ~Keys() = default;

  /// Waits for one key; calls `meanwhile` every now and then. Nothing when there will be no more; '\0' for a key
  /// that is no letter. Throws Error(interrupted) after Ctrl-C, with the terminal as it was.
  [[nodiscard]] virtual std::optional<char> key(const std::function<void()>& meanwhile) = 0;

  /// A line of text, without its end.
  [[nodiscard]] virtual std::optional<std::string> line(const std::string& question) = 0;

  /// Columns that a line may take.
  [[nodiscard]] virtual std::size_t width() const = 0;
};

/// The terminal that the process was started from. Throws Error(wrong_use) when stdin or stdout is none.
[[nodiscard]] std::unique_ptr<Keys> terminal_keys(Output& out);

/// Keys from a file ("-" is stdin), one a line, lines of text in between: for scripts and tests.
[[nodiscard]] std::unique_ptr<Keys> keys_from_file(const std::string& file, Output& out);

}  // namespace cm
