// The fast matcher: finds what the reference matcher (tests/reference/) finds, by looking up what is in
// the comment instead of trying every rule on it.
#pragma once

#include "rules/matcher.h"

namespace cm {

[[nodiscard]] std::unique_ptr<Matcher> make_fast_matcher(const std::vector<const Rule*>& rules,
                                                         std::vector<Problem>& problems);

}  // namespace cm
