#include "watch/baseline.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace cm {
namespace {

constexpr int days_back = 56;
constexpr std::int64_t hours_a_day = 24;
constexpr double normal_mad = 1.4826;

std::int64_t hour_of(Timestamp moment) {
  return std::chrono::floor<std::chrono::hours>(moment).time_since_epoch().count();
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

}  // namespace

std::vector<Timestamp> baseline_hours(Timestamp moment) {
  std::vector<Timestamp> hours;
  for (int day = 1; day <= days_back; ++day) {
    hours.push_back(std::chrono::floor<std::chrono::hours>(moment) - day * std::chrono::days(1));
  }
  return hours;
}

void Baseline::add(Timestamp moment, HourCount count) {
  HourCount& hour = hours_[hour_of(moment)];
  hour.comments += count.comments;
  hour.negative += count.negative;
}

Usual Baseline::usual_at(Timestamp moment) const {
  Usual usual;
  if (hours_.empty()) return usual;
  const std::int64_t now = hour_of(moment);
  const std::int64_t first = hours_.begin()->first;  // before it nobody counted
  std::vector<double> comments;
  std::vector<double> negative;
  HourCount all;
  for (int day = 1; day <= days_back; ++day) {
    for (const std::int64_t beside : {-1, 0, 1}) {
      const std::int64_t hour = now - day * hours_a_day + beside;
      if (hour < first || hour > now - hours_a_day + 1) continue;
      const auto found = hours_.find(hour);
      const HourCount count = found == hours_.end() ? HourCount{} : found->second;
      comments.push_back(static_cast<double>(count.comments));
      negative.push_back(static_cast<double>(count.negative));
      all.comments += count.comments;
      all.negative += count.negative;
    }
  }
  usual.hours = static_cast<int>(negative.size());
  usual.comments = median(comments);
  usual.negative = median(negative);
  std::vector<double> deviations;
  deviations.reserve(negative.size());
  for (const double value : negative) deviations.push_back(std::abs(value - usual.negative));
  usual.negative_spread = normal_mad * median(std::move(deviations));
  if (all.comments > 0) usual.negative_share = static_cast<double>(all.negative) / static_cast<double>(all.comments);
  return usual;
}

void Baseline::forget_before(Timestamp moment) {
  const std::int64_t oldest = hour_of(moment) - (days_back + 1) * hours_a_day;
  hours_.erase(hours_.begin(), hours_.lower_bound(oldest));
}

}  // namespace cm
