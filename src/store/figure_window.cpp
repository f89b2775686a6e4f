#include "store/figure_window.h"

namespace cm {

std::string moment_condition(const FigureWindow& window, std::string_view column, std::vector<SqlValue>& values,
                             std::string_view suffix) {
  std::string where;
  if (window.since) {
    where.append("AND ").append(column).append(" >= :since").append(suffix).append(" ");
    values.emplace_back(to_epoch_ms(*window.since));
  }
  if (window.until) {
    where.append("AND ").append(column).append(" < :until").append(suffix).append(" ");
    values.emplace_back(to_epoch_ms(*window.until));
  }
  return where;
}

std::string channel_condition(const FigureWindow& window, std::string_view column, std::vector<SqlValue>& values,
                              std::string_view suffix) {
  if (window.channels.empty()) return {};
  std::string places;
  for (std::size_t i = 0; i < window.channels.size(); ++i) {
    places.append(i == 0 ? ":channel" : ", :channel").append(std::to_string(i)).append(suffix);
    values.emplace_back(window.channels[i]);
  }
  return "AND " + std::string(column) + " IN (" + places + ") ";
}

bool is_of_the_brand(const Author& author) { return author.role == "staff" || author.role == "owner"; }

std::string written_condition(const FigureWindow& window, std::vector<SqlValue>& values, std::string_view suffix) {
  const std::string moments = moment_condition(window, "c.sort_at", values, suffix);
  // "|| ''" keeps the planner from an index that begins with the channel and then jumps through the table.
  return "AND c.author_role NOT IN ('staff', 'owner') " + moments +
         channel_condition(window, "c.channel || ''", values, suffix);
}

}  // namespace cm
