#include "journal/rule_figures.h"

#include <string>

namespace cm {

std::vector<RuleFigures> rule_figures(Database& database, const FigureWindow& window, std::size_t most) {
  std::vector<SqlValue> values;
  std::string where;
  if (window.since) {
    where += "AND e.intended_at >= :since ";
    values.emplace_back(to_epoch_ms(*window.since));
  }
  if (window.until) {
    where += "AND e.intended_at < :until ";
    values.emplace_back(to_epoch_ms(*window.until));
  }
  // A key is the channel's name, a "/" and the comment's id. The prefixes outlive the values.
  std::vector<std::string> prefixes;
  for (const std::string& channel : window.channels) prefixes.push_back(channel + "/");
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    const std::string number = std::to_string(i);
    where += (i == 0 ? "AND (" : "OR ") + std::string("substr(e.comment_key, 1, ") +
             std::to_string(prefixes[i].size()) + ") = :prefix" + number + " ";
    values.emplace_back(prefixes[i]);
  }
  if (!prefixes.empty()) where += ") ";
  values.emplace_back(most);
  std::vector<RuleFigures> rules;
  database.query(
      "SELECT rule, count(*) AS many, count(CASE WHEN deed = 'flag' THEN 1 END), "
      "count(CASE WHEN deed IN ('hide', 'hold', 'spam') THEN 1 END), count(CASE WHEN overturned = 1 THEN 1 END) FROM "
      "(SELECT e.rule, e.deed, CASE WHEN EXISTS (SELECT 1 FROM entries r JOIN outcomes o ON o.entry = r.id "
      "AND o.phase = 'done' WHERE r.comment_key = e.comment_key AND r.id > e.id "
      "AND r.deed IN ('unhide', 'approve', 'unflag')) THEN 1 ELSE 0 END AS overturned "
      "FROM entries e JOIN outcomes d ON d.entry = e.id AND d.phase = 'done' WHERE e.rule <> '' " +
          where + ") AS decided GROUP BY rule ORDER BY many DESC, rule LIMIT :most",
      5, values, [&](SqlRow& row) {
        RuleFigures& one = rules.emplace_back();
        one.rule = row.text();
        row.number();
        one.flags = row.number();
        one.out_of_sight = row.number();
        one.overturned = row.number();
      });
  return rules;
}

}  // namespace cm
