#include "base/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "base/error.h"

namespace cm {

NewFile::NewFile(std::filesystem::path path) : path_(std::move(path)), beside_(path_.string() + ".XXXXXX") {
  descriptor_ = ::mkostemp(beside_.data(), O_CLOEXEC);
  if (descriptor_ < 0) refuse();
}

NewFile::~NewFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void NewFile::refuse() const {
  throw Error(ErrorKind::unavailable, "cannot write \"" + path_.string() + "\": " + std::strerror(errno));
}

void NewFile::write(std::string_view text) {
  pending_ += text;
  if (pending_.size() >= (std::size_t{1} << 18)) flush();
}

void NewFile::flush() {
  std::string_view rest = pending_;
  while (!rest.empty()) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse();
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  pending_.clear();
}

void NewFile::commit() {
  flush();
  if (::fsync(descriptor_) != 0) refuse();
  if (::rename(beside_.c_str(), path_.c_str()) != 0) refuse();
  ::close(std::exchange(descriptor_, -1));
}

}  // namespace cm
