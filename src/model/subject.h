// Subject: what of a comment rules may look at, as views into memory that outlives the judging.
// The store's Comment and the fast stream's JSON block both give one without copying text.
#pragma once

#include <optional>
#include <string_view>

#include "base/timestamp.h"
#include "model/comment.h"

namespace cm {

/// An empty view or optional is a fact that nobody told.
struct Subject {
  std::string_view id;
  std::string_view channel;
  std::string_view text;  ///< valid UTF-8
  std::string_view lang;
  std::string_view author_id;
  std::string_view author_name;
  std::string_view author_role;
  std::optional<Timestamp> author_created_at;
  std::optional<Timestamp> created_at;
};

/// The comment must outlive the subject.
[[nodiscard]] Subject subject_of(const Comment& comment);

}  // namespace cm
