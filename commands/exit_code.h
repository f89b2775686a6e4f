// Exit codes: the table of `cm help exit-codes`. Scripts are written against it.
#pragma once

#include <vector>

#include "base/error.h"

namespace cm {

enum class ExitCode : int {
  done = 0,
  findings = 1,
  wrong_use = 2,
  partial = 3,
  login = 4,
  unavailable = 5,
  locked = 6,
  guard = 7,
  internal = 70,
  interrupted = 130,
};

[[nodiscard]] ExitCode exit_code_of(ErrorKind kind);

/// The run's code from its channels': their own when they all share it, else the run did part of its work.
[[nodiscard]] ExitCode exit_code_of(const std::vector<ExitCode>& channels);

}  // namespace cm
