// SheetRow: one comment of a follow-up sheet, with what rules, people and the clock say of it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "model/action.h"
#include "model/comment.h"

namespace cm {

/// What people may write into `status`; an empty one means that nobody looked yet.
inline constexpr std::array<std::string_view, 5> follow_up_statuses{"open", "contacted", "waiting", "resolved",
                                                                    "ignored"};

struct SheetRow {
  Comment comment;
  Timestamp first_seen_at{};
  std::string lang;
  Sentiment sentiment = Sentiment::unknown;
  std::vector<std::string> labels;
  std::vector<std::string> rules;  ///< ids of the enforced rules that matched
  Action action = Action::none;
  std::string action_state;
  Severity severity = Severity::none;    ///< for sorting
  int score = 0;                         ///< for sorting
  int contact_hours = 0;                 ///< of the rules that matched; 0 leaves it to the clock
  std::optional<Timestamp> answered_at;  ///< the brand's last answer that the platform shows
  bool picked = false;                   ///< by a rule or a person: it waits for somebody

  std::string department;
  std::string owner;
  std::string status;
  std::optional<Timestamp> due_at;
  std::optional<Timestamp> last_contact_at;
  std::int64_t contacts = 0;
  std::string note;
};

}  // namespace cm
