// LineBlocks: a stream of lines in blocks that hold whole lines only, in bounded memory, and handed on
// as soon as they are there, so that a slow pipe is answered line by line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cm {

struct LineBlock {
  std::string text;              ///< whole lines with their breaks; the last of the stream may lack one
  std::uint64_t first_line = 1;  ///< its number in the stream
};

class LineBlocks {
 public:
  /// Reads an open file from where it stands; the file stays the caller's, `name` is for messages. Of a
  /// line longer than `longest` only `longest` + 1 bytes are kept, which shows that it was too long.
  LineBlocks(int descriptor, std::string name, std::size_t longest);

  /// Fills `block` with the next lines; false at the end. Throws Error(refused) when the file cannot be read.
  [[nodiscard]] bool next(LineBlock& block);

 private:
  bool read_more();

  int descriptor_;
  std::string name_;
  std::size_t longest_;
  std::string rest_;  // what came after the last line break
  std::uint64_t next_line_ = 1;
  bool skipping_ = false;  // inside a line that is too long
  bool at_end_ = false;
};

/// Takes the first line off `text`, without its line break (LF or CR LF).
[[nodiscard]] std::string_view take_line(std::string_view& text);

}  // namespace cm
