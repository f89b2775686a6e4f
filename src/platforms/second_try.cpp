#include "platforms/second_try.h"

#include <chrono>
#include <string>
#include <string_view>

namespace cm {
namespace {

// How far apart this machine's clock and the platform's may be.
constexpr std::chrono::minutes clock_skew(10);

/// What a platform leaves of a text: blanks may be joined, links shortened, the addressed name put before it.
std::string essence_of(std::string_view text) {
  std::string essence;
  while (!text.empty()) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(" \t\r\n"));
    text.remove_prefix(word.size());
    if (essence.empty() && word.starts_with('@')) continue;
    if (!essence.empty()) essence += ' ';
    essence += word.starts_with("http://") || word.starts_with("https://") ? std::string_view("link") : word;
  }
  return essence;
}

}  // namespace

std::optional<DeedOutcome> sent_before(const Deed& deed, const std::function<CommentPage()>& replies) {
  if (!deed.tried_before) return std::nullopt;
  const std::string wanted = essence_of(deed.text);
  for (const Comment& reply : replies().comments) {
    const bool in_time = !reply.created_at || *reply.created_at >= deed.at - clock_skew;
    if (reply.author.role != "staff" || !in_time || essence_of(reply.text) != wanted) continue;
    return DeedOutcome{.state_after = deed.target.state, .remote_id = reply.id, .was_already_so = true};
  }
  return std::nullopt;
}

void refuse_second_try(const Deed& deed) {
  if (!deed.tried_before) return;
  throw refused(deed.target,
                "an earlier run was cut off while it sent this and nothing tells whether it arrived; look there, and "
                "send it anew if it did not");
}

}  // namespace cm
