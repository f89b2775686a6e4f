// What waits for a person's look, the most urgent first.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/store.h"
#include "workbench/workbench.h"

namespace cm {

enum class ReviewQueue : std::uint8_t { flagged, overdue, hidden, shadow };

struct ReviewQueueKind {
  ReviewQueue queue;
  std::string_view name;
  std::string_view meaning;
};

inline constexpr std::array review_queues{
    ReviewQueueKind{ReviewQueue::flagged, "flagged", "what rules picked and nobody decided yet"},
    ReviewQueueKind{ReviewQueue::overdue, "overdue", "those whose next contact is due"},
    ReviewQueueKind{ReviewQueue::hidden, "hidden",
                    "what is out of sight: a second look, so that nothing stays so by mistake"},
    ReviewQueueKind{ReviewQueue::shadow, "shadow", "what a rule in shadow mode matched: is the rule right?"},
};

[[nodiscard]] std::string_view name_of(ReviewQueue queue);

struct ReviewChoice {
  ReviewQueue queue = ReviewQueue::flagged;
  std::vector<std::string> channels;
  std::vector<std::string> labels;       ///< any of them
  std::vector<std::string> departments;  ///< any of them
};

/// Whether it still waits: other people work at the same time.
[[nodiscard]] bool waits_in(const ReviewChoice& choice, const StoredComment& stored, Workbench& bench);

/// The keys of all that wait.
[[nodiscard]] std::vector<std::string> keys_waiting_in(const ReviewChoice& choice, Workbench& bench);

}  // namespace cm
