#include "store/schema.h"

#include <array>

namespace cm {
namespace {

// Moments are milliseconds since 1970 in UTC. A text that nobody told is '', a number NULL.
// sort_at is created_at, or first_seen_at where the platform tells no time; it never changes, so that
// reading in its order can stop and go on.
constexpr auto comments = std::to_array<std::string_view>({
    R"(CREATE TABLE comments (
         seq {serial},
         channel TEXT NOT NULL,
         id TEXT NOT NULL,
         sort_at BIGINT NOT NULL,
         platform TEXT NOT NULL,
         page TEXT NOT NULL,
         post TEXT NOT NULL,
         parent TEXT NOT NULL,
         author_id TEXT NOT NULL,
         author_name TEXT NOT NULL,
         author_created_at BIGINT,
         author_role TEXT NOT NULL,
         created_at BIGINT,
         url TEXT NOT NULL,
         likes BIGINT,
         lang TEXT NOT NULL,
         state TEXT NOT NULL,
         extra TEXT NOT NULL,
         first_seen_at BIGINT NOT NULL,
         deleted_at BIGINT,
         fold_digest BIGINT NOT NULL,
         action_state TEXT NOT NULL DEFAULT '',
         verdict_action BIGINT,
         verdict_score BIGINT,
         verdict_severity BIGINT,
         verdict_sentiment BIGINT,
         verdict_lang TEXT,
         verdict_department TEXT,
         verdict_labels TEXT,
         verdict_capped_by TEXT,
         verdict_decided_by TEXT,
         verdict_matches TEXT,
         rules_fingerprint TEXT,
         judged_at BIGINT,
         text TEXT NOT NULL,
         UNIQUE (channel, id)))",
    "CREATE INDEX comments_by_time ON comments (sort_at, seq)",
    "CREATE INDEX comments_by_author ON comments (channel, author_id, sort_at)",
    "CREATE INDEX comments_by_fold ON comments (fold_digest, sort_at)",
    "CREATE INDEX comments_by_post ON comments (channel, page, post, state)",
    "CREATE INDEX comments_unjudged ON comments (sort_at, seq) WHERE verdict_action IS NULL AND deleted_at IS NULL",
    "CREATE INDEX comments_proposed ON comments (sort_at, seq) WHERE action_state = 'proposed'",
    R"(CREATE TABLE bookmarks (
         channel TEXT NOT NULL,
         page TEXT NOT NULL,
         watermark BIGINT,
         PRIMARY KEY (channel, page)))",
    R"(CREATE TABLE gaps (
         id {serial},
         channel TEXT NOT NULL,
         page TEXT NOT NULL,
         newer_than BIGINT,
         cursor_text TEXT NOT NULL,
         is_full BIGINT NOT NULL))",
    "CREATE INDEX gaps_by_page ON gaps (channel, page)",
    // What a full pass saw: thin rows, where a mark in comments would rewrite every text.
    R"(CREATE TABLE seen (
         pass BIGINT NOT NULL,
         seq BIGINT NOT NULL,
         PRIMARY KEY (pass, seq)))",
});

constexpr auto people = std::to_array<std::string_view>({
    R"(CREATE TABLE follow_ups (
         seq BIGINT PRIMARY KEY REFERENCES comments (seq) ON DELETE CASCADE,
         department TEXT NOT NULL,
         owner TEXT NOT NULL,
         status TEXT NOT NULL,
         last_contact_at BIGINT,
         contacts BIGINT NOT NULL,
         note TEXT NOT NULL,
         tags TEXT NOT NULL))",
    R"(CREATE TABLE follow_up_changes (
         id {serial},
         seq BIGINT NOT NULL REFERENCES comments (seq) ON DELETE CASCADE,
         changed_at BIGINT NOT NULL,
         person TEXT NOT NULL,
         field TEXT NOT NULL,
         value_before TEXT NOT NULL,
         value_after TEXT NOT NULL))",
    "CREATE INDEX follow_up_changes_by_comment ON follow_up_changes (seq, id)",
    R"(CREATE TABLE claims (
         seq BIGINT PRIMARY KEY REFERENCES comments (seq) ON DELETE CASCADE,
         person TEXT NOT NULL,
         until_at BIGINT NOT NULL))",
    // Up to which change the sheets that were handed out know what people wrote.
    R"(CREATE TABLE sheet_exports (
         last_change BIGINT PRIMARY KEY,
         last_comment BIGINT NOT NULL,
         exported_at BIGINT NOT NULL))",
    // The rows of a sheet: what rules or people picked out.
    "ALTER TABLE comments ADD COLUMN has_follow_up BIGINT NOT NULL DEFAULT 0",
    "CREATE INDEX comments_hits ON comments (sort_at, seq) "
    "WHERE verdict_action > 0 OR action_state <> '' OR has_follow_up = 1",
});

// A purged comment keeps its figures; its text does not come back when a platform hands it out again.
constexpr auto purges = std::to_array<std::string_view>({
    "ALTER TABLE comments ADD COLUMN purged_at BIGINT",
});

// Whether a brand attack is under way: one row.
constexpr auto watching = std::to_array<std::string_view>({
    R"(CREATE TABLE watch_state (
         id BIGINT PRIMARY KEY,
         alerted BIGINT NOT NULL,
         since_at BIGINT NOT NULL,
         last_attack_at BIGINT NOT NULL,
         untold TEXT NOT NULL))",
});

// How fast the brand answers: first_response_at by its own reply on the platform or by a contact that
// somebody noted, last_response_at on the platform alone; resolved_at is empty again after a reopening.
constexpr auto responses = std::to_array<std::string_view>({
    "ALTER TABLE comments ADD COLUMN first_response_at BIGINT",
    "ALTER TABLE comments ADD COLUMN last_response_at BIGINT",
    "ALTER TABLE comments ADD COLUMN resolved_at BIGINT",
    "CREATE INDEX comments_of_the_brand ON comments (channel, parent, sort_at) "
    "WHERE author_role IN ('staff', 'owner') AND parent <> ''",
    // An index of what is out of sight, so that a second pass over it reads nothing else.
    "CREATE INDEX comments_out_of_sight ON comments (sort_at, seq) WHERE state IN ('held', 'hidden', 'spam')",
    R"(CREATE TABLE sent_replies (
         entry BIGINT PRIMARY KEY,
         seq BIGINT NOT NULL REFERENCES comments (seq) ON DELETE CASCADE,
         deed TEXT NOT NULL,
         written_at BIGINT NOT NULL,
         person TEXT NOT NULL,
         is_contact BIGINT NOT NULL,
         text TEXT NOT NULL))",
    "CREATE INDEX sent_replies_by_time ON sent_replies (written_at, entry)",
    "CREATE INDEX sent_replies_by_comment ON sent_replies (seq)",
    R"(CREATE TABLE decisions (
         id {serial},
         seq BIGINT NOT NULL REFERENCES comments (seq) ON DELETE CASCADE,
         decided_at BIGINT NOT NULL,
         person TEXT NOT NULL,
         queue TEXT NOT NULL,
         decision TEXT NOT NULL,
         proposed BIGINT NOT NULL,
         lang TEXT NOT NULL,
         matches TEXT NOT NULL,
         text_digest TEXT NOT NULL,
         entry BIGINT,
         undone_at BIGINT))",
    "CREATE INDEX decisions_by_comment ON decisions (seq, id)",
    // What older stores know of it already.
    R"(UPDATE comments SET
         first_response_at = (SELECT min(r.sort_at) FROM comments r WHERE r.channel = comments.channel
           AND r.parent = comments.id AND r.author_role IN ('staff', 'owner') AND r.parent <> ''),
         last_response_at = (SELECT max(r.sort_at) FROM comments r WHERE r.channel = comments.channel
           AND r.parent = comments.id AND r.author_role IN ('staff', 'owner') AND r.parent <> ''))",
    R"(UPDATE comments SET
         first_response_at = COALESCE(first_response_at, (SELECT min(h.changed_at) FROM follow_up_changes h
           WHERE h.seq = comments.seq AND h.field = 'last_contact_at' AND h.value_after <> '')),
         resolved_at = (SELECT max(h.changed_at) FROM follow_up_changes h JOIN follow_ups f ON f.seq = h.seq
           WHERE h.seq = comments.seq AND f.status = 'resolved' AND h.field = 'status'
           AND h.value_after = 'resolved')
         WHERE has_follow_up = 1)",
});

// What a report counts is read from indexes, a tenth of the table; and the scores of surveys.
constexpr auto reports = std::to_array<std::string_view>({
    "CREATE INDEX comments_by_day ON comments (channel, (sort_at / 86400000), author_role, verdict_action, "
    "verdict_sentiment, state, action_state, sort_at)",
    "CREATE INDEX comments_answered ON comments (channel, sort_at, author_role, first_response_at) "
    "WHERE first_response_at IS NOT NULL",
    "CREATE INDEX comments_resolved ON comments (channel, sort_at, author_role, resolved_at) "
    "WHERE resolved_at IS NOT NULL",
    R"(CREATE TABLE satisfaction (
         seq BIGINT NOT NULL REFERENCES comments (seq) ON DELETE CASCADE,
         given_at BIGINT NOT NULL,
         score BIGINT NOT NULL,
         PRIMARY KEY (seq, given_at)))",
    "CREATE INDEX satisfaction_by_time ON satisfaction (given_at)",
});

// A rule's own contact hours, so that a sheet can be written when the rules are gone.
constexpr auto contact_hours = std::to_array<std::string_view>({
    "ALTER TABLE comments ADD COLUMN verdict_contact_hours BIGINT NOT NULL DEFAULT 0",
});

// Every alert of cm watch with its worst look, for the timeline of a report. cleared_at is empty while it is on.
constexpr auto alerts = std::to_array<std::string_view>({
    R"(CREATE TABLE alerts (
         raised_at BIGINT PRIMARY KEY,
         cleared_at BIGINT,
         worst_at BIGINT NOT NULL,
         minutes BIGINT NOT NULL,
         comments BIGINT NOT NULL,
         negative BIGINT NOT NULL,
         new_authors BIGINT NOT NULL,
         channels BIGINT NOT NULL))",
    // What an older store knows of the alert that is on.
    "INSERT INTO alerts (raised_at, cleared_at, worst_at, minutes, comments, negative, new_authors, channels) "
    "SELECT since_at, NULL, since_at, 0, 0, 0, 0, 0 FROM watch_state WHERE alerted = 1",
});

// Mentions and what searches found, apart from comments on the brand's own pages; older stores know them by
// the names that their pages have.
constexpr auto mentions = std::to_array<std::string_view>({
    "ALTER TABLE comments ADD COLUMN mention BIGINT NOT NULL DEFAULT 0",
    "UPDATE comments SET mention = 1 WHERE page IN ('mentions', 'tagged', 'tags') OR page LIKE 'search:%'",
});

constexpr std::array<SchemaStep, 9> steps = {comments, people,        purges, watching, responses,
                                             reports,  contact_hours, alerts, mentions};

constexpr std::array tables{
    TableKey{"comments", "seq", true}, TableKey{"bookmarks", "channel,page"},
    TableKey{"gaps", "id", true},      TableKey{"seen", "pass,seq"},
    TableKey{"follow_ups", "seq"},     TableKey{"follow_up_changes", "id", true},
    TableKey{"claims", "seq"},         TableKey{"sheet_exports", "last_change"},
    TableKey{"watch_state", "id"},     TableKey{"sent_replies", "entry"},
    TableKey{"decisions", "id", true}, TableKey{"satisfaction", "seq,given_at"},
    TableKey{"alerts", "raised_at"},
};

}  // namespace

std::span<const SchemaStep> store_schema() { return steps; }
std::span<const TableKey> store_tables() { return tables; }

}  // namespace cm
