#include "store/satisfaction.h"

#include "model/comment.h"
#include "store/figure_window.h"

namespace cm {

SavedScores save_scores(Database& database, const std::vector<SatisfactionScore>& scores) {
  SavedScores saved;
  Transaction transaction(database);
  for (const SatisfactionScore& one : scores) {
    const auto key = parse_key(one.key);
    const auto sequence =
        key ? database.number("SELECT seq FROM comments WHERE channel = :channel AND id = :id", {key->channel, key->id})
            : std::nullopt;
    if (!sequence) {
      saved.unknown.push_back(one.key);
      continue;
    }
    const std::int64_t changed = database.run(
        "INSERT INTO satisfaction (seq, given_at, score) VALUES (:seq, :given_at, :score) ON CONFLICT (seq, given_at) "
        "DO UPDATE SET score = excluded.score WHERE satisfaction.score <> excluded.score",
        {*sequence, to_epoch_ms(one.at), one.score});
    ++(changed > 0 ? saved.added : saved.unchanged);
  }
  transaction.commit();
  return saved;
}

std::vector<SatisfactionFigures> satisfaction_figures(Database& database, const FigureWindow& window) {
  std::vector<SqlValue> values;
  const std::string moments = moment_condition(window, "s.given_at", values);
  const std::string where = moments + channel_condition(window, "c.channel", values);
  std::vector<SatisfactionFigures> figures(1);
  database.query(
      "SELECT c.channel, count(*), count(CASE WHEN s.score >= 4 THEN 1 END), sum(s.score) "
      "FROM satisfaction s JOIN comments c ON c.seq = s.seq WHERE 1 = 1 " +
          where + "GROUP BY c.channel ORDER BY c.channel",
      4, values, [&](SqlRow& row) {
        SatisfactionFigures one;
        one.channel = row.text();
        one.scores = row.number();
        one.satisfied = row.number();
        one.sum = row.number();
        figures.front().scores += one.scores;
        figures.front().satisfied += one.satisfied;
        figures.front().sum += one.sum;
        figures.push_back(std::move(one));
      });
  return figures;
}

}  // namespace cm
