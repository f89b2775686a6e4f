// WatchStore: what the watch reads of the comments, by time and never all of them, and the alert that it keeps.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "model/action.h"
#include "model/alert_state.h"
#include "model/figures.h"

namespace cm {

/// A stored comment as the watch sees it.
struct RecentComment {
  Timestamp at{};
  std::string channel;
  std::string id;
  std::string author_id;
  std::string text;
  Sentiment sentiment = Sentiment::unknown;
  std::vector<std::string> labels;
  bool new_author = false;  ///< nothing of theirs on this channel is older than the stretch that was asked for
};

class WatchStore {
 public:
  /// The database outlives it and has the store's schema.
  explicit WatchStore(Database& database) : database_(database) {}

  /// How many comments and how many negative ones each hour of [from, until) has that has any. Negative ones
  /// have a negative sentiment or one of the labels.
  void count_hours(Timestamp from, Timestamp until, const std::vector<std::string>& negative_labels,
                   const std::function<void(Timestamp hour, std::int64_t comments, std::int64_t negative)>& visit);

  /// Those of (after, until], oldest first.
  void for_each_recent(Timestamp after, Timestamp until, const std::function<void(const RecentComment&)>& visit);

  [[nodiscard]] AlertState alert();
  void save_alert(const AlertState& state);

  /// Keeps what one look saw in the list of alerts: a new one, a worse moment of the one that is on, or its end.
  void note_look(const AlertState& state, AlertChange change, const AlertFigures& look);
  /// Those that were on at any time of [since, until); the oldest first.
  [[nodiscard]] std::vector<AlertFigures> alerts(std::optional<Timestamp> since, std::optional<Timestamp> until);

 private:
  Database& database_;
};

}  // namespace cm
