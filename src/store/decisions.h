// Decisions: what a person made of a comment that rules had picked. They show which rules are right, and
// keep a comment that somebody decided from being asked about again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "store/store.h"

namespace cm {

/// right: the rules that matched were right to. wrong: they were not. none: it says nothing of them.
enum class Ruling : std::uint8_t { none, right, wrong };

struct DecisionKind {
  std::string_view name;
  Ruling ruling = Ruling::none;
};

/// What may be decided, and what it says of the rules: "hide", "flag", "stays" and "right" uphold them,
/// "keep" overturns them.
[[nodiscard]] std::optional<DecisionKind> decision_named(std::string_view name);

struct Decision {
  std::int64_t id = 0;
  std::string key;
  Timestamp at{};
  std::string person;
  std::string queue;     ///< where it was asked: "flagged", "hidden" …
  std::string decision;  ///< a DecisionKind's name
  Action proposed = Action::none;
  std::string lang;
  std::vector<MatchRecord> matches;   ///< as they were then
  std::string text_digest;            ///< of the text that the person saw
  std::optional<std::int64_t> entry;  ///< the deed in the journal that it led to
  bool undone = false;
};

class Decisions {
 public:
  /// A Store has brought the schema up to date; the database outlives both.
  explicit Decisions(Database& database) : database_(database) {}

  /// Gives its number. Throws Error(wrong_use) when there is no such comment.
  std::int64_t keep(const StoredComment& stored, std::string_view queue, std::string_view decision,
                    std::string_view person, std::optional<std::int64_t> entry, Timestamp now);
  void undo(std::int64_t id, Timestamp now);
  /// The decision that led to a deed which was undone, if any.
  void undo_of_entry(std::int64_t entry, Timestamp now);

  /// Whether somebody decided on this text and it stands: with that decision, or with any for none.
  [[nodiscard]] bool stands(const StoredComment& stored, std::string_view decision = {});

  /// Oldest first.
  void for_each(const std::function<void(const Decision&)>& visit);

 private:
  Database& database_;
};

}  // namespace cm
