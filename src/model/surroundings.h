// Surroundings: what stands around a comment and not in it. Counted once by whoever asks for a
// judgement (from the store or from the stream), so that rules need no clock, disk or network.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace cm {

struct Surroundings {
  std::optional<std::int64_t> author_age_days;  ///< from the account's making to the comment; never negative
  std::optional<std::int64_t> prior_comments;   ///< by the same author on the same channel, before this one

  /// How often the same folded text came, this one included, whoever wrote it: one count for each of
  /// RuleSet::repeat_windows(), in their order. Empty when nobody counted.
  std::vector<std::optional<std::int64_t>> repeats;
};

}  // namespace cm
