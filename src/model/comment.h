// Comment: what somebody wrote on a page of the brand, as the platform gave it. Untrusted text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/timestamp.h"

namespace cm {

/// Whether others can see a comment on its platform.
enum class CommentState : std::uint8_t {
  visible,
  held,     ///< waits for a moderator; only staff sees it
  hidden,   ///< taken out of sight; each platform decides who still sees it
  spam,     ///< filed as spam
  deleted,  ///< gone, or in the platform's bin
  unknown,  ///< the platform does not tell
};

[[nodiscard]] std::string_view to_string(CommentState state);
[[nodiscard]] std::optional<CommentState> parse_comment_state(std::string_view text);

/// Who wrote a comment. An empty text is a fact the platform did not tell.
struct Author {
  std::string id;
  std::string name;
  std::optional<Timestamp> created_at;  ///< when the account was made
  std::string role;                     ///< "staff" for the brand's own people, else the platform's word
};

/// Only `id` and `text` are always there. An empty text or optional is unknown, never "none" or zero.
struct Comment {
  std::string id;
  std::string channel;   ///< the channel's name in cm.toml
  std::string platform;  ///< a name of platforms/platform_table.h
  std::string page;
  std::string post;
  std::string parent;  ///< the comment it answers
  Author author;
  std::optional<Timestamp> created_at;
  std::string text;  ///< valid UTF-8
  std::string url;
  std::optional<std::int64_t> likes;
  std::string lang;  ///< BCP 47, as the platform says it
  CommentState state = CommentState::visible;
  bool mention = false;  ///< stands elsewhere and was found by a search or a mention; else it is on a page of the brand
  std::string extra;     ///< the keys cm does not know, as one JSON object; empty when there are none
};

/// "channel/id": what sheets, logs and the command line call a comment.
[[nodiscard]] std::string key_of(const Comment& comment);

/// Splits a key at its first "/": channel names hold none, ids may. Nothing without a "/".
struct CommentKey {
  std::string channel;
  std::string id;
};
[[nodiscard]] std::optional<CommentKey> parse_key(std::string_view key);

}  // namespace cm
