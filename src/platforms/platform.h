// Platform: one place where people comment: read a page of it, carry out a deed on it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/error.h"
#include "base/log.h"
#include "http/http_client.h"
#include "model/comment.h"
#include "model/deed.h"
#include "platforms/text_limit.h"

namespace cm {

/// How much a platform can do of one kind of deed.
enum class Support : std::uint8_t {
  no,
  local,       ///< kept in cm's own store; the platform never hears of it (a flag on most)
  documented,  ///< the vendor's documentation says so; never tried against the real platform
  tried,       ///< seen to work against the real platform or its real software
};

/// What one deed means here: for `cm doctor`, for downgrades, and for the platform itself.
struct Capability {
  DeedKind deed = DeedKind::flag;
  Support support = Support::no;
  std::string_view meaning;                    ///< who still sees the comment afterwards
  CommentState after = CommentState::unknown;  ///< what it makes of the comment; unknown: leaves it as it is
  TextLimit limit = {};                        ///< replies: how long the text may be
  std::size_t together = 1;                    ///< how many of them one request can carry out
};

/// The line of a platform's table; Support::no where it does not name the deed.
[[nodiscard]] Capability capability_in(std::span<const Capability> capabilities, DeedKind deed);

/// What fetching costs here, for `cm fetch --estimate`; by the platform's documentation.
struct FetchCost {
  std::size_t comments_a_request = 100;
  std::string_view unit = "requests";  ///< in which the platform counts its quota
  std::size_t units_a_request = 1;
  double dollars_a_comment = 0;  ///< US dollars for each comment that is handed out
};

/// A page of the brand that holds comments: a blog, a Facebook Page, a video, a search.
struct PageRef {
  std::string id;  ///< "*": the channel as a whole, whatever page its comments name
  std::string name;
};

/// In which order a platform hands out the comments of a page; gather() keeps its bookmarks by it.
enum class ReadOrder : std::uint8_t {
  newest_first,
  oldest_first,
  whole,  ///< each read covers everything there is: what is missing has been deleted
};

/// Where to go on reading a page.
struct ReadFrom {
  std::string cursor;                   ///< as the last CommentPage gave it; empty at the start of a pass
  std::optional<Timestamp> newer_than;  ///< the pass wants what came after; nothing: everything
  bool full = false;                    ///< the pass looks for edits and deletions too
};

/// Part of a reply that could not be read as a comment; the rest of the page goes on.
struct UnreadableItem {
  std::string item;  ///< its id where that could be read, else its position: "item 3"
  std::string why;
};

/// One reply of a platform.
struct CommentPage {
  std::vector<Comment> comments;
  std::vector<UnreadableItem> unreadable;
  std::string next_cursor;                    ///< empty when the pass is complete
  std::optional<std::size_t> expected_total;  ///< where the platform tells, for progress
};

/// One line of `cm doctor`.
struct Diagnosis {
  std::string check;  ///< "login", "scopes", "quota"
  bool good = true;
  std::string found;
  std::string fix;                    ///< the next command to type or thing to change; empty when good
  ErrorKind kind = ErrorKind::login;  ///< what a bad one is: the exit code of `cm doctor`
};

/// Errors: login (expired, wrong, a permission missing), unavailable (quota, network: running again is
/// safe), refused (this item or page only), each naming the fix.
class Platform {
 public:
  /// `capabilities` is the platform's line of the table; it answers state_after() and check_length().
  explicit Platform(std::span<const Capability> capabilities = {}) : capabilities_(capabilities) {}
  virtual ~Platform() = default;

  /// The pages that the channel's settings name, "*" spelled out.
  [[nodiscard]] virtual std::vector<PageRef> pages() = 0;

  [[nodiscard]] virtual ReadOrder read_order() const = 0;

  /// Whether a pass from the newest to the oldest sees every comment that still exists. Where it does
  /// not (a search that knows a week, a feed of twenty entries), what a pass missed is not gone.
  [[nodiscard]] virtual bool sees_everything() const { return true; }

  /// How many comments a page has by the platform's own count, from a request that reads none or next to
  /// none of them; nothing where it does not tell.
  [[nodiscard]] virtual std::optional<std::size_t> count_comments(const PageRef& /*page*/) { return std::nullopt; }

  /// One request's worth of comments. A cursor that the platform no longer takes is refused with
  /// Error(refused); gather() then starts the pass anew.
  [[nodiscard]] virtual CommentPage read_page(const PageRef& page, const ReadFrom& from) = 0;

  /// The comment as it is now; nothing when it is gone.
  [[nodiscard]] virtual std::optional<Comment> read_comment(const Comment& known) = 0;

  /// Does it. Called only for deeds whose capability is neither `no` nor `local`. May be called again
  /// for a deed that an earlier, killed run already did (same Deed::entry): that is no error and
  /// happens once.
  [[nodiscard]] virtual DeedOutcome carry_out(const Deed& deed) = 0;

  /// Does several deeds of one kind, at most Capability::together of them: all are done, or an Error says
  /// that none is known to be. One outcome each, in their order. Only for deeds that may be done twice.
  [[nodiscard]] virtual std::vector<DeedOutcome> carry_out_together(std::span<const Deed> deeds);

  /// The state that a comment has after a deed of this kind: how a later run sees that a deed whose
  /// outcome nobody wrote down was done. As the table has it, unless the settings have a say.
  [[nodiscard]] virtual CommentState state_after(DeedKind deed) const;

  /// Asks the platform what `cm doctor` shows. Does not throw for what it finds.
  [[nodiscard]] virtual std::vector<Diagnosis> diagnose() = 0;

  /// Whether what is read here stands on others' pages: mentions of the brand and what searches found.
  [[nodiscard]] bool listens() const { return listens_; }
  void set_listening(bool listens) { listens_ = listens; }

 protected:
  /// Throws Error(refused) when the deed's text is longer than the table allows.
  void check_length(const Deed& deed) const;

 private:
  std::span<const Capability> capabilities_;
  bool listens_ = false;
};

/// "channel/id: why", as an Error(refused) to throw.
[[nodiscard]] Error refused(const Comment& target, std::string_view why);

/// For a deed that the platform's table does not name.
[[nodiscard]] Error cannot(const Deed& deed);

}  // namespace cm
