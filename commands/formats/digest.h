// The digest of a day for those who answer: figures and keys, no contents unless asked for.
#pragma once

#include <string>

#include "base/timestamp.h"
#include "workbench/workbench.h"

namespace cm {

struct DigestChoice {
  std::vector<std::string> channels;  ///< empty: all
  bool with_texts = false;            ///< the beginning of each overdue comment too; never who wrote it
};

/// What came in the 24 hours before now, and what waits by now. Times are those of [follow_up] time_zone.
[[nodiscard]] std::string digest_of_the_day(const DigestChoice& choice, Workbench& bench);

}  // namespace cm
