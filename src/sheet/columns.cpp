#include "sheet/columns.h"

#include <array>

#include "base/joined.h"

namespace cm {
namespace {

std::string moment(const std::optional<Timestamp>& at) { return at ? to_iso8601(*at) : std::string(); }

using Row = const SheetRow&;

constexpr std::array columns{
    Column{"key", CellKind::text, false, 18, "channel/id: finds the comment again; never changed",
           [](Row row) { return key_of(row.comment); }},
    Column{"channel", CellKind::text, false, 10, "the channel's name in cm.toml",
           [](Row row) { return row.comment.channel; }},
    Column{"platform", CellKind::text, false, 10, "the channel's platform",
           [](Row row) { return row.comment.platform; }},
    Column{"page", CellKind::text, false, 12, "the page of the brand", [](Row row) { return row.comment.page; }},
    Column{"post", CellKind::text, false, 10, "the post that was commented", [](Row row) { return row.comment.post; }},
    Column{"url", CellKind::link, false, 24, "where the comment stands", [](Row row) { return row.comment.url; }},
    Column{"author", CellKind::text, false, 16, "the name that the author shows",
           [](Row row) { return row.comment.author.name; }},
    Column{"author_id", CellKind::text, false, 12, "the author's id on the platform",
           [](Row row) { return row.comment.author.id; }},
    Column{"created_at", CellKind::moment, false, 20, "when it was written, in UTC",
           [](Row row) { return moment(row.comment.created_at); }},
    Column{"lang", CellKind::text, false, 6, "its language, told or detected", [](Row row) { return row.lang; }},
    Column{"sentiment", CellKind::text, false, 10, "positive, neutral, negative or unknown",
           [](Row row) { return std::string(to_string(row.sentiment)); }},
    Column{"labels", CellKind::list, false, 18, "what the rules that matched call it",
           [](Row row) { return joined(row.labels, " "); }},
    Column{"rules", CellKind::list, false, 22, "the rules that matched",
           [](Row row) { return joined(row.rules, " "); }},
    Column{"action", CellKind::text, false, 8, "what policy proposes: none, flag, hold or hide",
           [](Row row) { return std::string(to_string(row.action)); }},
    Column{"action_state", CellKind::text, false, 10,
           "what came of it: proposed, done, undone, skipped, failed, kept, or nothing",
           [](Row row) { return row.action_state; }},
    Column{"text", CellKind::text, false, 60, "the comment itself", [](Row row) { return row.comment.text; }},
    Column{"department", CellKind::text, true, 14, "who is to answer", [](Row row) { return row.department; }},
    Column{"owner", CellKind::text, true, 14, "the person who takes care of it", [](Row row) { return row.owner; }},
    Column{"status", CellKind::status, true, 11, "open, contacted, waiting, resolved or ignored",
           [](Row row) { return row.status; }},
    Column{"due_at", CellKind::moment, false, 20, "when the next contact is due, in UTC",
           [](Row row) { return moment(row.due_at); }},
    Column{"last_contact_at", CellKind::moment, true, 20, "when somebody last answered, in UTC",
           [](Row row) { return moment(row.last_contact_at); }},
    Column{"contacts", CellKind::number, true, 9, "how many times somebody answered",
           [](Row row) { return std::to_string(row.contacts); }},
    Column{"note", CellKind::text, true, 40, "anything else", [](Row row) { return row.note; }},
};

}  // namespace

std::span<const Column> sheet_columns() { return columns; }

std::optional<std::size_t> column_named(std::string_view name) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].name == name) return i;
  }
  return std::nullopt;
}

}  // namespace cm
