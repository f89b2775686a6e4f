#include "store/store.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/digest.h"
#include "base/error.h"
#include "store/schema.h"
#include "store/verdict_columns.h"
#include "text/fold.h"

namespace cm {
namespace {

constexpr std::string_view stored_columns =
    "c.seq, c.sort_at, c.channel, c.id, c.platform, c.page, c.post, c.parent, c.author_id, c.author_name, "
    "c.author_created_at, c.author_role, c.created_at, c.text, c.url, c.likes, c.lang, c.state, c.mention, c.extra, "
    "c.first_seen_at, c.deleted_at, c.action_state, c.first_response_at, c.last_response_at, c.resolved_at, "
    "c.verdict_action, c.verdict_score, c.verdict_severity, c.verdict_sentiment, c.verdict_lang, "
    "c.verdict_department, c.verdict_contact_hours, c.verdict_labels, c.verdict_capped_by, c.verdict_decided_by, "
    "c.verdict_matches, "
    "f.seq, f.department, f.owner, f.status, f.last_contact_at, f.contacts, f.note, f.tags "
    "FROM comments c LEFT JOIN follow_ups f ON f.seq = c.seq ";
constexpr std::size_t stored_column_count = 45;

std::optional<Timestamp> maybe_moment(SqlRow& row) {
  const auto ms = row.maybe_number();
  return ms ? std::optional(from_epoch_ms(*ms)) : std::nullopt;
}

std::optional<std::int64_t> to_column(const std::optional<Timestamp>& moment) {
  return moment ? std::optional(to_epoch_ms(*moment)) : std::nullopt;
}

std::vector<std::string> split_tags(std::string_view column) {
  std::vector<std::string> tags;
  while (!column.empty()) {
    const std::size_t blank = std::min(column.find(' '), column.size());
    if (blank > 0) tags.emplace_back(column.substr(0, blank));
    column.remove_prefix(std::min(blank + 1, column.size()));
  }
  return tags;
}

std::string joined_tags(std::vector<std::string> tags) {
  std::sort(tags.begin(), tags.end());
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
  std::string column;
  for (const auto& tag : tags) column += (column.empty() ? "" : " ") + tag;
  return column;
}

// A place in the reading order: what comes behind it is read next.
struct Place {
  std::int64_t sort_at = 0;
  std::int64_t sequence = 0;
};

// A place in the reading order, and the comment at it.
struct PlacedComment {
  std::int64_t sequence = 0;
  std::int64_t sort_at = 0;
  StoredComment stored;
};

PlacedComment read_stored(SqlRow& row) {
  PlacedComment placed;
  placed.sequence = row.number();
  placed.sort_at = row.number();
  StoredComment& stored = placed.stored;
  stored.sequence = placed.sequence;
  Comment& comment = stored.comment;
  comment.channel = row.text();
  comment.id = row.text();
  comment.platform = row.text();
  comment.page = row.text();
  comment.post = row.text();
  comment.parent = row.text();
  comment.author.id = row.text();
  comment.author.name = row.text();
  comment.author.created_at = maybe_moment(row);
  comment.author.role = row.text();
  comment.created_at = maybe_moment(row);
  comment.text = row.text();
  comment.url = row.text();
  comment.likes = row.maybe_number();
  comment.lang = row.text();
  comment.state = parse_comment_state(row.text()).value_or(CommentState::unknown);
  comment.mention = row.number() != 0;
  comment.extra = row.text();
  stored.first_seen_at = from_epoch_ms(row.number());
  stored.deleted_at = maybe_moment(row);
  stored.action_state = row.text();
  stored.first_response_at = maybe_moment(row);
  stored.last_response_at = maybe_moment(row);
  stored.resolved_at = maybe_moment(row);

  Verdict verdict;
  const auto action = row.maybe_number();
  verdict.action = static_cast<Action>(action.value_or(0));
  verdict.score = static_cast<int>(row.number());
  verdict.severity = static_cast<Severity>(row.number());
  verdict.sentiment = static_cast<Sentiment>(row.number());
  verdict.lang = row.text();
  verdict.department = row.text();
  verdict.contact_hours = static_cast<int>(row.number());
  verdict.labels = labels_from_column(row.text());
  verdict.capped_by = row.text();
  verdict.decided_by = row.text();
  verdict.matches = matches_from_column(row.text());
  if (action) stored.verdict = std::move(verdict);

  if (row.maybe_number()) {
    FollowUp& follow_up = stored.follow_up.emplace();
    follow_up.department = row.text();
    follow_up.owner = row.text();
    follow_up.status = row.text();
    follow_up.last_contact_at = maybe_moment(row);
    follow_up.contacts = row.number();
    follow_up.note = row.text();
    follow_up.tags = split_tags(row.text());
  }
  return placed;
}

// PostgreSQL keeps no U+0000 in a text; it means nothing in a comment either.
std::string without_nul(std::string_view text) {
  std::string clean;
  clean.reserve(text.size());
  for (const char letter : text) {
    if (letter == '\0') {
      clean += "\xEF\xBF\xBD";
    } else {
      clean += letter;
    }
  }
  return clean;
}

bool holds_nul(const Comment& comment) {
  for (const auto* text :
       {&comment.id, &comment.page, &comment.post, &comment.parent, &comment.author.id, &comment.author.name,
        &comment.author.role, &comment.text, &comment.url, &comment.lang, &comment.extra}) {
    if (text->find('\0') != std::string::npos) return true;
  }
  return false;
}

Comment cleaned(Comment comment) {
  for (auto* text :
       {&comment.id, &comment.page, &comment.post, &comment.parent, &comment.author.id, &comment.author.name,
        &comment.author.role, &comment.text, &comment.url, &comment.lang, &comment.extra}) {
    *text = without_nul(*text);
  }
  return comment;
}

// What repeats are counted by. 0 stands for a text without letters, which repeats nothing. Only a few
// digits are kept: to make one text count for another, somebody would have to try 2^60 of them.
std::int64_t fold_digest(std::string_view text) {
  const std::string fold = folded(text);
  if (fold.empty()) return 0;
  return static_cast<std::int64_t>(std::stoull(sha256_hex(fold).substr(0, 15), nullptr, 16));
}

/// "owner" is what files and imports of other tools say.
bool is_of_the_brand(const Author& author) { return author.role == "staff" || author.role == "owner"; }

std::string list_of_parameters(std::string_view prefix, std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) {
    list += (i == 0 ? ":" : ", :") + std::string(prefix) + std::to_string(i);
  }
  return list;
}

// Behind a place in the reading order. Written so that each partial index of schema.cpp is recognised by its own words.
std::string condition_of(const CommentFilter& filter) {
  std::string where = "WHERE (c.sort_at, c.seq) > (:sort_at, :seq) ";
  if (filter.only_unjudged) where += "AND c.verdict_action IS NULL AND c.deleted_at IS NULL ";
  if (filter.only_judged) where += "AND c.verdict_action IS NOT NULL ";
  if (filter.only_proposed) where += "AND c.action_state = 'proposed' ";
  if (filter.mentions) where += *filter.mentions ? "AND c.mention = 1 " : "AND c.mention = 0 ";
  if (filter.only_out_of_sight) where += "AND c.state IN ('held', 'hidden', 'spam') ";
  if (filter.only_hits) where += "AND (c.verdict_action > 0 OR c.action_state <> '' OR c.has_follow_up = 1) ";
  if (!filter.with_deleted && !filter.only_unjudged) where += "AND c.deleted_at IS NULL ";
  if (!filter.channels.empty()) {
    // "|| ''" keeps SQLite from finding the channels first and sorting all that they have.
    where += "AND c.channel || '' IN (" + list_of_parameters("channel", filter.channels.size()) + ") ";
  }
  return where;
}

// Where reading begins.
Place first_place(const CommentFilter& filter) {
  if (filter.since) return {to_epoch_ms(*filter.since), -1};
  return {std::numeric_limits<std::int64_t>::min(), 0};
}

std::vector<SqlValue> values_of(const CommentFilter& filter, const Place& place) {
  std::vector<SqlValue> values{place.sort_at, place.sequence};
  for (const auto& channel : filter.channels) values.emplace_back(channel);
  return values;
}

}  // namespace

// What writing a comment anew needs to know of the row that is there.
struct Store::Row {
  std::int64_t sequence = 0;  // 0: none
  bool deleted = false;
  bool purged = false;
  Comment comment;
};

Store::Store(Database& database) : database_(database) { take_schema_steps(database, "store", store_schema()); }

void Store::atomically(const std::function<void()>& work) {
  Transaction transaction(database_);
  work();
  transaction.commit();
}

Bookmark Store::bookmark(std::string_view channel, std::string_view page) {
  Bookmark bookmark;
  database_.query("SELECT watermark FROM bookmarks WHERE channel = :channel AND page = :page", 1, {channel, page},
                  [&](SqlRow& row) { bookmark.watermark = maybe_moment(row); });
  database_.query(
      "SELECT id, newer_than, cursor_text, is_full FROM gaps WHERE channel = :channel AND page = :page "
      "ORDER BY id DESC",
      4, {channel, page}, [&](SqlRow& row) {
        Gap gap;
        gap.id = row.number();
        gap.newer_than = maybe_moment(row);
        gap.cursor = row.text();
        gap.full = row.number() != 0;
        gap.pass = gap.id;
        bookmark.gaps.push_back(std::move(gap));
      });
  return bookmark;
}

Gap Store::begin_pass(std::string_view channel, std::string_view page, std::optional<Timestamp> newer_than, bool full) {
  Transaction transaction(database_);
  if (full) {
    database_.run("DELETE FROM seen WHERE pass IN (SELECT id FROM gaps WHERE channel = :channel AND page = :page)",
                  {channel, page});
    database_.run("DELETE FROM gaps WHERE channel = :channel AND page = :page", {channel, page});
  } else if (newer_than) {
    database_.run(
        "DELETE FROM gaps WHERE channel = :channel AND page = :page AND is_full = 0 AND newer_than >= :newer_than",
        {channel, page, to_epoch_ms(*newer_than)});
  } else {
    database_.run("DELETE FROM gaps WHERE channel = :channel AND page = :page AND is_full = 0", {channel, page});
  }
  const auto id = database_.number(
      "INSERT INTO gaps (channel, page, newer_than, cursor_text, is_full) "
      "VALUES (:channel, :page, :newer_than, '', :is_full) RETURNING id",
      {channel, page, to_column(newer_than), full ? 1 : 0});
  transaction.commit();
  return Gap{id.value(), newer_than, {}, full, id.value()};
}

Store::Row Store::row_of(std::string_view channel, std::string_view id) {
  Row found;
  database_.query(
      "SELECT seq, deleted_at, purged_at, platform, page, post, parent, author_id, author_name, author_created_at, "
      "author_role, "
      "created_at, url, likes, lang, state, mention, extra, text FROM comments WHERE channel = :channel AND id = :id",
      19, {channel, id}, [&](SqlRow& row) {
        Comment& comment = found.comment;
        found.sequence = row.number();
        found.deleted = row.maybe_number().has_value();
        found.purged = row.maybe_number().has_value();
        comment.platform = row.text();
        comment.page = row.text();
        comment.post = row.text();
        comment.parent = row.text();
        comment.author.id = row.text();
        comment.author.name = row.text();
        comment.author.created_at = maybe_moment(row);
        comment.author.role = row.text();
        comment.created_at = maybe_moment(row);
        comment.url = row.text();
        comment.likes = row.maybe_number();
        comment.lang = row.text();
        comment.state = parse_comment_state(row.text()).value_or(CommentState::unknown);
        comment.mention = row.number() != 0;
        comment.extra = row.text();
        comment.text = row.text();
      });
  return found;
}

// Nothing is written when nothing changed.
void Store::write(const Comment& given, Timestamp now, SavedPage& saved) {
  const Comment comment = holds_nul(given) ? cleaned(given) : given;
  const Row old = row_of(comment.channel, comment.id);
  const std::int64_t now_ms = to_epoch_ms(now);
  const bool deleted = comment.state == CommentState::deleted;
  if (old.sequence == 0) {
    const auto sequence = database_.number(
        "INSERT INTO comments (channel, id, sort_at, platform, page, post, parent, author_id, author_name, "
        "author_created_at, author_role, created_at, url, likes, lang, state, mention, extra, first_seen_at, "
        "deleted_at, fold_digest, text) VALUES (:channel, :id, :sort_at, :platform, :page, :post, :parent, "
        ":author_id, :author_name, :author_created_at, :author_role, :created_at, :url, :likes, :lang, "
        ":state, :mention, :extra, :first_seen_at, :deleted_at, :fold_digest, :text) RETURNING seq",
        {comment.channel,
         comment.id,
         to_column(comment.created_at).value_or(now_ms),
         comment.platform,
         comment.page,
         comment.post,
         comment.parent,
         comment.author.id,
         comment.author.name,
         to_column(comment.author.created_at),
         comment.author.role,
         to_column(comment.created_at),
         comment.url,
         comment.likes,
         comment.lang,
         to_string(comment.state),
         comment.mention ? 1 : 0,
         comment.extra,
         now_ms,
         deleted ? std::optional(now_ms) : std::nullopt,
         fold_digest(comment.text),
         comment.text});
    ++saved.added;
    note_responses(comment, sequence.value());
    return;
  }

  const std::int64_t sequence = old.sequence;
  if (old.purged) {
    ++saved.unchanged;
    return;
  }
  const Comment& known = old.comment;
  // A platform that does not tell the state leaves what cm knows of it.
  const CommentState state = comment.state == CommentState::unknown ? known.state : comment.state;
  const bool edited = known.text != comment.text;
  if (edited) {
    database_.run(
        "UPDATE comments SET text = :text, fold_digest = :fold_digest, action_state = '', verdict_action = NULL, "
        "verdict_score = NULL, verdict_severity = NULL, verdict_sentiment = NULL, verdict_lang = NULL, "
        "verdict_department = NULL, verdict_contact_hours = 0, verdict_labels = NULL, verdict_capped_by = NULL, "
        "verdict_decided_by = NULL, "
        "verdict_matches = NULL, rules_fingerprint = NULL, judged_at = NULL WHERE seq = :seq",
        {comment.text, fold_digest(comment.text), sequence});
    ++saved.edited;
  } else {
    ++saved.unchanged;
  }
  const bool same = known.platform == comment.platform && known.page == comment.page && known.post == comment.post &&
                    known.parent == comment.parent && known.author.id == comment.author.id &&
                    known.author.name == comment.author.name && known.author.created_at == comment.author.created_at &&
                    known.author.role == comment.author.role && known.created_at == comment.created_at &&
                    known.url == comment.url && known.likes == comment.likes && known.lang == comment.lang &&
                    known.state == state && known.mention == comment.mention && known.extra == comment.extra &&
                    old.deleted == deleted;
  if (!same) {
    database_.run(
        "UPDATE comments SET platform = :platform, page = :page, post = :post, parent = :parent, "
        "author_id = :author_id, author_name = :author_name, author_created_at = :author_created_at, "
        "author_role = :author_role, created_at = :created_at, url = :url, likes = :likes, lang = :lang, "
        "state = :state, mention = :mention, extra = :extra, deleted_at = :deleted_at WHERE seq = :seq",
        {comment.platform, comment.page, comment.post, comment.parent, comment.author.id, comment.author.name,
         to_column(comment.author.created_at), comment.author.role, to_column(comment.created_at), comment.url,
         comment.likes, comment.lang, to_string(state), comment.mention ? 1 : 0, comment.extra,
         deleted ? std::optional(now_ms) : std::nullopt, sequence});
    if (known.author.role != comment.author.role || known.parent != comment.parent) {
      note_responses(comment, sequence);
    }
  }
}

// Pages come newest first as often as oldest first: a comment may find its answer in the store, or an
// answer the comment.
void Store::note_responses(const Comment& comment, std::int64_t sequence) {
  if (is_of_the_brand(comment.author)) {
    if (comment.parent.empty()) return;
    const auto at = database_.number("SELECT sort_at FROM comments WHERE seq = :seq", {sequence});
    const auto answered = database_.number("SELECT seq FROM comments WHERE channel = :channel AND id = :id",
                                           {comment.channel, comment.parent});
    if (answered) note_response(*answered, at, at);
    return;
  }
  std::optional<std::int64_t> first;
  std::optional<std::int64_t> last;
  database_.query(
      "SELECT min(sort_at), max(sort_at) FROM comments WHERE channel = :channel AND parent = :parent "
      "AND author_role IN ('staff', 'owner') AND parent <> '' AND state <> 'deleted'",
      2, {comment.channel, comment.id}, [&](SqlRow& row) {
        first = row.maybe_number();
        last = row.maybe_number();
      });
  if (first) note_response(sequence, first, last);
}

void Store::note_response(std::int64_t sequence, std::optional<std::int64_t> first, std::optional<std::int64_t> last) {
  database_.run(
      "UPDATE comments SET first_response_at = :first WHERE seq = :seq AND COALESCE(first_response_at, :later) > :at",
      {first, sequence, std::numeric_limits<std::int64_t>::max(), first});
  if (!last) return;
  database_.run(
      "UPDATE comments SET last_response_at = :last WHERE seq = :seq AND COALESCE(last_response_at, :earlier) < :at",
      {last, sequence, std::numeric_limits<std::int64_t>::min(), last});
}

SavedPage Store::save_page(std::string_view channel, std::string_view page, const Gap& gap,
                           const std::vector<Comment>& comments, const std::string& next_cursor, Timestamp now) {
  SavedPage saved;
  Transaction transaction(database_);

  // Whoever reads a comment while a full pass is under way has seen it for that pass too.
  std::vector<std::int64_t> full_passes;
  database_.query("SELECT id FROM gaps WHERE channel = :channel AND page = :page AND is_full = 1", 1, {channel, page},
                  [&](SqlRow& row) { full_passes.push_back(row.number()); });

  std::optional<Timestamp> newest;
  for (const Comment& comment : comments) {
    write(comment, now, saved);
    for (const std::int64_t pass : full_passes) {
      database_.run(
          "INSERT INTO seen (pass, seq) SELECT CAST(:pass AS BIGINT), seq FROM comments "
          "WHERE channel = :channel AND id = :id ON CONFLICT DO NOTHING",
          {pass, comment.channel, without_nul(comment.id)});
    }
    if (comment.created_at) newest = std::max(newest, comment.created_at);
  }
  if (newest) {
    // A comment from the future must not hide those that come until then.
    database_.run(
        "INSERT INTO bookmarks (channel, page, watermark) VALUES (:channel, :page, :watermark) "
        "ON CONFLICT (channel, page) DO UPDATE SET watermark = excluded.watermark "
        "WHERE bookmarks.watermark < excluded.watermark",
        {channel, page, to_epoch_ms(std::min(*newest, now))});
  }

  if (!next_cursor.empty()) {
    database_.run("UPDATE gaps SET cursor_text = :cursor_text WHERE id = :id", {next_cursor, gap.id});
  } else {
    // A gap that a later full pass dropped has forgotten what it saw: it tells nothing of what is missing.
    if (std::find(full_passes.begin(), full_passes.end(), gap.id) != full_passes.end()) {
      saved.deleted = static_cast<std::size_t>(
          database_.run("UPDATE comments SET deleted_at = :now, state = 'deleted' WHERE channel = :channel AND (page = "
                        ":page OR :whole = 1) "
                        "AND deleted_at IS NULL AND NOT EXISTS "
                        "(SELECT 1 FROM seen WHERE seen.pass = :pass AND seen.seq = comments.seq)",
                        {to_epoch_ms(now), channel, page, page == "*" ? 1 : 0, gap.pass}));
      database_.run("DELETE FROM seen WHERE pass = :pass", {gap.pass});
    }
    database_.run("DELETE FROM gaps WHERE id = :id", {gap.id});
  }
  transaction.commit();
  return saved;
}

std::optional<StoredComment> Store::find(std::string_view key) {
  const auto parts = parse_key(key);
  if (!parts) return std::nullopt;
  std::optional<StoredComment> found;
  database_.query("SELECT " + std::string(stored_columns) + "WHERE c.channel = :channel AND c.id = :id",
                  stored_column_count, {parts->channel, parts->id},
                  [&](SqlRow& row) { found = read_stored(row).stored; });
  return found;
}

void Store::for_each(const CommentFilter& filter, const std::function<void(const StoredComment&)>& visit) {
  for_each_page(filter, 500, [&](const std::vector<StoredComment>& page) {
    for (const auto& stored : page) visit(stored);
  });
}

void Store::for_each_page(const CommentFilter& filter, std::size_t size,
                          const std::function<void(const std::vector<StoredComment>&)>& visit) {
  const std::string sql =
      "SELECT " + std::string(stored_columns) + condition_of(filter) + "ORDER BY c.sort_at, c.seq LIMIT :size";
  Place place = first_place(filter);
  while (true) {
    std::vector<SqlValue> values = values_of(filter, place);
    values.emplace_back(size);
    std::vector<StoredComment> page;
    page.reserve(size);
    database_.query(sql, stored_column_count, values, [&](SqlRow& row) {
      PlacedComment placed = read_stored(row);
      place = {placed.sort_at, placed.sequence};
      page.push_back(std::move(placed.stored));
    });
    if (!page.empty()) visit(page);
    if (page.size() < size) return;
  }
}

std::size_t Store::count(const CommentFilter& filter) {
  std::size_t found = 0;
  database_.query("SELECT COUNT(*) FROM comments c " + condition_of(filter), 1, values_of(filter, first_place(filter)),
                  [&](SqlRow& row) { found = static_cast<std::size_t>(row.number()); });
  return found;
}

void Store::save_comment(const Comment& comment, Timestamp now) {
  Transaction transaction(database_);
  SavedPage saved;
  write(comment, now, saved);
  transaction.commit();
}

void Store::mark_deleted(std::string_view key, Timestamp now) {
  const auto parts = parse_key(key);
  if (!parts) return;
  database_.run(
      "UPDATE comments SET state = 'deleted', deleted_at = :now "
      "WHERE channel = :channel AND id = :id AND deleted_at IS NULL",
      {to_epoch_ms(now), parts->channel, parts->id});
}

Surroundings Store::surroundings_of(const Comment& comment, const std::vector<std::int64_t>& windows,
                                    bool with_prior_comments) {
  Surroundings around;
  if (comment.author.created_at && comment.created_at) {
    const auto age = std::chrono::floor<std::chrono::days>(*comment.created_at - *comment.author.created_at);
    around.author_age_days = std::max<std::int64_t>(0, age.count());
  }
  const bool counts_author = with_prior_comments && !comment.author.id.empty();
  if (!counts_author && windows.empty()) return around;

  // One that is not in the store stands after all that came until its time.
  std::optional<std::int64_t> sort_at = to_column(comment.created_at);
  std::int64_t sequence = std::numeric_limits<std::int64_t>::max();
  database_.query("SELECT sort_at, seq FROM comments WHERE channel = :channel AND id = :id", 2,
                  {comment.channel, comment.id}, [&](SqlRow& row) {
                    sort_at = row.number();
                    sequence = row.number();
                  });
  if (!sort_at) return around;

  if (counts_author) {
    around.prior_comments = database_.number(
        "SELECT count(*) FROM (SELECT 1 FROM comments WHERE channel = :channel AND author_id = :author_id "
        "AND sort_at <= :until AND (sort_at < :sort_at OR seq < :seq) LIMIT :most) AS prior",
        {comment.channel, comment.author.id, *sort_at, *sort_at, sequence, most_counted});
  }
  const std::int64_t digest = windows.empty() ? 0 : fold_digest(without_nul(comment.text));
  for (const std::int64_t minutes : windows) {
    if (digest == 0) {
      around.repeats.emplace_back(1);
      continue;
    }
    const auto others = database_.number(
        "SELECT count(*) FROM (SELECT 1 FROM comments WHERE fold_digest = :fold_digest AND sort_at >= :since "
        "AND sort_at <= :until AND (sort_at < :sort_at OR seq < :seq) LIMIT :most) AS repeats",
        {digest, *sort_at - minutes * 60'000, *sort_at, *sort_at, sequence, most_counted});
    around.repeats.emplace_back(others.value_or(0) + 1);
  }
  return around;
}

void Store::save_verdicts(const std::vector<JudgedComment>& judged, std::string_view rules_fingerprint, Timestamp now) {
  Transaction transaction(database_);
  for (const JudgedComment& one : judged) {
    const auto parts = parse_key(one.key);
    if (!parts) continue;
    const Verdict& verdict = one.verdict;
    const int action = static_cast<int>(verdict.action);
    // What a person kept or undid stays as it is. What was done is proposed again only when more is.
    database_.run(
        "UPDATE comments SET action_state = CASE "
        "WHEN action_state IN ('kept', 'undone') THEN action_state "
        "WHEN action_state = 'done' AND (verdict_action >= :action_a OR :action_b = 0) THEN action_state "
        "WHEN :action_c = 0 THEN '' "
        "WHEN verdict_action = :action_d AND action_state <> '' THEN action_state "
        "ELSE 'proposed' END, "
        "verdict_action = :action, verdict_score = :score, verdict_severity = :severity, "
        "verdict_sentiment = :sentiment, verdict_lang = :lang, verdict_department = :department, "
        "verdict_contact_hours = :contact_hours, verdict_labels = :labels, verdict_capped_by = :capped_by, "
        "verdict_decided_by = :decided_by, "
        "verdict_matches = :matches, rules_fingerprint = :fingerprint, judged_at = :judged_at "
        "WHERE channel = :channel AND id = :id AND text = :text",
        {action,
         action,
         action,
         action,
         action,
         verdict.score,
         static_cast<int>(verdict.severity),
         static_cast<int>(verdict.sentiment),
         verdict.lang,
         verdict.department,
         verdict.contact_hours,
         labels_to_column(verdict.labels),
         verdict.capped_by,
         verdict.decided_by,
         matches_to_column(verdict.matches),
         rules_fingerprint,
         to_epoch_ms(now),
         parts->channel,
         parts->id,
         one.text});
  }
  transaction.commit();
}

void Store::save_outcome(std::string_view key, CommentState state, std::string_view action_state) {
  const auto parts = parse_key(key);
  if (!parts) return;
  if (state == CommentState::unknown) {
    database_.run("UPDATE comments SET action_state = :action_state WHERE channel = :channel AND id = :id",
                  {action_state, parts->channel, parts->id});
    return;
  }
  database_.run(
      "UPDATE comments SET state = :state, action_state = :action_state WHERE channel = :channel AND id = :id",
      {to_string(state), action_state, parts->channel, parts->id});
}

std::size_t Store::count_page(std::string_view channel, std::string_view page) {
  return static_cast<std::size_t>(
      database_
          .number("SELECT count(*) FROM comments WHERE channel = :channel AND page = :page AND state <> 'deleted'",
                  {channel, page})
          .value_or(0));
}

Store::PostCount Store::count_post(std::string_view channel, std::string_view page, std::string_view post) {
  PostCount count;
  database_.query(
      "SELECT count(*), count(CASE WHEN state IN ('held', 'hidden', 'spam') THEN 1 END) FROM comments "
      "WHERE channel = :channel AND page = :page AND post = :post AND state <> 'deleted'",
      2, {channel, page, post}, [&](SqlRow& row) {
        count.comments = row.number();
        count.out_of_sight = row.number();
      });
  return count;
}

std::int64_t Store::sequence_of(std::string_view key) {
  const auto parts = parse_key(key);
  if (parts) {
    const auto sequence =
        database_.number("SELECT seq FROM comments WHERE channel = :channel AND id = :id", {parts->channel, parts->id});
    if (sequence) return *sequence;
  }
  throw Error(ErrorKind::wrong_use, "no comment in the store is called \"" + std::string(key) +
                                        "\"; a comment is named channel/id, as in the sheet's first column");
}

void Store::save_follow_up(std::string_view key, const FollowUp& follow_up, std::string_view person, Timestamp now) {
  Transaction transaction(database_);
  const std::int64_t sequence = sequence_of(key);
  const FollowUp before = find(key).value().follow_up.value_or(FollowUp{});
  const auto moment = [](const std::optional<Timestamp>& at) { return at ? to_iso8601(*at) : std::string(); };
  const std::array<std::array<std::string, 3>, 7> fields{{
      {"department", before.department, follow_up.department},
      {"owner", before.owner, follow_up.owner},
      {"status", before.status, follow_up.status},
      {"last_contact_at", moment(before.last_contact_at), moment(follow_up.last_contact_at)},
      {"contacts", std::to_string(before.contacts), std::to_string(follow_up.contacts)},
      {"note", before.note, follow_up.note},
      {"tags", joined_tags(before.tags), joined_tags(follow_up.tags)},
  }};
  bool changed = false;
  for (const auto& [field, old_value, new_value] : fields) {
    if (old_value == new_value) continue;
    changed = true;
    database_.run(
        "INSERT INTO follow_up_changes (seq, changed_at, person, field, value_before, value_after) "
        "VALUES (:seq, :changed_at, :person, :field, :value_before, :value_after)",
        {sequence, to_epoch_ms(now), person, field, without_nul(old_value), without_nul(new_value)});
  }
  if (changed) {
    database_.run(
        "INSERT INTO follow_ups (seq, department, owner, status, last_contact_at, contacts, note, tags) "
        "VALUES (:seq, :department, :owner, :status, :last_contact_at, :contacts, :note, :tags) "
        "ON CONFLICT (seq) DO UPDATE SET department = excluded.department, owner = excluded.owner, "
        "status = excluded.status, last_contact_at = excluded.last_contact_at, contacts = excluded.contacts, "
        "note = excluded.note, tags = excluded.tags",
        {sequence, without_nul(follow_up.department), without_nul(follow_up.owner), without_nul(follow_up.status),
         to_column(follow_up.last_contact_at), follow_up.contacts, without_nul(follow_up.note),
         without_nul(joined_tags(follow_up.tags))});
    database_.run("UPDATE comments SET has_follow_up = 1 WHERE seq = :seq AND has_follow_up = 0", {sequence});
    const bool contacted = follow_up.last_contact_at && follow_up.last_contact_at != before.last_contact_at;
    const auto contact = to_column(follow_up.last_contact_at);
    if (contacted) note_response(sequence, contact, std::nullopt);
    if (before.status != follow_up.status) {
      database_.run("UPDATE comments SET resolved_at = :resolved_at WHERE seq = :seq",
                    {follow_up.status == "resolved" ? std::optional(to_epoch_ms(now)) : std::nullopt, sequence});
    }
  }
  transaction.commit();
}

std::vector<std::string> Store::owners() {
  std::vector<std::string> names;
  database_.query("SELECT DISTINCT owner FROM follow_ups WHERE owner <> '' ORDER BY owner", 1,
                  std::initializer_list<SqlValue>{}, [&](SqlRow& row) { names.emplace_back(row.text()); });
  return names;
}

void Store::for_each_change(std::string_view key, const std::function<void(const FollowUpChange&)>& visit) {
  const std::string select =
      "SELECT h.id, c.channel, c.id, h.changed_at, h.person, h.field, h.value_before, h.value_after "
      "FROM follow_up_changes h JOIN comments c ON c.seq = h.seq ";
  const std::string order = " ORDER BY h.id LIMIT 500";
  std::int64_t last = 0;
  std::vector<FollowUpChange> page;
  const auto read = [&](SqlRow& row) {
    FollowUpChange change;
    change.id = row.number();
    last = change.id;
    change.key = std::string(row.text()) + "/";
    change.key += row.text();
    change.at = from_epoch_ms(row.number());
    change.person = row.text();
    change.field = row.text();
    change.before = row.text();
    change.after = row.text();
    page.push_back(std::move(change));
  };
  const std::int64_t sequence = key.empty() ? 0 : sequence_of(key);
  do {
    page.clear();
    if (key.empty()) {
      database_.query(select + "WHERE h.id > :last" + order, 8, {last}, read);
    } else {
      database_.query(select + "WHERE h.seq = :seq AND h.id > :last" + order, 8, {sequence, last}, read);
    }
    for (const auto& change : page) visit(change);
  } while (page.size() == 500);
}

void Store::note_export(Timestamp now) {
  Transaction transaction(database_);
  database_.run(
      "INSERT INTO sheet_exports (last_change, last_comment, exported_at) "
      "SELECT COALESCE(max(id), 0), (SELECT COALESCE(max(seq), 0) FROM comments), CAST(:now AS BIGINT) "
      "FROM follow_up_changes WHERE true ON CONFLICT (last_change) DO UPDATE SET "
      "last_comment = excluded.last_comment, exported_at = excluded.exported_at",
      {to_epoch_ms(now)});
  transaction.commit();
}

std::vector<SheetExport> Store::exports(std::size_t most) {
  std::vector<SheetExport> found;
  database_.query(
      "SELECT last_change, last_comment, exported_at FROM sheet_exports ORDER BY last_change DESC LIMIT :most", 3,
      {most}, [&](SqlRow& row) {
        SheetExport& one = found.emplace_back();
        one.last_change = row.number();
        one.last_comment = row.number();
        one.exported_at = from_epoch_ms(row.number());
      });
  return found;
}

Claim Store::claim(std::string_view key, std::string_view person, Timestamp until, Timestamp now) {
  Transaction transaction(database_);
  const std::int64_t sequence = sequence_of(key);
  database_.run(
      "INSERT INTO claims (seq, person, until_at) VALUES (:seq, :person, :until_at) "
      "ON CONFLICT (seq) DO UPDATE SET person = excluded.person, until_at = excluded.until_at "
      "WHERE claims.person = excluded.person OR claims.until_at <= :now",
      {sequence, person, to_epoch_ms(until), to_epoch_ms(now)});
  Claim holder;
  database_.query("SELECT person, until_at FROM claims WHERE seq = :seq", 2, {sequence}, [&](SqlRow& row) {
    holder.person = row.text();
    holder.until = from_epoch_ms(row.number());
  });
  transaction.commit();
  return holder;
}

std::int64_t Store::purge(const PurgeChoice& choice, bool dry_run, Timestamp now) {
  std::string where = "WHERE purged_at IS NULL ";
  std::vector<SqlValue> chosen;
  if (choice.before) {
    where += "AND sort_at < :before ";
    chosen.emplace_back(to_epoch_ms(*choice.before));
  }
  if (!choice.author_id.empty()) {
    where += "AND channel = :channel AND author_id = :author_id ";
    chosen.emplace_back(choice.channel);
    chosen.emplace_back(choice.author_id);
  }
  if (chosen.empty()) return 0;
  if (dry_run) {
    std::int64_t count = 0;
    database_.query("SELECT count(*) FROM comments " + where, 1, chosen, [&](SqlRow& row) { count = row.number(); });
    return count;
  }
  const bool sqlite = database_.kind() == DatabaseKind::sqlite;
  if (sqlite) database_.run_once("PRAGMA secure_delete = ON");
  std::vector<SqlValue> values{to_epoch_ms(now)};
  values.insert(values.end(), chosen.begin(), chosen.end());
  Transaction transaction(database_);
  const std::string purged_now = "seq IN (SELECT seq FROM comments " + where + ")";
  database_.run("UPDATE follow_ups SET note = '' WHERE " + purged_now, chosen);
  database_.run(
      "UPDATE follow_up_changes SET value_before = '', value_after = '' WHERE field = 'note' AND " + purged_now,
      chosen);
  database_.run("UPDATE sent_replies SET text = '' WHERE " + purged_now, chosen);
  const std::int64_t count = database_.run(
      "UPDATE comments SET text = '', author_id = '', author_name = '', author_created_at = NULL, author_role = '', "
      "url = '', extra = '', fold_digest = 0, purged_at = :now " +
          where,
      values);
  transaction.commit();
  // What was overwritten still stands in the log of changes until that is written back.
  if (sqlite && !database_.file().empty()) database_.run_once("PRAGMA wal_checkpoint(TRUNCATE)");
  return count;
}

void Store::release(std::string_view key, std::string_view person) {
  database_.run("DELETE FROM claims WHERE seq = :seq AND person = :person", {sequence_of(key), person});
}

}  // namespace cm
