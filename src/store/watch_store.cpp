#include "store/watch_store.h"

#include <array>
#include <limits>
#include <utility>

#include "store/verdict_columns.h"

namespace cm {
namespace {

constexpr std::int64_t ms_of_an_hour = 3'600'000;

constexpr std::array<std::pair<AlertChange, std::string_view>, 3> change_names{{
    {AlertChange::none, ""},
    {AlertChange::raised, "raised"},
    {AlertChange::cleared, "cleared"},
}};

std::string_view to_column(AlertChange change) {
  for (const auto& [known, name] : change_names) {
    if (known == change) return name;
  }
  return {};
}

AlertChange change_from(std::string_view column) {
  for (const auto& [known, name] : change_names) {
    if (name == column) return known;
  }
  return AlertChange::none;
}

}  // namespace

void WatchStore::count_hours(
    Timestamp from, Timestamp until, const std::vector<std::string>& negative_labels,
    const std::function<void(Timestamp hour, std::int64_t comments, std::int64_t negative)>& visit) {
  // Labels are kept as a JSON list: a whole one stands in quotes.
  std::string negative = "verdict_sentiment = :sentiment";
  std::vector<std::string> patterns;
  patterns.reserve(negative_labels.size());
  for (const std::string& label : negative_labels) {
    negative += " OR verdict_labels LIKE :label" + std::to_string(patterns.size());
    patterns.push_back("%\"" + label + "\"%");
  }
  std::vector<SqlValue> values{static_cast<int>(Sentiment::negative)};
  for (const std::string& pattern : patterns) values.emplace_back(pattern);
  values.emplace_back(to_epoch_ms(from));
  values.emplace_back(to_epoch_ms(until));
  database_.query("SELECT sort_at / 3600000, COUNT(*), SUM(CASE WHEN " + negative +
                      " THEN 1 ELSE 0 END) FROM comments WHERE sort_at >= :from_ms AND sort_at < :until_ms GROUP BY 1",
                  3, values, [&](SqlRow& row) {
                    const Timestamp hour = from_epoch_ms(row.number() * ms_of_an_hour);
                    const std::int64_t comments = row.number();
                    visit(hour, comments, row.number());
                  });
}

void WatchStore::for_each_recent(Timestamp after, Timestamp until,
                                 const std::function<void(const RecentComment&)>& visit) {
  database_.query(
      "SELECT c.sort_at, c.channel, c.id, c.author_id, c.text, c.verdict_sentiment, c.verdict_labels, "
      "CASE WHEN c.author_id <> '' AND NOT EXISTS (SELECT 1 FROM comments e WHERE e.channel = c.channel AND "
      "e.author_id = c.author_id AND e.sort_at <= :earlier) THEN 1 ELSE 0 END "
      "FROM comments c WHERE c.sort_at > :after AND c.sort_at <= :until ORDER BY c.sort_at, c.seq",
      8, {to_epoch_ms(after), to_epoch_ms(after), to_epoch_ms(until)}, [&](SqlRow& row) {
        RecentComment comment;
        comment.at = from_epoch_ms(row.number());
        comment.channel = row.text();
        comment.id = row.text();
        comment.author_id = row.text();
        comment.text = row.text();
        comment.sentiment = static_cast<Sentiment>(row.number());
        comment.labels = labels_from_column(row.text());
        comment.new_author = row.number() != 0;
        visit(comment);
      });
}

AlertState WatchStore::alert() {
  AlertState state;
  database_.query("SELECT alerted, since_at, last_attack_at, untold FROM watch_state WHERE id = 1", 4, {},
                  [&state](SqlRow& row) {
                    state.alerted = row.number() != 0;
                    state.since = from_epoch_ms(row.number());
                    state.last_attack = from_epoch_ms(row.number());
                    state.untold = change_from(row.text());
                  });
  return state;
}

void WatchStore::save_alert(const AlertState& state) {
  database_.run(
      "INSERT INTO watch_state (id, alerted, since_at, last_attack_at, untold) "
      "VALUES (1, :alerted, :since_at, :last_attack_at, :untold) "
      "ON CONFLICT (id) DO UPDATE SET alerted = excluded.alerted, since_at = excluded.since_at, "
      "last_attack_at = excluded.last_attack_at, untold = excluded.untold",
      {state.alerted ? 1 : 0, to_epoch_ms(state.since), to_epoch_ms(state.last_attack), to_column(state.untold)});
}

void WatchStore::note_look(const AlertState& state, AlertChange change, const AlertFigures& look) {
  if (change == AlertChange::cleared) {
    database_.run("UPDATE alerts SET cleared_at = :now WHERE raised_at = :raised_at AND cleared_at IS NULL",
                  {to_epoch_ms(look.worst_at), to_epoch_ms(state.since)});
    return;
  }
  if (!state.alerted) return;
  database_.run(
      "INSERT INTO alerts (raised_at, cleared_at, worst_at, minutes, comments, negative, new_authors, channels) "
      "VALUES (:raised_at, NULL, :worst_at, :minutes, :comments, :negative, :new_authors, :channels) "
      "ON CONFLICT (raised_at) DO UPDATE SET worst_at = excluded.worst_at, minutes = excluded.minutes, "
      "comments = excluded.comments, negative = excluded.negative, new_authors = excluded.new_authors, "
      "channels = excluded.channels WHERE excluded.negative > alerts.negative",
      {to_epoch_ms(state.since), to_epoch_ms(look.worst_at), std::int64_t{look.window.count()}, look.comments,
       look.negative, look.new_authors, look.channels});
}

std::vector<AlertFigures> WatchStore::alerts(std::optional<Timestamp> since, std::optional<Timestamp> until) {
  constexpr std::int64_t ever = std::numeric_limits<std::int64_t>::max();
  std::vector<AlertFigures> found;
  database_.query(
      "SELECT raised_at, cleared_at, worst_at, minutes, comments, negative, new_authors, channels FROM alerts "
      "WHERE raised_at < :until AND COALESCE(cleared_at, :still_on) >= :since ORDER BY raised_at",
      8, {until ? to_epoch_ms(*until) : ever, ever, since ? to_epoch_ms(*since) : std::int64_t{0}}, [&](SqlRow& row) {
        AlertFigures& one = found.emplace_back();
        one.raised_at = from_epoch_ms(row.number());
        if (const auto cleared = row.maybe_number()) one.cleared_at = from_epoch_ms(*cleared);
        one.worst_at = from_epoch_ms(row.number());
        one.window = std::chrono::minutes(row.number());
        one.comments = row.number();
        one.negative = row.number();
        one.new_authors = row.number();
        one.channels = row.number();
      });
  return found;
}

}  // namespace cm
