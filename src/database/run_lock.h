// RunLock: at most one run at a time works on a channel. It ends with its process, however that ends.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "database/database.h"

namespace cm {

/// On SQLite one lock for the whole store: flock on "<store>.lock". On PostgreSQL an advisory lock for
/// each channel, so that several hosts can sweep different channels. `:memory:` needs none.
class RunLock {
 public:
  /// Throws Error(locked) at once, naming the process or run that holds it. `run` may be told later.
  RunLock(Database& database, const std::vector<std::string>& channels, std::string_view run = {});
  RunLock(RunLock&&) noexcept;
  RunLock& operator=(RunLock&&) = delete;
  ~RunLock();

  /// Who holds it, for the message that others get.
  void name_run(std::string_view run);

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

}  // namespace cm
