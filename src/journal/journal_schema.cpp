#include "journal/journal_schema.h"

#include <array>

namespace cm {
namespace {

constexpr auto first = std::to_array<std::string_view>({
    R"(CREATE TABLE runs (
         id TEXT PRIMARY KEY,
         command TEXT NOT NULL,
         started_at BIGINT NOT NULL,
         person TEXT NOT NULL,
         host TEXT NOT NULL))",
    R"(CREATE TABLE run_ends (
         run TEXT PRIMARY KEY REFERENCES runs (id),
         ended_at BIGINT NOT NULL,
         summary TEXT NOT NULL))",
    R"(CREATE TABLE entries (
         id {serial},
         run TEXT NOT NULL,
         comment_key TEXT NOT NULL,
         deed TEXT NOT NULL,
         intended_at BIGINT NOT NULL,
         state_before TEXT NOT NULL,
         text_digest TEXT NOT NULL,
         rule TEXT NOT NULL,
         person TEXT NOT NULL,
         reason TEXT NOT NULL,
         undoes BIGINT))",
    "CREATE INDEX entries_by_run ON entries (run, id)",
    "CREATE INDEX entries_by_key ON entries (comment_key, id)",
    "CREATE INDEX entries_by_time ON entries (intended_at, id)",
    "CREATE INDEX entries_by_undone ON entries (undoes) WHERE undoes IS NOT NULL",
    R"(CREATE TABLE outcomes (
         entry BIGINT PRIMARY KEY REFERENCES entries (id),
         phase TEXT NOT NULL,
         ended_at BIGINT NOT NULL,
         state_after TEXT NOT NULL,
         reason TEXT NOT NULL,
         remote_id TEXT NOT NULL))",
    // An index of the entries without outcome: the only rows here that ever go.
    "CREATE TABLE open_entries (entry BIGINT PRIMARY KEY REFERENCES entries (id))",
});

constexpr std::array<SchemaStep, 1> steps = {first};

constexpr std::array tables{
    TableKey{"runs", "id"},        TableKey{"run_ends", "run"},       TableKey{"entries", "id", true},
    TableKey{"outcomes", "entry"}, TableKey{"open_entries", "entry"},
};

}  // namespace

std::span<const SchemaStep> journal_schema() { return steps; }
std::span<const TableKey> journal_tables() { return tables; }

}  // namespace cm
