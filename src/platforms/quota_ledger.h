// QuotaLedger: how much of a quota a channel has used, over all runs of a day or a month. For services that
// count so and tell nobody how far they have counted.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

#include "base/timestamp.h"
#include "config/settings.h"

namespace cm {

/// The day that it is in California, as "2026-11-24": there YouTube's days begin at midnight.
[[nodiscard]] std::string pacific_day(Timestamp now);
/// When the next of those days begins.
[[nodiscard]] Timestamp next_pacific_day(Timestamp now);

/// Where a channel's ledger lies: beside the settings, one for each channel; empty where there are none.
[[nodiscard]] std::filesystem::path ledger_file(const ChannelSettings& channel);

class QuotaLedger {
 public:
  /// Kept in `file`, one for each channel; with an empty path, or where it cannot be written, only what this
  /// run used is counted.
  explicit QuotaLedger(std::filesystem::path file) : file_(std::move(file)) {}

  /// What is used up of the day, or whatever else the units are counted by ("2026-11").
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
