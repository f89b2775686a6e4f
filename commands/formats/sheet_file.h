// From the store to a follow-up sheet: which comments, in which order, in which form.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "model/action.h"
#include "sheet/due.h"
#include "sheet/sheet_row.h"
#include "store/store.h"
#include "workbench/workbench.h"

namespace cm {

enum class SheetKind : std::uint8_t {
  follow_up,  ///< what rules or people picked out
  positive,   ///< to thank for
  negative,   ///< complaints and anger, whether a rule picked them or not
  daily,      ///< of the last day: all of the above
  all,        ///< every comment
};

enum class SheetFormat : std::uint8_t { csv, ndjson, xlsx };

/// Which rows. An empty list asks for nothing.
struct SheetChoice {
  SheetKind kind = SheetKind::follow_up;
  std::optional<Timestamp> since;
  bool overdue = false;
  std::vector<std::string> channels;
  std::optional<bool> mentions;     ///< true: only what stands elsewhere; false: only comments on the brand's pages
  std::vector<std::string> labels;  ///< any of them
  std::vector<std::string> departments;
  std::vector<std::string> owners;
  std::vector<std::string> statuses;
  std::optional<Sentiment> sentiment;
  std::function<bool(const SheetRow&)> escalated;  ///< only rows for which it holds; empty: all
};

struct SheetForm {
  SheetFormat format = SheetFormat::csv;
  bool csv_raw = false;
  bool bom = false;
  bool redacted = false;
};

/// The clock of a follow-up, as [follow_up] sets it.
[[nodiscard]] ContactClock contact_clock_of(const FollowUpSettings& settings);

/// Who has to hear of a row that stays overdue by now; null when it is not so far. The row has its due_at.
[[nodiscard]] const Escalation* escalation_of(const SheetRow& row, const FollowUpSettings& settings, Timestamp now);

/// A row as the sheet shows it: a rule's department where no person named one, "open" where nobody
/// looked yet, and when it is due.
[[nodiscard]] SheetRow sheet_row_of(const StoredComment& stored, const ContactClock& clock);

/// The most urgent first: what is overdue, then what will be, then what waits for nobody; in each the most
/// severe first, of those what is due longest, and then by score. The sheet of all comments is in the order of time.
/// Remembers what was handed out, so that `cm import` can tell edits from old copies. Returns the number of rows.
std::size_t write_sheet(Workbench& bench, const SheetChoice& choice, const SheetForm& form,
                        const std::function<void(std::string_view)>& write);

/// The same into a file that only its owner can read, written whole and then renamed.
std::size_t write_sheet_file(Workbench& bench, const SheetChoice& choice, const SheetForm& form,
                             const std::filesystem::path& file);

/// "sheet.xlsx" and "sheet.ndjson" tell their form by their name; anything else is CSV.
[[nodiscard]] SheetFormat sheet_format_of(const std::filesystem::path& file);

}  // namespace cm
