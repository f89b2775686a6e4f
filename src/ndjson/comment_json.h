// Comments and verdicts as NDJSON, the way contract and cm-ndjson(5) have them.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "model/comment.h"
#include "model/verdict.h"

namespace cm {

/// The largest line that is read.
inline constexpr std::size_t longest_line = std::size_t{1} << 20;

/// Why a line could not be read as a comment.
struct UnreadableLine {
  std::string why;
  std::string id;  ///< where that could be read
};

/// Reads one line. Unknown keys are kept in Comment::extra, and so is a known key of an odd type,
/// which then counts as unknown. `id` and `text` must be there; ids may be whole numbers, which are
/// taken as their digits. A line that is not strict JSON in strict UTF-8, or is longer than
/// `longest_line`, is unreadable.
[[nodiscard]] std::variant<Comment, UnreadableLine> comment_from_json(std::string_view line);

/// One line, without its line break, keys in the contract's order; what is unknown is null. What the
/// comment has beyond that follows; a key of it whose name is taken gets a "_" before it.
[[nodiscard]] std::string to_json(const Comment& comment);
[[nodiscard]] std::string to_json(std::string_view id, const Verdict& verdict);

}  // namespace cm
