#include "model/comment.h"

#include <array>
#include <utility>

namespace cm {
namespace {

constexpr std::array<std::pair<CommentState, std::string_view>, 6> state_names{{
    {CommentState::visible, "visible"},
    {CommentState::held, "held"},
    {CommentState::hidden, "hidden"},
    {CommentState::spam, "spam"},
    {CommentState::deleted, "deleted"},
    {CommentState::unknown, "unknown"},
}};

}  // namespace

std::string_view to_string(CommentState state) {
  for (const auto& [value, name] : state_names) {
    if (value == state) return name;
  }
  return "unknown";
}

std::optional<CommentState> parse_comment_state(std::string_view text) {
  for (const auto& [value, name] : state_names) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::string key_of(const Comment& comment) { return comment.channel + "/" + comment.id; }

std::optional<CommentKey> parse_key(std::string_view key) {
  const std::size_t slash = key.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == key.size()) return std::nullopt;
  return CommentKey{std::string(key.substr(0, slash)), std::string(key.substr(slash + 1))};
}

}  // namespace cm
