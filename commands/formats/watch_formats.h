// What a look of the watch comes to, in words and as NDJSON; and the evidence of an attack as CSV.
#pragma once

#include <string>
#include <string_view>

#include "base/timestamp.h"
#include "model/alert_state.h"
#include "model/comment.h"
#include "watch/attack.h"

namespace cm {

struct WatchLook {
  Timestamp at{};
  AlertState alert;  ///< after this look
  AlertChange change = AlertChange::none;
  Assessment assessment;
};

/// "2026-11-20T10:05:00Z attack", and below it the reasons for and against; a line each.
[[nodiscard]] std::string to_text(const WatchLook& look);
[[nodiscard]] std::string to_json_line(const WatchLook& look);

/// What the webhook hears: no comment's words and no author's name.
[[nodiscard]] std::string alert_message(const WatchLook& look);

[[nodiscard]] std::string evidence_header();
[[nodiscard]] std::string evidence_line(const Comment& comment);

}  // namespace cm
