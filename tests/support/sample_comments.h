// Comments for tests: only what matters to the test is said, the rest is filled in.
#pragma once

#include <string>
#include <string_view>

#include "model/comment.h"

namespace cm {

[[nodiscard]] inline Comment comment_saying(std::string_view text, std::string_view id = "c1") {
  Comment comment;
  comment.id = id;
  comment.channel = "blog";
  comment.platform = "file";
  comment.page = "p";
  comment.post = "12";
  comment.author.id = "a9";
  comment.author.name = "Sam Sample";
  comment.created_at = parse_iso8601("2026-11-20T10:00:00Z");
  comment.text = text;
  return comment;
}

[[nodiscard]] inline Comment comment_by(std::string_view author_id, std::string_view text, std::string_view id = "c1") {
  Comment comment = comment_saying(text, id);
  comment.author.id = author_id;
  return comment;
}

[[nodiscard]] inline Comment comment_at(std::string_view iso8601, std::string_view text, std::string_view id = "c1") {
  Comment comment = comment_saying(text, id);
  comment.created_at = parse_iso8601(iso8601);
  return comment;
}

}  // namespace cm
