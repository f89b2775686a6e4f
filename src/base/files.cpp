#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace cm {
namespace {

class FileDescriptor {
 public:
  explicit FileDescriptor(int descriptor) : descriptor_(descriptor) {}
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

std::string why() { return std::strerror(errno); }

}  // namespace

std::string read_file(const std::filesystem::path& path, std::size_t limit) {
  const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) throw Error(ErrorKind::wrong_use, "cannot read \"" + path.string() + "\": " + why());
  std::string contents;
  std::size_t used = 0;
  while (true) {
    if (contents.size() - used < 65536) contents.resize(contents.size() + (contents.empty() ? 65536 : contents.size()));
    const ssize_t count = ::read(file.get(), contents.data() + used, contents.size() - used);
    if (count < 0) {
      if (errno == EINTR) continue;
      throw Error(ErrorKind::wrong_use, "cannot read \"" + path.string() + "\": " + why());
    }
    if (count == 0) break;
    used += static_cast<std::size_t>(count);
    if (used > limit) {
      throw Error(ErrorKind::wrong_use,
                  "cannot read \"" + path.string() + "\": it is larger than " + std::to_string(limit >> 20) + " MiB");
    }
  }
  contents.resize(used);
  return contents;
}

void write_file(const std::filesystem::path& path, std::string_view contents, FileAccess access) {
  const std::string refusal = "cannot write \"" + path.string() + "\": ";
  std::string beside = path.string() + ".XXXXXX";
  const FileDescriptor file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file.is_open()) throw Error(ErrorKind::unavailable, refusal + why());
  try {
    if (access == FileAccess::by_umask) {
      const mode_t mask = ::umask(0);
      ::umask(mask);
      if (::fchmod(file.get(), 0666 & ~mask) != 0) throw Error(ErrorKind::unavailable, refusal + why());
    }
    std::string_view rest = contents;
    while (!rest.empty()) {
      const ssize_t count = ::write(file.get(), rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) throw Error(ErrorKind::unavailable, refusal + why());
      rest.remove_prefix(static_cast<std::size_t>(count));
    }
    if (::fsync(file.get()) != 0) throw Error(ErrorKind::unavailable, refusal + why());
    if (::rename(beside.c_str(), path.c_str()) != 0) throw Error(ErrorKind::unavailable, refusal + why());
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
}

}  // namespace cm
