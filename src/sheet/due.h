// When a comment is due: the clock of a follow-up.
#pragma once

#include <optional>

#include "base/working_hours.h"
#include "sheet/sheet_row.h"

namespace cm {

struct ContactClock {
  std::chrono::hours contact_within{48};  ///< of working time; a rule may ask for fewer
  WorkingHours working;
};

/// Whether somebody still has to look: it was picked and is neither resolved nor ignored.
[[nodiscard]] bool waits_for_contact(const SheetRow& row);

/// So much working time after the last contact or the brand's last answer on the platform, whichever came
/// later; without one after the comment (its first sight where its time is unknown). Nothing for a comment
/// that waits for nobody.
[[nodiscard]] std::optional<Timestamp> due_at(const SheetRow& row, const ContactClock& clock);

/// A row is overdue from its due_at on.
[[nodiscard]] bool is_overdue(const SheetRow& row, Timestamp now);

}  // namespace cm
