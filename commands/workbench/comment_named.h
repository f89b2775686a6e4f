// A comment as a command line names it: "blog/12".
#pragma once

#include <string>

#include "model/comment.h"
#include "store/store.h"
#include "workbench/workbench.h"

namespace cm {

/// "blog/12", or "12" when there is but one channel it can be on: channel and id, nothing else. Throws
/// Error(wrong_use) for what names no channel of cm.toml.
[[nodiscard]] Comment target_named(const std::string& id, Workbench& bench);

/// The same, as the store has it. Throws Error(wrong_use) when it has none.
[[nodiscard]] StoredComment stored_comment_named(const std::string& id, Workbench& bench);

}  // namespace cm
