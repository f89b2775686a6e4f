// Guard: the limit to how much one run may change, so that one bad rule cannot empty a page.
#pragma once

#include <cstdint>
#include <map>
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

class Guard {
 public:
  Guard(GuardLimits limits, Store& store) : limits_(limits), store_(store) {}

  /// Why this deed would pass a limit; nothing when it may go ahead. Ask before each deed.
  [[nodiscard]] std::optional<std::string> objection(DeedKind deed, const Comment& target) const;

  /// Counts a deed that was carried out; its outcome is in the store by now.
  void count() { ++actions_; }

  /// Counts a deed of a dry run, which the store knows nothing of.
  void count_rehearsed(DeedKind deed, const Comment& target);

 private:
  GuardLimits limits_;
  Store& store_;
  int actions_ = 0;
  std::map<std::string, std::int64_t> rehearsed_;  // post -> hidden in this dry run
};

}  // namespace cm
