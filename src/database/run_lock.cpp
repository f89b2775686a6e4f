#include "database/run_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "base/translate.h"

namespace cm {
namespace {

// Advisory locks are numbers: this one makes a channel's name into one.
std::int64_t lock_number(std::string_view channel) {
  const std::string digest = sha256_hex("cm run " + std::string(channel));
  return static_cast<std::int64_t>(std::stoull(digest.substr(0, 15), nullptr, 16));
}

std::string holder_written_in(int descriptor) {
  std::array<char, 256> buffer{};
  const ssize_t size = ::pread(descriptor, buffer.data(), buffer.size(), 0);
  std::string holder(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
  holder.erase(std::min(holder.size(), holder.find('\n')));
  return holder.empty() ? "another cm" : holder;
}

}  // namespace

struct RunLock::Held {
  Database* database = nullptr;
  int file = -1;
  std::vector<std::int64_t> numbers;

  Held() = default;
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (file >= 0) {
      write_holder({});
      ::close(file);
    }
    try {
      for (const std::int64_t number : numbers) {
        database->number("SELECT CASE WHEN pg_advisory_unlock(:number) THEN 1 ELSE 0 END", {number});
      }
    } catch (const Error&) {
      // The connection is gone, and the lock with it.
    }
  }

  // Only for the message that others get: a full disk must not stop a run here.
  void write_holder(std::string_view line) const {
    if (::ftruncate(file, 0) == 0 && ::pwrite(file, line.data(), line.size(), 0) < 0) return;
  }

  void take_file(const std::filesystem::path& store) {
    const std::string path = store.string() + ".lock";
    // The file stays when the lock goes: removing it would let two runs lock two files of one name.
    file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (file < 0) throw Error(ErrorKind::unavailable, "cannot lock \"" + path + "\": " + std::strerror(errno));
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return;
    const int why = errno;
    const std::string holder = holder_written_in(file);
    ::close(std::exchange(file, -1));
    if (why == EWOULDBLOCK) {
      throw Error(ErrorKind::locked, tr("{} is working on this store; run this again when it has ended", holder));
    }
    throw Error(ErrorKind::unavailable, "cannot lock \"" + path + "\": " + std::strerror(why));
  }

  void take_channel(const std::string& channel) {
    const std::int64_t number = lock_number(channel);
    if (database->number("SELECT CASE WHEN pg_try_advisory_lock(:number) THEN 1 ELSE 0 END", {number}) == 1) {
      numbers.push_back(number);
      return;
    }
    const auto holder = database->text(
        "SELECT a.application_name || ' (PostgreSQL process ' || a.pid || ')' FROM pg_locks l "
        "JOIN pg_stat_activity a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted "
        "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        "AND l.classid = CAST(:high AS oid) AND l.objid = CAST(:low AS oid)",
        {number >> 32, number & 0xffffffff});
    throw Error(ErrorKind::locked, tr("{} is working on channel \"{}\"; run this again when it has ended",
                                      holder.value_or("another cm"), channel));
  }
};

RunLock::RunLock(Database& database, const std::vector<std::string>& channels, std::string_view run)
    : held_(std::make_unique<Held>()) {
  held_->database = &database;
  if (database.kind() == DatabaseKind::sqlite) {
    if (!database.file().empty()) held_->take_file(database.file());
  } else {
    // In one order for everybody, so that two runs that want the same channels do not each hold a part.
    std::vector<std::string> sorted = channels;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    for (const auto& channel : sorted) held_->take_channel(channel);
  }
  name_run(run);
}

RunLock::RunLock(RunLock&&) noexcept = default;
RunLock::~RunLock() = default;

void RunLock::name_run(std::string_view run) {
  std::string holder = "cm process " + std::to_string(::getpid());
  if (!run.empty()) holder += ", run " + std::string(run);
  if (held_->file >= 0) {
    held_->write_holder(holder + "\n");
  } else if (held_->database->kind() == DatabaseKind::postgresql) {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    holder += std::string(" on ") + host.data();
    held_->database->text("SELECT set_config('application_name', :name, false)", {holder.substr(0, 63)});
  }
}

}  // namespace cm
