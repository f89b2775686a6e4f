// Ordinary comments, invented, to measure rules with: what most of a page is like.
#pragma once

#include <span>
#include <string_view>

namespace cm {

[[nodiscard]] std::span<const std::string_view> sample_comments();

}  // namespace cm
