#include "exit_code.h"

namespace cm {

ExitCode exit_code_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::wrong_use:
      return ExitCode::wrong_use;
    case ErrorKind::refused:
      return ExitCode::partial;
    case ErrorKind::login:
      return ExitCode::login;
    case ErrorKind::unavailable:
      return ExitCode::unavailable;
    case ErrorKind::locked:
      return ExitCode::locked;
    case ErrorKind::guard:
      return ExitCode::guard;
    case ErrorKind::interrupted:
      return ExitCode::interrupted;
    case ErrorKind::internal:
      break;
  }
  return ExitCode::internal;
}

}  // namespace cm
