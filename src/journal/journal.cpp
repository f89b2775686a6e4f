#include "journal/journal.h"

#include <unistd.h>

#include <array>
#include <random>
#include <utility>

#include "base/error.h"
#include "journal/journal_schema.h"

namespace cm {
namespace {

constexpr std::array<std::pair<EntryPhase, std::string_view>, 4> phase_names{{
    {EntryPhase::intended, "intended"},
    {EntryPhase::done, "done"},
    {EntryPhase::failed, "failed"},
    {EntryPhase::skipped, "skipped"},
}};

constexpr std::string_view select_entries =
    "SELECT e.id, e.run, e.comment_key, e.deed, e.intended_at, e.state_before, e.text_digest, e.rule, e.person, "
    "e.reason, e.undoes, o.phase, o.ended_at, o.state_after, o.reason, o.remote_id, "
    "(SELECT min(u.id) FROM entries u JOIN outcomes uo ON uo.entry = u.id WHERE u.undoes = e.id AND uo.phase = 'done') "
    "FROM entries e LEFT JOIN outcomes o ON o.entry = e.id ";
constexpr std::size_t entry_columns = 17;
constexpr std::size_t page_size = 500;

EntryPhase phase_named(std::string_view name) {
  for (const auto& [phase, known] : phase_names) {
    if (known == name) return phase;
  }
  return EntryPhase::intended;
}

JournalEntry read_entry(SqlRow& row) {
  JournalEntry entry;
  entry.id = row.number();
  entry.run = row.text();
  entry.key = row.text();
  entry.deed = parse_deed_kind(row.text()).value_or(DeedKind::flag);
  entry.intended_at = from_epoch_ms(row.number());
  entry.state_before = parse_comment_state(row.text()).value_or(CommentState::unknown);
  entry.text_digest = row.text();
  entry.rule = row.text();
  entry.person = row.text();
  entry.reason = row.text();
  entry.undoes = row.maybe_number();
  entry.phase = phase_named(row.text());
  if (const auto ended_at = row.maybe_number()) entry.ended_at = from_epoch_ms(*ended_at);
  entry.state_after = parse_comment_state(row.text()).value_or(CommentState::unknown);
  if (const std::string_view reason = row.text(); !reason.empty()) entry.reason = reason;
  entry.remote_id = row.text();
  entry.undone_by = row.maybe_number();
  return entry;
}

std::string new_run_id(Timestamp now) {
  std::string id;
  for (const char letter : to_iso8601(std::chrono::floor<std::chrono::seconds>(now))) {
    if (letter != '-' && letter != ':') id += letter;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  std::random_device chance;
  id += '-';
  for (int i = 0; i < 4; ++i) id += digits[chance() & 15U];
  return id;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

}  // namespace

std::string_view to_string(EntryPhase phase) {
  for (const auto& [known, name] : phase_names) {
    if (known == phase) return name;
  }
  return {};
}

Journal::Journal(Database& database) : database_(database) { take_schema_steps(database, "journal", journal_schema()); }

Run Journal::begin_run(std::string_view command, std::string_view person, Timestamp now) {
  Run run;
  run.command = command;
  run.person = person;
  run.started_at = now;
  run.host = host_name();
  for (int attempt = 0; attempt < 8; ++attempt) {
    run.id = new_run_id(now);
    const std::int64_t added = database_.run(
        "INSERT INTO runs (id, command, started_at, person, host) VALUES (:id, :command, :started_at, :person, :host) "
        "ON CONFLICT (id) DO NOTHING",
        {run.id, run.command, to_epoch_ms(now), run.person, run.host});
    if (added == 1) return run;
  }
  throw Error(ErrorKind::internal, "no free run id could be found");
}

void Journal::end_run(const Run& run, std::string_view summary, Timestamp now) {
  database_.run(
      "INSERT INTO run_ends (run, ended_at, summary) VALUES (:run, :ended_at, :summary) "
      "ON CONFLICT (run) DO NOTHING",
      {run.id, to_epoch_ms(now), summary});
}

std::int64_t Journal::intend(const JournalEntry& entry) {
  // The platform is asked next: not even a power cut may lose that it was.
  Transaction transaction(database_, Durability::power_cut);
  const auto id = database_.number(
      "INSERT INTO entries (run, comment_key, deed, intended_at, state_before, text_digest, rule, person, reason, "
      "undoes) VALUES (:run, :comment_key, :deed, :intended_at, :state_before, :text_digest, :rule, :person, "
      ":reason, :undoes) RETURNING id",
      {entry.run, entry.key, to_string(entry.deed), to_epoch_ms(entry.intended_at), to_string(entry.state_before),
       entry.text_digest, entry.rule, entry.person, entry.reason, entry.undoes});
  database_.run("INSERT INTO open_entries (entry) VALUES (:entry)", {id.value()});
  transaction.commit();
  return id.value();
}

void Journal::conclude(std::int64_t entry, EntryPhase phase, const DeedOutcome& outcome, std::string_view reason,
                       Timestamp now) {
  if (phase == EntryPhase::intended) throw Error(ErrorKind::internal, "\"intended\" is no outcome");
  Transaction transaction(database_);
  if (database_.run("DELETE FROM open_entries WHERE entry = :entry", {entry}) != 1) {
    throw Error(ErrorKind::internal, "journal entry " + std::to_string(entry) + " has an outcome already");
  }
  database_.run(
      "INSERT INTO outcomes (entry, phase, ended_at, state_after, reason, remote_id) "
      "VALUES (:entry, :phase, :ended_at, :state_after, :reason, :remote_id)",
      {entry, to_string(phase), to_epoch_ms(now), to_string(outcome.state_after), reason, outcome.remote_id});
  transaction.commit();
}

std::optional<JournalEntry> Journal::find(std::int64_t entry) {
  std::optional<JournalEntry> found;
  database_.query(std::string(select_entries) + "WHERE e.id = :id", entry_columns, {entry},
                  [&](SqlRow& row) { found = read_entry(row); });
  return found;
}

std::optional<Run> Journal::find_run(std::string_view run) {
  std::optional<Run> found;
  database_.query(
      "SELECT r.id, r.command, r.started_at, r.person, r.host, e.ended_at, e.summary "
      "FROM runs r LEFT JOIN run_ends e ON e.run = r.id WHERE r.id = :id",
      7, {run}, [&](SqlRow& row) {
        Run& read = found.emplace();
        read.id = row.text();
        read.command = row.text();
        read.started_at = from_epoch_ms(row.number());
        read.person = row.text();
        read.host = row.text();
        if (const auto ended_at = row.maybe_number()) read.ended_at = from_epoch_ms(*ended_at);
        read.summary = row.text();
      });
  return found;
}

void Journal::for_each(const JournalFilter& filter, const std::function<void(const JournalEntry&)>& visit) {
  std::string where;
  std::vector<SqlValue> chosen;
  if (!filter.run.empty()) {
    where += "AND e.run = :run ";
    chosen.emplace_back(filter.run);
  }
  if (!filter.key.empty()) {
    where += "AND e.comment_key = :comment_key ";
    chosen.emplace_back(filter.key);
  }
  if (filter.since) {
    where += "AND e.intended_at >= :since ";
    chosen.emplace_back(to_epoch_ms(*filter.since));
  }
  if (filter.only_open) where += "AND e.id IN (SELECT entry FROM open_entries) ";
  const std::string sql =
      std::string(select_entries) + "WHERE e.id > :last " + where + "ORDER BY e.id LIMIT " + std::to_string(page_size);

  std::int64_t last = 0;
  std::vector<JournalEntry> page;
  do {
    page.clear();
    std::vector<SqlValue> values{last};
    values.insert(values.end(), chosen.begin(), chosen.end());
    database_.query(sql, entry_columns, values, [&](SqlRow& row) { page.push_back(read_entry(row)); });
    if (!page.empty()) last = page.back().id;
    for (const auto& entry : page) visit(entry);
  } while (page.size() == page_size);
}

}  // namespace cm
