// RunSession: what every command that may change a platform has around it: the lock, the run in the
// journal, the guard, the channels, and the one JSON line at the end.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/run_lock.h"
#include "exit_code.h"
#include "journal/journal.h"
#include "moderation/guard.h"
#include "moderation/sweep.h"
#include "workbench/workbench.h"

namespace cm {

/// Whether an attack is under way, as `cm watch` last saw it.
[[nodiscard]] Posture posture_now(Workbench& bench);

class RunSession {
 public:
  /// Takes the lock (Error(locked) at once when another run holds it) and begins a run.
  RunSession(Workbench& bench, std::string command, const std::vector<std::string>& channels, SweepOptions options,
             std::optional<int> max_actions = std::nullopt);

  [[nodiscard]] Sweep& sweep() { return *sweep_; }
  [[nodiscard]] const Run& run() const { return run_; }
  [[nodiscard]] Guard& guard() { return guard_; }

  /// Where the follow-up sheet went, for the summary.
  void name_sheet(std::string path) { sheet_ = std::move(path); }

  /// Ends the run: writes the summary to stdout and the journal, and gives the exit code.
  ExitCode end();

  /// Runs `work` and ends the run, also when it is interrupted: what was done until then is told.
  template <typename Work>
  ExitCode during(Work work) {
    try {
      work();
    } catch (const Error& error) {
      stopped_by_ = error;
    }
    return end();
  }

 private:
  [[nodiscard]] ExitCode outcome() const;
  [[nodiscard]] std::string summary(ExitCode code) const;
  void tell_troubles() const;

  Workbench& bench_;
  RunLock lock_;
  std::string command_;
  bool dry_run_;
  Run run_;
  Guard guard_;
  std::unique_ptr<Sweep> sweep_;
  std::string sheet_;
  std::optional<Error> stopped_by_;
};

/// The channels of cm.toml that a command line names, ready to be opened when they are needed.
[[nodiscard]] std::vector<SweepChannel> channels_to_sweep(Workbench& bench, const std::vector<std::string>& names);

}  // namespace cm
