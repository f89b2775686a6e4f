// Asking a person at the terminal: what they type does not stand on the screen when it is a secret.
#pragma once

#include <string>
#include <string_view>

namespace cm {

/// Whether there is somebody to ask: stdin and stderr are a terminal.
[[nodiscard]] bool at_a_terminal();

/// One line, without the line break. Throws Error(interrupted) at the end of input.
[[nodiscard]] std::string ask_person(std::string_view question);

/// The same, and the terminal shows nothing of the answer.
[[nodiscard]] std::string ask_for_secret(std::string_view question);

}  // namespace cm
