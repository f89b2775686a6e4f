// CommentBlock: the comments of many lines at once, as views into the lines: what of a comment rules
// may look at, and nothing else of it is copied.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "model/comment.h"
#include "model/subject.h"

namespace cm {

/// One line that is a comment.
struct BlockComment {
  Subject subject;
  std::string_view json;     ///< the line: comment_from_json() gives all of the comment
  std::uint64_t number = 0;  ///< of the line
};

/// One line that is none.
struct BlockTrouble {
  std::uint64_t number = 0;
  std::string why;
};

class CommentBlock {
 public:
  /// Reads whole lines, the first of them with this number, the way comment_from_json() would read each.
  /// Lines without anything on them are passed over. The lines must outlive what comments() gives.
  void read(std::string_view lines, std::uint64_t first_line);

  [[nodiscard]] const std::vector<BlockComment>& comments() const { return comments_; }
  [[nodiscard]] const std::vector<BlockTrouble>& troubles() const { return troubles_; }

 private:
  void read_slowly(std::string_view line, std::uint64_t number);

  std::vector<BlockComment> comments_;
  std::vector<BlockTrouble> troubles_;
  std::string unescaped_;      // never grows while views point into it
  std::deque<Comment> whole_;  // of lines that were read slowly
};

}  // namespace cm
