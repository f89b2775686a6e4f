// LineReader: the lines of a file one after another, from any line's start, in little memory.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cm {

class LineReader {
 public:
  struct Line {
    std::string_view text;    ///< without its line break (LF or CR LF); valid until the next call
    std::uint64_t begin = 0;  ///< byte offset in the file
    std::uint64_t end = 0;    ///< where the next line begins
    bool too_long = false;    ///< longer than `longest`: `text` is empty
    bool has_break = true;    ///< false for a last line that nothing ends
  };

  /// Reads an open file from `offset` on; the file stays the caller's.
  LineReader(int descriptor, std::uint64_t offset, std::size_t longest);

  /// Nothing at the end of the file. Throws Error(refused) when the file cannot be read.
  [[nodiscard]] std::optional<Line> next();

 private:
  bool fill();

  int descriptor_;
  std::size_t longest_;
  std::string buffer_;
  std::size_t used_ = 0;        // bytes of the buffer that earlier lines took
  std::uint64_t buffer_begin_;  // the offset of the buffer's first byte
};

}  // namespace cm
