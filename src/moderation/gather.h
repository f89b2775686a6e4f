// gather: the comments of a channel, from its platform into the store, page by page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "platforms/platform.h"
#include "store/store.h"

namespace cm {

/// So many comments were read by now; `part` (0 to 1) of all that there is to read, where that can be told.
using ProgressTeller = std::function<void(std::uint64_t comments, std::optional<double> part)>;

struct GatherOptions {
  std::optional<Timestamp> since;    ///< a first pass goes back no further than this
  std::optional<std::size_t> limit;  ///< stop after so many comments; the rest comes with the next run
  bool full = false;                 ///< read everything again, to notice edits and deletions
  ProgressTeller progressed;         ///< told of each reply of one channel; empty: nobody waits
};

/// A page (or the list of pages) that could not be read to its end. What came before is in the store.
struct GatherFailure {
  std::string page;  ///< empty: the list of pages itself
  ErrorKind kind = ErrorKind::refused;
  std::string why;
};

struct GatherReport {
  std::size_t fetched = 0;  ///< comments that were new, or not as they were in the store
  std::size_t added = 0;
  std::size_t edited = 0;
  std::size_t deleted = 0;
  std::vector<UnreadableItem> unreadable;
  std::vector<GatherFailure> failures;
  bool limited = false;  ///< the limit was reached before the end
};

/// Reads what is new on every page of the channel. Each reply is in the store, with the place to go on
/// from, before the one after it is asked for twice: killed anywhere, the next call goes on there.
/// A failing page does not hold the others up, except that Error(login) and Error(unavailable) end the
/// channel. Throws only Error(interrupted) and what the store throws.
[[nodiscard]] GatherReport gather(Platform& platform, std::string_view channel, Store& store, Clock& clock, Log& log,
                                  const GatherOptions& options);

/// The same comments, handed to `visit` instead of a store: nothing is remembered.
[[nodiscard]] GatherReport read_through(Platform& platform, std::string_view channel, const GatherOptions& options,
                                        const std::function<void(const Comment&)>& visit);

}  // namespace cm
