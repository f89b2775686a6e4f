// WatchSettings: how sure one must be that a brand attack is under way. The defaults come from the drills
// in tests/end_to_end/watch_drills.py.
#pragma once

#include <cstddef>

namespace cm {

struct WatchSettings {
  double least_deviations = 6;      ///< negative comments above the usual, in standard deviations
  std::size_t least_negative = 12;  ///< in the window: below it nothing is an attack
  double least_share = 0.4;         ///< of the window's comments; a viral post that people like stays below
  double share_times_usual = 1.5;
  double duplicate_share = 0.3;
  double new_author_share = 0.6;
  double new_authors_times_others = 1.5;  ///< as large a share among the negative ones as among the others
  double overwhelming_deviations = 14;    ///< an attack without any of the signs of coordination
  int least_days = 7;                     ///< of history: with less, every author is new and nothing is overwhelming
};

}  // namespace cm
