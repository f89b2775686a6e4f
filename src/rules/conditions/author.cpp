#include "rules/conditions/author.h"

#include <algorithm>
#include <chrono>

namespace cm {

std::optional<double> author_age_days(const Subject& comment, const Surroundings& around) {
  if (around.author_age_days) return static_cast<double>(*around.author_age_days);
  if (!comment.author_created_at || !comment.created_at) return std::nullopt;
  const auto age = std::chrono::floor<std::chrono::days>(*comment.created_at - *comment.author_created_at);
  return static_cast<double>(std::max<std::int64_t>(0, age.count()));
}

std::optional<double> author_prior_comments(const Subject& /*comment*/, const Surroundings& around) {
  if (!around.prior_comments) return std::nullopt;
  return static_cast<double>(*around.prior_comments);
}

std::string_view author_role(const Subject& comment) { return comment.author_role; }

bool is_among(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_not_among(const std::vector<std::string>& list, std::string_view word) { return !is_among(list, word); }

}  // namespace cm
