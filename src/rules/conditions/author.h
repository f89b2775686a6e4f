// Conditions on who wrote the comment.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/subject.h"
#include "model/surroundings.h"

namespace cm {

/// Told by the surroundings, else counted from the account's making to the comment when both are told.
[[nodiscard]] std::optional<double> author_age_days(const Subject& comment, const Surroundings& around);
[[nodiscard]] std::optional<double> author_prior_comments(const Subject& comment, const Surroundings& around);
[[nodiscard]] std::string_view author_role(const Subject& comment);

[[nodiscard]] bool is_among(const std::vector<std::string>& list, std::string_view word);
[[nodiscard]] bool is_not_among(const std::vector<std::string>& list, std::string_view word);

}  // namespace cm
