#include "sheet/due.h"

#include <algorithm>

namespace cm {

bool waits_for_contact(const SheetRow& row) {
  return row.picked && row.status != "resolved" && row.status != "ignored";
}

std::optional<Timestamp> due_at(const SheetRow& row, const ContactClock& clock) {
  if (!waits_for_contact(row)) return std::nullopt;
  const std::optional<Timestamp> answered = std::max(row.last_contact_at, row.answered_at);
  const Timestamp start = answered.value_or(row.comment.created_at.value_or(row.first_seen_at));
  const auto within = row.contact_hours > 0 ? std::min(clock.contact_within, std::chrono::hours(row.contact_hours))
                                            : clock.contact_within;
  return after_working(start, within, clock.working);
}

bool is_overdue(const SheetRow& row, Timestamp now) { return row.due_at && *row.due_at <= now; }

}  // namespace cm
