// PretendPlatform: a platform in memory, for tests of what is done with platforms.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"

namespace cm {

class PretendPlatform final : public Platform {
 public:
  std::vector<Comment> comments;  ///< oldest first
  std::size_t page_size = 2;
  ReadOrder order = ReadOrder::newest_first;
  std::vector<Deed> deeds;                                            ///< that were carried out
  std::function<void()> before_read = [] {};                          ///< may throw
  std::function<void(const Deed&)> before_deed = [](const Deed&) {};  ///< may throw: not done
  std::function<void(const Deed&)> after_deed = [](const Deed&) {};   ///< may throw: done, but nobody hears of it
  std::size_t reads = 0;
  std::vector<std::size_t> batches;   ///< how many deeds each request had that takes several
  std::optional<std::size_t> counts;  ///< what the platform says that there are

  std::vector<PageRef> pages() override { return {{"wall", "Wall"}}; }
  ReadOrder read_order() const override { return order; }
  std::optional<std::size_t> count_comments(const PageRef&) override { return counts; }

  CommentPage read_page(const PageRef&, const ReadFrom& from) override {
    ++reads;
    before_read();
    std::vector<Comment> wanted;
    for (const Comment& comment : comments) {
      if (!from.newer_than || comment.created_at > from.newer_than) wanted.push_back(comment);
    }
    if (order == ReadOrder::newest_first) std::reverse(wanted.begin(), wanted.end());
    const std::size_t start = from.cursor.empty() ? 0 : std::stoul(from.cursor);
    CommentPage page;
    for (std::size_t i = start; i < wanted.size() && i < start + page_size; ++i) page.comments.push_back(wanted[i]);
    if (start + page_size < wanted.size()) page.next_cursor = std::to_string(start + page_size);
    return page;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    before_read();
    const Comment* found = find(known.id);
    return found == nullptr ? std::nullopt : std::optional(*found);
  }

  DeedOutcome carry_out(const Deed& deed) override {
    before_deed(deed);
    Comment* target = find(deed.target.id);
    if (target == nullptr) throw Error(ErrorKind::refused, "no such comment");
    if (deed.kind == DeedKind::reply || deed.kind == DeedKind::private_reply) return answer(deed);
    return set_state(deed, *target);
  }

  /// All or none, as hosts do it that take a list of ids.
  std::vector<DeedOutcome> carry_out_together(std::span<const Deed> together) override {
    batches.push_back(together.size());
    for (const Deed& deed : together) before_deed(deed);
    std::vector<DeedOutcome> outcomes;
    for (const Deed& deed : together) outcomes.push_back(set_state(deed, *find(deed.target.id)));
    return outcomes;
  }

  DeedOutcome set_state(const Deed& deed, Comment& comment) {
    Comment* const target = &comment;
    target->state = state_after(deed.kind);
    deeds.push_back(deed);
    after_deed(deed);
    return DeedOutcome{.state_after = target->state};
  }

  CommentState state_after(DeedKind deed) const override {
    switch (deed) {
      case DeedKind::hide:
        return CommentState::hidden;
      case DeedKind::hold:
        return CommentState::held;
      case DeedKind::spam:
        return CommentState::spam;
      case DeedKind::remove:
        return CommentState::deleted;
      default:
        return CommentState::visible;
    }
  }

  std::vector<Diagnosis> diagnose() override { return {}; }

  /// A public one becomes a comment, once for each entry; a private one is only in `deeds`.
  DeedOutcome answer(const Deed& deed) {
    const std::string id = "reply-" + std::to_string(deed.entry);
    const bool twice =
        std::any_of(deeds.begin(), deeds.end(), [&deed](const Deed& done) { return done.entry == deed.entry; });
    if (!twice) {
      deeds.push_back(deed);
      if (deed.kind == DeedKind::reply) {
        Comment sent = deed.target;
        sent.id = id;
        sent.parent = deed.target.id;
        sent.text = deed.text;
        sent.author = Author{.id = "us", .name = "Us", .created_at = {}, .role = "staff"};
        comments.push_back(sent);
      }
    }
    after_deed(deed);
    return DeedOutcome{.state_after = CommentState::visible, .remote_id = id, .was_already_so = twice};
  }

  Comment* find(const std::string& id) {
    const auto found =
        std::find_if(comments.begin(), comments.end(), [&id](const Comment& comment) { return comment.id == id; });
    return found == comments.end() ? nullptr : &*found;
  }
};

/// A platform that hides and holds, and keeps flags in the store.
inline const PlatformKind& pretend_kind() {
  static constexpr std::array capabilities{
      Capability{DeedKind::hide, Support::tried, "nobody"},
      Capability{DeedKind::unhide, Support::tried, ""},
      Capability{DeedKind::hold, Support::tried, "staff"},
      Capability{DeedKind::approve, Support::tried, ""},
      Capability{DeedKind::flag, Support::local, "everybody"},
      Capability{DeedKind::unflag, Support::local, ""},
      Capability{DeedKind::reply, Support::tried, "everybody"},
      Capability{DeedKind::private_reply, Support::tried, "only its author"},
      Capability{DeedKind::remove, Support::tried, ""},
  };
  static const PlatformKind kind{.name = "pretend", .title = "Pretend", .capabilities = capabilities};
  return kind;
}

/// The same, where one request hides up to four comments.
inline const PlatformKind& pretend_kind_in_batches() {
  static constexpr std::array capabilities{
      Capability{DeedKind::hide, Support::tried, "nobody", CommentState::hidden, {}, 4},
      Capability{DeedKind::unhide, Support::tried, "", CommentState::visible},
  };
  static const PlatformKind kind{.name = "pretend", .title = "Pretend", .capabilities = capabilities};
  return kind;
}

}  // namespace cm
