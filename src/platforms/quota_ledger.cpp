#include "platforms/quota_ledger.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

namespace cm {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// How far California is behind UTC: eight hours, seven from the second Sunday of March, 2:00, to the first
/// of November, 2:00 (the rule of the Energy Policy Act of 2005).
hours behind_utc(Timestamp now) {
  using namespace std::chrono;
  const auto year = year_month_day(floor<days>(now - hours(8))).year();
  const auto summer_begins = sys_days(year / March / Sunday[2]) + hours(2 + 8);
  const auto summer_ends = sys_days(year / November / Sunday[1]) + hours(2 + 7);
  return now >= summer_begins && now < summer_ends ? hours(7) : hours(8);
}

/// The ledger, open and locked; closed by whoever goes out of sight, however that comes about.
class LockedFile {
 public:
  explicit LockedFile(const std::filesystem::path& path) {
    if (path.empty()) return;
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor_ >= 0) static_cast<void>(::flock(descriptor_, LOCK_EX));
  }
  LockedFile(const LockedFile&) = delete;
  LockedFile& operator=(const LockedFile&) = delete;
  ~LockedFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

  /// "2026-11-24 150": the units of that day; 0 for another day and for what is no such line.
  [[nodiscard]] std::int64_t read(const std::string& day) const {
    std::array<char, 64> line{};
    const auto size = ::pread(descriptor_, line.data(), line.size(), 0);
    const std::string_view text(line.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    std::int64_t units = 0;
    if (!text.starts_with(day + " ")) return 0;
    std::from_chars(text.data() + day.size() + 1, text.data() + text.size(), units);
    return units;
  }

  /// A line cut short by a power cut counts less than was used; the service then says that its quota is used up.
  void write(const std::string& day, std::int64_t units) const {
    const std::string line = day + " " + std::to_string(units) + "\n";
    if (::pwrite(descriptor_, line.data(), line.size(), 0) < 0) return;
    static_cast<void>(::ftruncate(descriptor_, static_cast<off_t>(line.size())));
  }

 private:
  int descriptor_ = -1;
};

}  // namespace

std::string pacific_day(Timestamp now) {
  return to_iso8601(std::chrono::floor<std::chrono::seconds>(now - behind_utc(now))).substr(0, 10);
}

Timestamp next_pacific_day(Timestamp now) {
  const auto midnight = std::chrono::ceil<days>(now - behind_utc(now) + std::chrono::milliseconds(1));
  // Clocks change at two in the morning: what holds at noon the day before holds at midnight.
  return midnight + behind_utc(Timestamp(midnight - hours(12)) + hours(8));
}

std::filesystem::path ledger_file(const ChannelSettings& channel) {
  return channel.folder.empty() ? std::filesystem::path() : channel.folder / (".cm-quota-" + channel.name);
}

std::int64_t QuotaLedger::used(const std::string& day) {
  const LockedFile file(file_);
  if (file.is_open()) return file.read(day);
  return day == day_ ? used_ : 0;
}

bool QuotaLedger::spend(const std::string& day, std::int64_t units, std::int64_t most) {
  const LockedFile file(file_);
  if (day != std::exchange(day_, day)) used_ = 0;
  const std::int64_t before = file.is_open() ? file.read(day) : used_;
  if (before + units > most) return false;
  used_ = before + units;
  if (file.is_open()) file.write(day, used_);
  return true;
}

}  // namespace cm
