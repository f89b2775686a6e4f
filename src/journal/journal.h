// Journal: what was meant and what came of it, only ever appended to. The one record of what cm did
// to platforms: a deed without an outcome is one that a killed run may or may not have done.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "model/deed.h"

namespace cm {

enum class EntryPhase : std::uint8_t { intended, done, failed, skipped };

[[nodiscard]] std::string_view to_string(EntryPhase phase);

/// One deed, from announcement to outcome. No comment text stands in it.
struct JournalEntry {
  std::int64_t id = 0;
  std::string run;
  std::string key;  ///< channel/id
  DeedKind deed = DeedKind::flag;
  EntryPhase phase = EntryPhase::intended;
  Timestamp intended_at{};
  std::optional<Timestamp> ended_at;
  CommentState state_before = CommentState::unknown;
  CommentState state_after = CommentState::unknown;
  std::string text_digest;  ///< of the text that was judged (base/digest.h)
  std::string rule;         ///< the rule that decided, empty for a person's deed
  std::string person;       ///< who asked: a user name, "cron" …
  std::string reason;       ///< the group and sum, a downgrade, or why it was skipped or failed
  std::string remote_id;
  std::optional<std::int64_t> undoes;     ///< the entry that this one reverses
  std::optional<std::int64_t> undone_by;  ///< derived when read
};

struct Run {
  std::string id;
  std::string command;
  Timestamp started_at{};
  std::optional<Timestamp> ended_at;  ///< nothing: it runs, or it was killed
  std::string person;
  std::string host;
  std::string summary;  ///< the JSON line it ended with
};

struct JournalFilter {
  std::string run;
  std::string key;
  std::optional<Timestamp> since;
  bool only_open = false;  ///< intended, no outcome
};

class Journal {
 public:
  /// Brings its tables up to date. The database outlives the journal.
  explicit Journal(Database& database);

  /// A new run with an id such as "20261120T100000Z-3f9c".
  [[nodiscard]] Run begin_run(std::string_view command, std::string_view person, Timestamp now);
  void end_run(const Run& run, std::string_view summary, Timestamp now);

  /// Announces a deed; on disk when it returns. Gives the entry's number.
  [[nodiscard]] std::int64_t intend(const JournalEntry& entry);

  /// Writes what came of it.
  void conclude(std::int64_t entry, EntryPhase phase, const DeedOutcome& outcome, std::string_view reason,
                Timestamp now);

  [[nodiscard]] std::optional<JournalEntry> find(std::int64_t entry);
  [[nodiscard]] std::optional<Run> find_run(std::string_view run);

  /// Oldest first.
  void for_each(const JournalFilter& filter, const std::function<void(const JournalEntry&)>& visit);

 private:
  Database& database_;
};

}  // namespace cm
