// scan_stream: judges a stream of NDJSON comments, block by block on several threads, and hands the
// results on in the order of the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/subject.h"
#include "model/verdict.h"
#include "moderation/screen.h"

namespace cm {

struct StreamLine {
  std::string_view file;
  std::uint64_t line = 0;
};

struct StreamTally {
  std::uint64_t judged = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t bytes = 0;  ///< read and handed on
};

/// What the caller does with results. `describe` may be called from several threads at once, the
/// others only from one at a time and in the order of the input.
struct StreamSinks {
  /// Appends what is to be printed of one judged comment.
  std::function<void(const Subject&, const Verdict&, const StreamLine&, std::string& text)> describe;
  /// Gets what `describe` appended for some comments; false ends the scan.
  std::function<bool(std::string_view text)> print;
  /// A line that is no comment.
  std::function<void(const StreamLine&, std::string_view why)> unreadable;
  /// Told after each block how far the scan is.
  std::function<void(const StreamTally&)> progressed;
  /// Whether `describe` wants comments too that no rule matched.
  bool wants_all = true;
};

/// Reads from an open file to its end. Repeats are counted within the stream, by created_at; a comment
/// without one counts as written with the one before it. `threads` is at least 1.
[[nodiscard]] StreamTally scan_stream(int descriptor, std::string_view file, const Screener& screener,
                                      std::size_t threads, const StreamSinks& sinks);

}  // namespace cm
