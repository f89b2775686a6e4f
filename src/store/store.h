// Store: what cm knows of comments: the comments, where reading stopped, verdicts, what people added.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/timestamp.h"
#include "database/database.h"
#include "model/comment.h"
#include "model/surroundings.h"
#include "model/verdict.h"

namespace cm {

class Decisions;
class SentReplies;

/// A stretch of a page that still has to be read, because a pass was cut off: kept with the comments
/// that came before the cut, so that nothing is lost.
struct Gap {
  std::int64_t id = 0;
  std::optional<Timestamp> newer_than;
  std::string cursor;
  bool full = false;
  std::int64_t pass = 0;  ///< a full pass remembers under this number what it saw
};

/// Where reading of one page stands.
struct Bookmark {
  std::optional<Timestamp> watermark;  ///< the newest comment seen; newer ones have not been asked for
  std::vector<Gap> gaps;               ///< newest first
};

/// What came of writing one page of comments.
struct SavedPage {
  std::size_t added = 0;
  std::size_t edited = 0;
  std::size_t unchanged = 0;
  std::size_t deleted = 0;  ///< not seen by the full pass that this page closed
};

/// What people add to a comment. When it is due follows from this: sheet/due.h.
struct FollowUp {
  std::string department;
  std::string owner;
  std::string status;  ///< open|contacted|waiting|resolved|ignored; empty: nobody looked yet
  std::optional<Timestamp> last_contact_at;
  std::int64_t contacts = 0;
  std::string note;
  std::vector<std::string> tags;  ///< sorted, without repeats; a tag holds no white space

  friend bool operator==(const FollowUp&, const FollowUp&) = default;
};

/// One field of a follow-up that somebody changed.
struct FollowUpChange {
  std::int64_t id = 0;  ///< later changes have higher ones
  std::string key;
  Timestamp at{};
  std::string person;
  std::string field;  ///< the column's name in the sheet
  std::string before;
  std::string after;
};

/// A comment with all that is known of it: a row of the sheet.
struct StoredComment {
  std::int64_t sequence = 0;  ///< later comments of this store have higher ones
  Comment comment;
  Timestamp first_seen_at{};
  std::optional<Timestamp> deleted_at;
  std::optional<Verdict> verdict;  ///< of the text as it is now
  std::string action_state;        ///< ""|proposed|done|undone|skipped|failed|kept: what came of the verdict
  /// When the brand first answered: by its own reply on the platform, or by a contact that somebody noted.
  std::optional<Timestamp> first_response_at;
  std::optional<Timestamp> last_response_at;  ///< the brand's last own reply on the platform
  std::optional<Timestamp> resolved_at;       ///< when its status became "resolved"; nothing while it is not
  std::optional<FollowUp> follow_up;
};

/// A state of what people wrote that a sheet was made from.
struct SheetExport {
  std::int64_t last_change = 0;   ///< the last FollowUpChange::id that it knows; 0: none
  std::int64_t last_comment = 0;  ///< the last StoredComment::sequence that could stand in it
  Timestamp exported_at{};        ///< the last time a sheet was made from it
};

/// A verdict on its way into the store, with the text it was made for.
struct JudgedComment {
  std::string key;
  std::string text;
  Verdict verdict;
};

struct CommentFilter {
  std::vector<std::string> channels;  ///< empty: all
  std::optional<Timestamp> since;     ///< created at or after
  std::optional<bool> mentions;       ///< true: only mentions; false: only comments on the brand's own pages
  bool only_unjudged = false;         ///< no verdict for the text as it is now
  bool only_judged = false;
  bool only_proposed = false;      ///< a verdict with an action that nothing came of yet
  bool only_hits = false;          ///< a verdict with an action, a deed, or something that people added
  bool only_out_of_sight = false;  ///< held, hidden or filed as spam
  bool with_deleted = true;        ///< also those that are gone from their platform; never with only_unjudged
};

/// Which comments a purge empties: all conditions that are set must hold.
struct PurgeChoice {
  std::optional<Timestamp> before;  ///< written before
  std::string channel;              ///< with author_id
  std::string author_id;
};

/// Who works on a comment, until when.
struct Claim {
  std::string person;
  Timestamp until{};
};

class Store {
 public:
  /// Brings the schema up to date. The database outlives the store.
  explicit Store(Database& database);

  /// Everything that `work` writes, also through a Journal on the same database, is kept whole or not
  /// at all. An exception undoes it and goes on its way.
  void atomically(const std::function<void()>& work);

  // --- reading a page -------------------------------------------------------------------------
  [[nodiscard]] Bookmark bookmark(std::string_view channel, std::string_view page);

  /// Begins a pass: the gap that covers all of it. Older gaps that lie in it are dropped: a full pass
  /// covers all, another one those whose newer_than is not earlier than its own.
  Gap begin_pass(std::string_view channel, std::string_view page, std::optional<Timestamp> newer_than, bool full);

  /// Writes comments and the gap's new cursor (and the watermark when it rose) in one transaction.
  /// A comment whose text changed loses its verdict. `next_cursor` empty closes the gap; a full pass
  /// that closes marks what it did not see as deleted. The watermark never rises beyond `now`.
  SavedPage save_page(std::string_view channel, std::string_view page, const Gap& gap,
                      const std::vector<Comment>& comments, const std::string& next_cursor, Timestamp now);

  // --- comments -------------------------------------------------------------------------------
  [[nodiscard]] std::optional<StoredComment> find(std::string_view key);

  /// Calls `visit` for each, oldest first, in pages: the whole is never in memory. `visit` may write.
  void for_each(const CommentFilter& filter, const std::function<void(const StoredComment&)>& visit);

  /// The same, a page of at most `size` at a time.
  void for_each_page(const CommentFilter& filter, std::size_t size,
                     const std::function<void(const std::vector<StoredComment>&)>& visit);

  /// How many of them there are.
  [[nodiscard]] std::size_t count(const CommentFilter& filter);

  /// Writes one comment as it was just read, outside any pass; an edited text loses its verdict.
  void save_comment(const Comment& comment, Timestamp now);

  /// The comment is gone from its platform.
  void mark_deleted(std::string_view key, Timestamp now);

  // --- judging --------------------------------------------------------------------------------
  /// Counted before the comment's own time; `windows` are RuleSet::repeat_windows(). Counts end at
  /// most_counted: no rule asks for more, and a flood costs no more than a comment.
  [[nodiscard]] Surroundings surroundings_of(const Comment& comment, const std::vector<std::int64_t>& windows,
                                             bool with_prior_comments);

  /// All of them in one transaction. A comment whose text changed in the meantime stays unjudged; one
  /// that is judged anew keeps its action_state while its text and the proposed action are the same.
  void save_verdicts(const std::vector<JudgedComment>& judged, std::string_view rules_fingerprint, Timestamp now);

  /// What came of a deed: the comment's state now, and what became of the proposal. In one transaction.
  void save_outcome(std::string_view key, CommentState state, std::string_view action_state);

  /// How many comments of a page are stored and not known to be deleted.
  [[nodiscard]] std::size_t count_page(std::string_view channel, std::string_view page);

  /// Of one post: how many comments there are that were not deleted, and how many of them are out of sight.
  struct PostCount {
    std::int64_t comments = 0;
    std::int64_t out_of_sight = 0;
  };
  [[nodiscard]] PostCount count_post(std::string_view channel, std::string_view page, std::string_view post);

  // --- people ---------------------------------------------------------------------------------
  /// Keeps what changed in the history; a new last_contact_at is a response, a status of "resolved" sets
  /// resolved_at. Throws Error(wrong_use) when there is no such comment.
  void save_follow_up(std::string_view key, const FollowUp& follow_up, std::string_view person, Timestamp now);

  /// Everybody who takes care of a comment, by name.
  [[nodiscard]] std::vector<std::string> owners();

  /// Every change of one comment's follow-up, or of all when `key` is empty; oldest first.
  void for_each_change(std::string_view key, const std::function<void(const FollowUpChange&)>& visit);

  /// Remembers that a sheet is made now, so that edits can be told from old copies when one comes back.
  void note_export(Timestamp now);
  /// The newest first, at most so many.
  [[nodiscard]] std::vector<SheetExport> exports(std::size_t most);

  /// Takes the text, the author, the address and what people noted out of the chosen comments, for good;
  /// verdicts, states and times stay. Gives how many; with `dry_run` nothing is changed.
  std::int64_t purge(const PurgeChoice& choice, bool dry_run, Timestamp now);

  /// Takes a comment for one person, or for longer when it is theirs already. Gives who holds it then:
  /// another person as long as their claim has not run out.
  Claim claim(std::string_view key, std::string_view person, Timestamp until, Timestamp now);
  void release(std::string_view key, std::string_view person);

  /// The comment that it answers and those above, from the top; then the answers to it, oldest first. Each
  /// list ends where `most` are found.
  struct Thread {
    std::vector<StoredComment> above;
    std::vector<StoredComment> answers;
  };
  [[nodiscard]] Thread thread_of(const Comment& comment, std::size_t most);

  // Tables of their own on the same database; they take part in atomically().
  [[nodiscard]] Decisions decisions();       ///< store/decisions.h
  [[nodiscard]] SentReplies sent_replies();  ///< store/sent_replies.h

 private:
  struct Row;
  Row row_of(std::string_view channel, std::string_view id);
  std::int64_t sequence_of(std::string_view key);
  void write(const Comment& comment, Timestamp now, SavedPage& saved);
  void note_responses(const Comment& comment, std::int64_t sequence);
  void note_response(std::int64_t sequence, std::optional<std::int64_t> first, std::optional<std::int64_t> last);

  Database& database_;
};

/// Where counting surroundings ends.
inline constexpr std::int64_t most_counted = 10000;

}  // namespace cm
