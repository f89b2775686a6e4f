#include "ndjson/line_blocks.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "base/error.h"
#include "base/stop.h"

namespace cm {
namespace {

constexpr std::size_t block_size = std::size_t{256} << 10;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

LineBlocks::LineBlocks(int descriptor, std::string name, std::size_t longest)
    : descriptor_(descriptor), name_(std::move(name)), longest_(longest) {}

bool LineBlocks::read_more() {
  const std::size_t had = rest_.size();
  rest_.resize(had + block_size);
  ssize_t count = 0;
  do {
    leave_if_stopped();  // a signal ends a wait for input
    count = ::read(descriptor_, rest_.data() + had, block_size);
  } while (count < 0 && errno == EINTR);
  rest_.resize(had + static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  if (count < 0) throw Error(ErrorKind::refused, "cannot read \"" + name_ + "\": " + std::strerror(errno));
  if (count == 0) return false;
  if (skipping_) {
    const std::size_t line_end = rest_.find('\n', had);
    skipping_ = line_end == std::string::npos;
    rest_.erase(had, skipping_ ? std::string::npos : line_end - had);
  }
  return true;
}

bool LineBlocks::next(LineBlock& block) {
  block.text.clear();
  block.first_line = next_line_;
  while (block.text.empty()) {
    const std::size_t had = rest_.size();
    if (at_end_ || !read_more()) {
      at_end_ = true;
      block.text = std::exchange(rest_, {});
      if (block.text.empty()) return false;
      break;
    }
    const std::size_t last_break = rest_.find_last_of('\n');
    if (last_break != std::string::npos && last_break >= had) {
      // The two change places, so that only what is left over is copied.
      std::swap(block.text, rest_);
      rest_.assign(block.text, last_break + 1);
      block.text.resize(last_break + 1);
    }
    if (rest_.size() > longest_ + 1) {
      rest_.resize(longest_ + 1);
      skipping_ = true;
    }
  }
  if (block.first_line == 1 && block.text.starts_with(byte_order_mark)) block.text.erase(0, byte_order_mark.size());
  const auto breaks = static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
  next_line_ += breaks;
  return true;
}

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

}  // namespace cm
