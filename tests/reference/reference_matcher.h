// The reference matcher: every rule, every word and plain RE2 on every comment, nothing skipped. Slow,
// and right by reading: a faster matcher must find the same hits.
#pragma once

#include "rules/matcher.h"

namespace cm {

[[nodiscard]] std::unique_ptr<Matcher> make_reference_matcher(const std::vector<const Rule*>& rules,
                                                              std::vector<Problem>& problems);

}  // namespace cm
