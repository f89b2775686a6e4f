#include "workbench/output.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace cm {
namespace {

constexpr std::size_t piece = std::size_t{64} << 10;

}  // namespace

Output::Output(int descriptor) : descriptor_(descriptor), is_terminal_(::isatty(descriptor) == 1) {}

Output::Output(std::string& text) : collected_(&text) {}

void Output::write(std::string_view text) {
  if (collected_ != nullptr) {
    collected_->append(text);
    return;
  }
  if (closed_) return;
  pending_.append(text);
  if (pending_.size() >= piece) flush();
}

void Output::flush() {
  std::string_view rest = pending_;
  while (!rest.empty() && !closed_) {
    const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
    if (count >= 0) {
      rest.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno == EPIPE) {
      closed_ = true;
    } else if (errno != EINTR) {
      const std::string why = std::strerror(errno);
      closed_ = true;
      pending_.clear();
      throw Error(ErrorKind::unavailable, "cannot write the result to stdout: " + why);
    }
  }
  pending_.clear();
}

}  // namespace cm
