// Store::thread_of: what was said around a comment.
#include <algorithm>
#include <set>

#include "store/store.h"

namespace cm {

Store::Thread Store::thread_of(const Comment& comment, std::size_t most) {
  Thread thread;
  std::set<std::string> seen{comment.id};  // a file may hold a circle
  std::string parent = comment.parent;
  while (!parent.empty() && thread.above.size() < most && seen.insert(parent).second) {
    auto stored = find(comment.channel + "/" + parent);
    if (!stored) break;
    parent = stored->comment.parent;
    thread.above.push_back(std::move(*stored));
  }
  std::reverse(thread.above.begin(), thread.above.end());

  std::vector<std::string> ids;
  database_.query(
      "SELECT id FROM comments WHERE channel = :channel AND page = :page AND post = :post AND parent = :parent "
      "ORDER BY sort_at, seq LIMIT :most",
      1, {comment.channel, comment.page, comment.post, comment.id, most},
      [&](SqlRow& row) { ids.emplace_back(row.text()); });
  for (const std::string& id : ids) {
    if (auto stored = find(comment.channel + "/" + id)) thread.answers.push_back(std::move(*stored));
  }
  return thread;
}

}  // namespace cm
