// Composing a reply: the person's words with the thread and the department's facts at hand, checked before
// anything is sent. For cm reply and cm review.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "moderation/carry_out.h"
#include "people/draft_file.h"
#include "reply/reply_check.h"
#include "store/store.h"
#include "workbench/workbench.h"

namespace cm {

/// What is to be answered, and how.
struct ReplyRequest {
  StoredComment stored;
  bool is_private = false;
  std::string public_note;  ///< beside a private message; empty: one of cm.toml, or none
};

/// Throws Error(wrong_use) when the channel cannot send what is asked for.
void refuse_what_the_channel_cannot(const ReplyRequest& request, Workbench& bench);

/// All that is wrong with the text, by the checks of reply/reply_check.h and the guide of cm.toml.
[[nodiscard]] std::vector<ReplyFinding> check_written(const ReplyRequest& request, std::string_view text,
                                                      Workbench& bench);
[[nodiscard]] bool may_be_sent(const std::vector<ReplyFinding>& findings);

/// "signature: it is not signed …", one a line.
[[nodiscard]] std::string to_text(const std::vector<ReplyFinding>& findings);

/// The person's words from their editor, below them the thread and the facts, which are left out again. The
/// draft is in the file all the time. Empty when the person left it so.
[[nodiscard]] std::string write_in_editor(const ReplyRequest& request, const DraftFile& draft, Workbench& bench);

/// The message, and the note that is left in public where it is private. Throws Error(wrong_use) when a note is
/// wanted and all of cm.toml's were used lately, or when the given one does not pass.
[[nodiscard]] std::vector<WrittenReply> parts_of(const ReplyRequest& request, const std::string& text,
                                                 Workbench& bench);

}  // namespace cm
