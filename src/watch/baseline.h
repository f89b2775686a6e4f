// Baseline: what is usual at this hour: the median of the same hour in earlier weeks, and how far from
// it the hours were (MAD). Both are deaf to the one bad day that is in every month.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "base/timestamp.h"

namespace cm {

/// What came in one hour.
struct HourCount {
  std::int64_t comments = 0;
  std::int64_t negative = 0;
};

struct Usual {
  double comments = 0;         ///< median of an hour
  double negative = 0;         ///< median of an hour
  double negative_spread = 0;  ///< 1.4826 times the MAD: the standard deviation of a normal sample
  double negative_share = 0;   ///< of all the comments of those hours
  int hours = 0;               ///< how many hours that is drawn from
};

/// How many hours of each day usual_at() looks at: the same one and the two beside it.
inline constexpr int hours_of_a_day_looked_at = 3;

/// The hours that usual_at(moment) looks at, each with the ones beside it: one a day, the latest first.
[[nodiscard]] std::vector<Timestamp> baseline_hours(Timestamp moment);

class Baseline {
 public:
  /// Adds to the hour that `moment` lies in.
  void add(Timestamp moment, HourCount count);

  /// What was usual at this hour of the day (and the ones beside it) over the eight weeks that end a
  /// day before `moment`: the attack that is under way is no part of it. Hours without any comment count as zero.
  [[nodiscard]] Usual usual_at(Timestamp moment) const;

  /// Lets go of what no later usual_at(moment) can need.
  void forget_before(Timestamp moment);

 private:
  std::map<std::int64_t, HourCount> hours_;  // hours since 1970
};

}  // namespace cm
