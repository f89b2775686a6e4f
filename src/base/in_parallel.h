// in_parallel: the same work for several items at once, for work that mostly waits: one channel's host
// is no reason to keep another's waiting.
#pragma once

#include <cstddef>
#include <functional>

namespace cm {

/// Calls `work` once for each index from 0 up to `count`, in at most `most_at_once` threads, the caller's
/// among them; comes back when all have ended. Indexes are begun in order. Where the system gives fewer
/// threads it takes longer. When calls throw, none is begun any more and the exception of the lowest
/// index is thrown on after the others have ended: `work` looks at stop_requested() where it is long.
void in_parallel(std::size_t count, std::size_t most_at_once, const std::function<void(std::size_t)>& work);

}  // namespace cm
