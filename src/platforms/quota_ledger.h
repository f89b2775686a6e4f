// QuotaLedger: how much of a day's quota a channel has used, over all runs of that day. For services that
// count by the day and tell nobody how far they have counted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "base/timestamp.h"

namespace cm {

/// The day that it is in California, as "2026-11-24": there YouTube's days begin at midnight.
[[nodiscard]] std::string pacific_day(Timestamp now);
/// When the next of those days begins.
[[nodiscard]] Timestamp next_pacific_day(Timestamp now);

class QuotaLedger {
 public:
  /// Kept in `file`, one for each channel; with an empty path, or where it cannot be written, only what this
  /// run used is counted.
  explicit QuotaLedger(std::filesystem::path file) : file_(std::move(file)) {}

  /// What is used up of the day.
  [[nodiscard]] std::int64_t used(const std::string& day);

  /// Adds to the day's use and gives true, unless that would pass `most`: then nothing is added. Several
  /// processes may do so at once.
  [[nodiscard]] bool spend(const std::string& day, std::int64_t units, std::int64_t most);

 private:
  std::filesystem::path file_;
  std::string day_;  // of used_, where there is no file
  std::int64_t used_ = 0;
};

}  // namespace cm
