// Deed: one change on a platform, and what came of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/comment.h"

namespace cm {

enum class DeedKind : std::uint8_t { hide, unhide, hold, approve, spam, remove, flag, unflag, reply, private_reply };

/// "hide", "delete" for remove, "private-reply" …: the words of the command line, journal and sidecar.
[[nodiscard]] std::string_view to_string(DeedKind kind);
[[nodiscard]] std::optional<DeedKind> parse_deed_kind(std::string_view text);

struct Deed {
  DeedKind kind = DeedKind::flag;
  Comment target;             ///< as it was read just before
  std::string run;            ///< the run that does it
  std::int64_t entry = 0;     ///< the journal entry that announced it: unique, and the same when it is tried again
  bool tried_before = false;  ///< an earlier run announced it and was cut off: it may have been done
  std::string text;           ///< replies only: what the person wrote
  Timestamp at{};             ///< when it was announced; a file channel writes this down
};

struct DeedOutcome {
  CommentState state_after = CommentState::unknown;
  std::string remote_id;        ///< what the platform calls that which was made (a reply), or empty
  bool was_already_so = false;  ///< the platform was in that state before
};

}  // namespace cm
