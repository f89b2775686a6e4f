// Error: what ends a command, or one item of it.
#pragma once

#include <stdexcept>
#include <string>

namespace cm {

/// What kind of refusal it was. commands/exit_code.cpp turns each into an exit code of `cm help exit-codes`.
enum class ErrorKind {
  wrong_use,    ///< flags, config, rule file or sheet are wrong; nothing was acted on
  refused,      ///< one item or channel failed; the others may go on
  login,        ///< login needed or expired, or a permission is missing
  unavailable,  ///< quota or network; what was done so far is saved, running again is safe
  locked,       ///< another run holds the lock
  guard,        ///< the blast-radius guard stopped the run
  interrupted,  ///< SIGINT or SIGTERM was answered
  internal,     ///< a promise inside cm was broken
};

/// Thrown where the world refuses. The message says what was being done, what stood in the way and
/// what to try; it never holds a secret or a comment's text.
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

}  // namespace cm
