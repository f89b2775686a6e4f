#include "exit_code.h"

#include <algorithm>

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

ExitCode exit_code_of(const std::vector<ExitCode>& channels) {
  if (channels.empty()) return ExitCode::done;
  const bool all_the_same = std::ranges::all_of(channels, [&](ExitCode code) { return code == channels.front(); });
  return all_the_same ? channels.front() : ExitCode::partial;
}

}  // namespace cm
