// The brand's guide of tone, written as rules: words that it never uses.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reply/reply_check.h"
#include "rules/rule_set.h"

namespace cm {

/// One finding for each rule that the text meets, with its place. A rule that is enforced keeps the reply from
/// being sent, one in shadow mode only says so.
[[nodiscard]] std::vector<ReplyFinding> check_guide(const RuleSet& guide, std::string_view text, std::string_view lang);

}  // namespace cm
