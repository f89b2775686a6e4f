// preflight: what is missing before a campaign may begin.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/campaign_file.h"
#include "moderation/screen.h"
#include "policy/policy.h"
#include "rules/rule_set.h"

namespace cm {

enum class GapKind : std::uint8_t {
  length,      ///< the copy is longer than the channel takes
  brand,       ///< a banned word, or a rule of the brand guide
  rules,       ///< the copy breaks the rules that it will be moderated by
  link,        ///< no https, or a shortener
  hidden,      ///< a comment that must stay in sight would be held or hidden
  unseen,      ///< an attack that nothing would flag
  treatment,   ///< another treatment than the sheet asks for
  owner,       ///< nobody would answer
  answer,      ///< nobody would know what to answer
  incomplete,  ///< a row without text, a campaign without a sheet
};

[[nodiscard]] std::string_view to_string(GapKind kind);

struct PreflightGap {
  GapKind kind = GapKind::incomplete;
  std::string message;  ///< what is wrong and why; may quote the campaign's own files
};

/// One text of the campaign or one expected comment, and what is wrong with it.
struct PreflightCheck {
  std::string part;  ///< "copy" or "expected"
  std::string name;  ///< "copy for x", "complaint: Where is my…"
  Place place;
  std::vector<PreflightGap> gaps;
};

/// What the campaign is held against; the references outlive the call.
struct PreflightTools {
  const RuleSet& rules;
  const Policy& policy;
  /// The departments of cm.toml; an empty list knows them all.
  std::vector<std::string> departments;
};

/// The brand guide and the banned words as rules. `problems` gets what does not compile.
[[nodiscard]] RuleSet brand_rules(const Campaign& campaign, std::vector<Problem>& problems);

/// Checks of all texts and rows, in the order of the files. No network: links are looked at, not followed.
[[nodiscard]] std::vector<PreflightCheck> preflight(const Campaign& campaign, const RuleSet& brand,
                                                    const PreflightTools& tools);

[[nodiscard]] std::size_t count_gaps(const std::vector<PreflightCheck>& checks);

}  // namespace cm
