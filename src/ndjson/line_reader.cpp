#include "ndjson/line_reader.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/error.h"

namespace cm {

LineReader::LineReader(int descriptor, std::uint64_t offset, std::size_t longest)
    : descriptor_(descriptor), longest_(longest), buffer_begin_(offset) {}

bool LineReader::fill() {
  constexpr std::size_t step = std::size_t{1} << 16U;
  buffer_.erase(0, used_);
  buffer_begin_ += used_;
  used_ = 0;
  const std::size_t filled = buffer_.size();
  buffer_.resize(filled + step);
  while (true) {
    const ssize_t count =
        ::pread(descriptor_, buffer_.data() + filled, step, static_cast<off_t>(buffer_begin_ + filled));
    if (count < 0 && errno == EINTR) continue;
    buffer_.resize(filled + static_cast<std::size_t>(count > 0 ? count : 0));
    if (count < 0) throw Error(ErrorKind::refused, std::string("cannot read on: ") + std::strerror(errno));
    return count > 0;
  }
}

std::optional<LineReader::Line> LineReader::next() {
  Line line;
  line.begin = buffer_begin_ + used_;
  std::size_t searched = used_;
  while (true) {
    const std::size_t found = buffer_.find('\n', searched);
    if (found != std::string::npos) {
      line.text = std::string_view(buffer_).substr(used_, found - used_);
      used_ = found + 1;
      line.end = buffer_begin_ + used_;
      break;
    }
    // What is too long is forgotten while the end of the line is looked for.
    if (buffer_.size() - used_ > longest_) {
      line.too_long = true;
      used_ = buffer_.size();
    }
    searched = buffer_.size() - used_;
    if (!fill()) {
      line.text = buffer_;
      line.has_break = false;
      used_ = buffer_.size();
      line.end = buffer_begin_ + used_;
      if (line.end == line.begin) return std::nullopt;
      break;
    }
  }
  if (line.text.size() > longest_) line.too_long = true;
  if (line.too_long) line.text = {};
  if (line.text.ends_with('\r')) line.text.remove_suffix(1);
  return line;
}

}  // namespace cm
