// Guard: the limit to how much one run may change, so that one bad rule cannot empty a page.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "model/comment.h"
#include "model/deed.h"
#include "store/store.h"

namespace cm {

struct GuardLimits {
  int max_actions = 200;          ///< deeds on platforms in one run; what stays in the store does not count
  double max_hidden_share = 0.2;  ///< of one post's comments, 0 to 1
};

/// So many comments of a post may always be out of sight: a share of very few means nothing.
inline constexpr std::int64_t hides_that_always_pass = 3;

/// Channels are moderated at the same time: threads may ask one guard.
class Guard {
 public:
  Guard(GuardLimits limits, Store& store) : Guard(limits, store, 0) {}

  /// Takes a deed into the count. Why not, when it would pass a limit. Ask before each deed.
  [[nodiscard]] std::optional<std::string> admit(DeedKind deed, const Comment& target);

  /// The deed that was admitted or counted did not come about.
  void withdraw();

  /// Counts a deed that nobody asked the guard about: a person wanted it, or a killed run began it.
  void count();

  /// Like admit(), for a deed that the store knows nothing of for now: it is rehearsed, or waits for others to be
  /// carried out together with them.
  [[nodiscard]] std::optional<std::string> rehearse(DeedKind deed, const Comment& target);

  /// The store knows of a deed that waited, or it did not come about.
  void settle(DeedKind deed, const Comment& target);

  /// Like count(), for a deed that waits for others.
  void count_waiting(DeedKind deed, const Comment& target);

  /// A guard that has counted what this one has, to rehearse with.
  [[nodiscard]] Guard for_rehearsal() const;

 private:
  Guard(GuardLimits limits, Store& store, int actions) : limits_(limits), store_(store), actions_(actions) {}

  [[nodiscard]] std::optional<std::string> objection(DeedKind deed, const Comment& target) const;

  GuardLimits limits_;
  Store& store_;
  mutable std::mutex counting_;  // guards what is below
  int actions_;
  std::map<std::string, std::int64_t> not_in_store_;  // post -> deeds that will take a comment of it out of sight
};

}  // namespace cm
