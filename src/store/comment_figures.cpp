#include "store/comment_figures.h"

#include <algorithm>
#include <map>
#include <string>

#include "store/figure_window.h"

namespace cm {
namespace {

// The partial index comments_hits is recognised by these words.
constexpr std::string_view picked = "(c.verdict_action > 0 OR c.action_state <> '' OR c.has_follow_up = 1)";

constexpr std::string_view out_of_sight = "c.state IN ('held', 'hidden', 'spam')";

std::string counted(std::string_view condition) { return "count(CASE WHEN " + std::string(condition) + " THEN 1 END)"; }

constexpr std::string_view department_name = "COALESCE(NULLIF(f.department, ''), c.verdict_department, '')";

// Comments that nobody will answer: out of sight, gone, or told to be left alone.
constexpr std::string_view never_to_be_answered =
    "(c.state IN ('held', 'hidden', 'spam', 'deleted') OR COALESCE(f.status, '') IN ('resolved', 'ignored'))";

// Within how many hours a comment is to be answered.
std::string hours_of(const AnswerDeadline& deadline) {
  const std::string most = std::to_string(deadline.within.count());
  return "CASE WHEN c.verdict_contact_hours BETWEEN 1 AND " + most + " THEN c.verdict_contact_hours ELSE " + most +
         " END";
}

// Two columns over picked comments and their follow-ups; takes one value.
std::string due_and_in_time(const AnswerDeadline& deadline, std::vector<SqlValue>& values) {
  const std::string within = hours_of(deadline) + " * 3600000";
  values.emplace_back(to_epoch_ms(deadline.now));
  return counted("c.first_response_at IS NOT NULL OR (c.sort_at + " + within + " <= :now AND NOT " +
                 std::string(never_to_be_answered) + ")") +
         ", " + counted("c.first_response_at - c.sort_at <= " + within);
}

// The same where people are not always at work: the database knows no working hours, so each comment is looked at.
// `figures_of` has members due and in_time, by the name that `name` gives.
template <typename FiguresOf>
void count_by_working_hours(Database& database, const FigureWindow& window, const AnswerDeadline& deadline,
                            std::string_view name, const FiguresOf& figures_of) {
  std::vector<SqlValue> values;
  const std::string where = written_condition(window, values);
  database.query("SELECT " + std::string(name) + ", c.sort_at, " + hours_of(deadline) +
                     ", c.first_response_at, CASE WHEN " + std::string(never_to_be_answered) +
                     " THEN 1 ELSE 0 END FROM comments c LEFT JOIN follow_ups f ON f.seq = c.seq WHERE " +
                     std::string(picked) + " " + where,
                 5, values, [&](SqlRow& row) {
                   auto& figures = figures_of(std::string(row.text()));
                   const Timestamp written = from_epoch_ms(row.number());
                   const Timestamp due = after_working(written, std::chrono::hours(row.number()), deadline.working);
                   const auto answered = row.maybe_number();
                   const bool waits = row.number() == 0;
                   if (answered || (waits && due <= deadline.now)) ++figures.due;
                   if (answered && from_epoch_ms(*answered) <= due) ++figures.in_time;
                 });
}

// A reply that is dated before its comment took no time.
std::string spans_of(std::string_view moment, const FigureWindow& window, std::vector<SqlValue>& values,
                     std::string_view channel, std::string_view suffix) {
  const std::string at = "c." + std::string(moment);
  return "SELECT " + std::string(channel) + " AS channel, CASE WHEN " + at + " > c.sort_at THEN " + at +
         " - c.sort_at ELSE 0 END AS span FROM comments c WHERE " + at + " IS NOT NULL " +
         written_condition(window, values, suffix);
}

// By channel; "" for all of them. The nearest rank: the smallest span that half (nine in ten) do not exceed.
std::map<std::string, SpanFigures> span_figures(Database& database, const FigureWindow& window,
                                                std::string_view moment) {
  std::vector<SqlValue> values;
  const std::string each = spans_of(moment, window, values, "c.channel", "_each");
  const std::string all = spans_of(moment, window, values, "''", "_all");
  std::map<std::string, SpanFigures> figures;
  database.query(
      "SELECT channel, many, max(CASE WHEN place = (many + 1) / 2 THEN span END), "
      "max(CASE WHEN place = (many * 9 + 9) / 10 THEN span END) FROM "
      "(SELECT channel, span, row_number() OVER (PARTITION BY channel ORDER BY span) AS place, "
      "count(*) OVER (PARTITION BY channel) AS many FROM (" +
          each + " UNION ALL " + all + ") AS spans) AS ranked GROUP BY channel, many",
      4, values, [&](SqlRow& row) {
        SpanFigures& one = figures[std::string(row.text())];
        one.known = row.number();
        one.median = std::chrono::milliseconds(row.number());
        one.p90 = std::chrono::milliseconds(row.number());
      });
  return figures;
}

}  // namespace

std::vector<DayFigures> day_figures(Database& database, const FigureWindow& window) {
  std::vector<SqlValue> values;
  const std::string where = written_condition(window, values);
  std::vector<DayFigures> days;
  // The index comments_by_day holds all that is counted here, in the order of the groups.
  database.query("SELECT c.channel, c.sort_at / 86400000 AS day, count(*), " + counted("c.verdict_sentiment > 0") +
                     ", " + counted("c.verdict_sentiment = 1") + ", " + counted("c.verdict_sentiment = 3") + ", " +
                     counted(out_of_sight) + ", " +
                     counted("c.verdict_action > 0 AND c.action_state = 'done' AND c.state = 'visible'") + ", " +
                     counted("c.verdict_action > 0 AND c.action_state IN ('done', 'undone', 'kept')") + ", " +
                     counted("c.verdict_action > 0 AND c.action_state IN ('undone', 'kept')") +
                     " FROM comments c WHERE 1 = 1 " + where +
                     "GROUP BY c.channel, c.sort_at / 86400000 ORDER BY c.channel, day",
                 10, values, [&](SqlRow& row) {
                   DayFigures& one = days.emplace_back();
                   one.channel = row.text();
                   one.day = std::chrono::sys_days(std::chrono::days(row.number()));
                   one.comments = row.number();
                   one.rated = row.number();
                   one.negative = row.number();
                   one.positive = row.number();
                   one.out_of_sight = row.number();
                   one.flagged = row.number();
                   one.acted = row.number();
                   one.overturned = row.number();
                 });
  return days;
}

std::vector<WaitFigures> wait_figures(Database& database, const FigureWindow& window, const AnswerDeadline& deadline) {
  std::map<std::string, WaitFigures> channels;
  for (const auto& [channel, span] : span_figures(database, window, "first_response_at")) {
    channels[channel].response = span;
  }
  for (const auto& [channel, span] : span_figures(database, window, "resolved_at")) channels[channel].resolution = span;

  std::vector<SqlValue> values;
  const std::string sums = due_and_in_time(deadline, values);
  const std::string where = written_condition(window, values);
  WaitFigures& all = channels[""];
  database.query("SELECT c.channel || '' AS name, " + sums +
                     " FROM comments c LEFT JOIN follow_ups f ON f.seq = c.seq WHERE " + std::string(picked) + " " +
                     where + "GROUP BY name",
                 3, values, [&](SqlRow& row) {
                   WaitFigures& one = channels[std::string(row.text())];
                   one.due = row.number();
                   one.in_time = row.number();
                 });
  if (!deadline.working.always()) {
    for (auto& [channel, one] : channels) one.due = one.in_time = 0;
    count_by_working_hours(database, window, deadline, "c.channel || ''",
                           [&](const std::string& channel) -> WaitFigures& { return channels[channel]; });
  }
  for (const auto& [channel, one] : channels) {
    if (channel.empty()) continue;
    all.due += one.due;
    all.in_time += one.in_time;
  }
  std::vector<WaitFigures> list;
  for (auto& [channel, one] : channels) {
    one.channel = channel;
    list.push_back(std::move(one));
  }
  return list;
}

std::vector<AccountFigures> account_figures(Database& database, const FigureWindow& window, std::size_t most) {
  // The index of authors answers who wrote most without a look at a comment; it knows no roles, so the
  // brand's own accounts are found and left out afterwards.
  constexpr std::size_t brand_accounts = 50;
  std::vector<SqlValue> values;
  const std::string moments = moment_condition(window, "c.sort_at", values);
  const std::string where = moments + channel_condition(window, "c.channel", values);
  values.emplace_back(most + brand_accounts);
  std::vector<AccountFigures> candidates;
  database.query("SELECT c.channel, c.author_id, count(*) AS many FROM comments c WHERE c.author_id <> '' " + where +
                     "GROUP BY c.channel, c.author_id ORDER BY many DESC, c.channel, c.author_id LIMIT :most",
                 3, values, [&](SqlRow& row) {
                   AccountFigures& one = candidates.emplace_back();
                   one.channel = row.text();
                   one.id = row.text();
                 });

  std::vector<AccountFigures> accounts;
  for (AccountFigures& one : candidates) {
    if (accounts.size() == most) break;
    std::vector<SqlValue> of_one{one.channel, one.id};
    database.query(
        "SELECT author_name FROM comments WHERE channel = :channel AND author_id = :author_id "
        "ORDER BY sort_at DESC LIMIT 1",
        1, of_one, [&](SqlRow& row) { one.name = row.text(); });
    FigureWindow times = window;
    times.channels.clear();
    const std::string condition = written_condition(times, of_one);
    database.query("SELECT count(*), " + counted("c.verdict_sentiment = 1") + ", " + counted("c.verdict_action > 0") +
                       ", " + counted(out_of_sight) +
                       " FROM comments c WHERE c.channel = :channel AND c.author_id = :author_id " + condition,
                   4, of_one, [&](SqlRow& row) {
                     one.comments = row.number();
                     one.negative = row.number();
                     one.picked = row.number();
                     one.out_of_sight = row.number();
                   });
    if (one.comments > 0) accounts.push_back(std::move(one));
  }
  return accounts;
}

std::vector<DepartmentFigures> department_figures(Database& database, const FigureWindow& window,
                                                  const AnswerDeadline& deadline) {
  std::vector<SqlValue> values;
  const std::string sums = due_and_in_time(deadline, values);
  const std::string where = written_condition(window, values);
  std::vector<DepartmentFigures> departments;
  database.query("SELECT " + std::string(department_name) + " AS name, count(*) AS many, " +
                     counted("NOT " + std::string(never_to_be_answered) + " AND c.first_response_at IS NULL") + ", " +
                     counted("c.resolved_at IS NOT NULL") + ", " + sums +
                     " FROM comments c LEFT JOIN follow_ups f ON f.seq = c.seq WHERE " + std::string(picked) + " " +
                     where + "GROUP BY " + std::string(department_name) + " ORDER BY many DESC, name",
                 6, values, [&](SqlRow& row) {
                   DepartmentFigures& one = departments.emplace_back();
                   one.name = row.text();
                   one.picked = row.number();
                   one.waiting = row.number();
                   one.resolved = row.number();
                   one.due = row.number();
                   one.in_time = row.number();
                 });
  if (!deadline.working.always()) {
    for (DepartmentFigures& one : departments) one.due = one.in_time = 0;
    count_by_working_hours(database, window, deadline, department_name,
                           [&](const std::string& name) -> DepartmentFigures& {
                             return *std::ranges::find(departments, name, &DepartmentFigures::name);
                           });
  }
  return departments;
}

}  // namespace cm
