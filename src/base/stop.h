// Whether the process was told to stop. SIGINT and SIGTERM only set a flag; long work looks at it
// between two steps, saves what it has and leaves with ErrorKind::interrupted.
#pragma once

namespace cm {

/// Installs the handlers for SIGINT and SIGTERM. A second signal ends the process at once.
void answer_stop_signals();

[[nodiscard]] bool stop_requested() noexcept;

/// Throws Error(interrupted) when a stop was requested.
void leave_if_stopped();

}  // namespace cm
