#include "moderation/gather.h"

#include <algorithm>
#include <future>
#include <utility>

#include "base/stop.h"

namespace cm {
namespace {

class Gathering {
 public:
  Gathering(Platform& platform, std::string_view channel, Store& store, Clock& clock, Log& log,
            const GatherOptions& options)
      : platform_(platform), channel_(channel), store_(store), clock_(clock), log_(log), options_(options) {}

  GatherReport all_pages() {
    std::vector<PageRef> pages;
    try {
      pages = platform_.pages();
    } catch (const Error& error) {
      if (!note(error, "")) return std::move(report_);
    }
    pages_ = pages.size();
    for (const PageRef& page : pages) {
      try {
        one_page(page);
      } catch (const Error& error) {
        if (!note(error, page.id)) break;
      }
      if (report_.limited) break;
      ++pages_done_;
    }
    return std::move(report_);
  }

 private:
  // New comments first, since they matter most; then what earlier, interrupted passes left open.
  void one_page(const PageRef& page) {
    Bookmark bookmark = store_.bookmark(channel_, page.id);
    const bool resumes = resumes_from_gap(bookmark);
    if (!resumes) {
      const bool everything =
          (options_.full && platform_.sees_everything()) || platform_.read_order() == ReadOrder::whole;
      std::optional<Timestamp> newer_than = everything || options_.full ? std::nullopt : bookmark.watermark;
      if (!newer_than && !everything) newer_than = options_.since;
      const Gap gap = store_.begin_pass(channel_, page.id, newer_than, everything);
      pass(page, gap);
    }
    for (const Gap& gap : bookmark.gaps) {
      if (report_.limited) return;
      pass(page, gap);
    }
  }

  // A platform that reads from old to new, or all in one, goes on where it stopped: a new pass would
  // only read the same again. One that reads from new to old begins at the top and comes to the gap later.
  bool resumes_from_gap(const Bookmark& bookmark) const {
    return !bookmark.gaps.empty() && platform_.read_order() != ReadOrder::newest_first && !options_.full;
  }

  void pass(const PageRef& page, Gap gap) {
    const bool resumed = !gap.cursor.empty();
    try {
      read_on(page, gap);
    } catch (const Error& error) {
      // A cursor that has expired is no reason to lose the stretch behind it: read it from its start.
      if (!resumed || error.kind() != ErrorKind::refused) throw;
      log_.info("channel " + std::string(channel_) + ": the place to go on from is no longer known; starting over");
      gap.cursor.clear();
      read_on(page, gap);
    }
  }

  // While one reply is written to the store, the next is already on its way.
  void read_on(const PageRef& page, Gap& gap) {
    const auto read = [this, &page, &gap](std::string cursor) {
      return platform_.read_page(page,
                                 ReadFrom{.cursor = std::move(cursor), .newer_than = gap.newer_than, .full = gap.full});
    };
    CommentPage current = read(gap.cursor);
    while (true) {
      leave_if_stopped();
      const bool last = current.next_cursor.empty();
      const bool limit_reached = options_.limit && handed_out_ + current.comments.size() >= *options_.limit;
      std::future<CommentPage> next;
      if (!last && !limit_reached) next = std::async(std::launch::async, read, current.next_cursor);
      save(page, gap, current);
      if (last) return;
      if (limit_reached) {
        report_.limited = true;
        return;
      }
      gap.cursor = current.next_cursor;
      current = next.get();
    }
  }

  void save(const PageRef& page, const Gap& gap, CommentPage& read) {
    for (Comment& comment : read.comments) {
      comment.channel = channel_;
      comment.mention = comment.mention || platform_.listens();
    }
    const SavedPage saved = store_.save_page(channel_, page.id, gap, read.comments, read.next_cursor, clock_.now());
    handed_out_ += read.comments.size();
    if (options_.progressed) options_.progressed(handed_out_, part_read(gap, read));
    report_.fetched += saved.added + saved.edited;
    report_.added += saved.added;
    report_.edited += saved.edited;
    report_.deleted += saved.deleted;
    for (UnreadableItem& item : read.unreadable) {
      log_.warning("channel " + std::string(channel_) + ", page " + page.id + ": " + item.item +
                   " cannot be read: " + item.why);
      report_.unreadable.push_back(std::move(item));
    }
    log_.debug("channel " + std::string(channel_) + ", page " + page.id + ": " + std::to_string(report_.fetched) +
               " comments so far");
  }

  // By the number of pages, and within one by how far its times have come on the way to those of the last run. The
  // first pass over a single page tells nothing before its end.
  [[nodiscard]] std::optional<double> part_read(const Gap& gap, const CommentPage& read) const {
    double of_page = read.next_cursor.empty() ? 1 : 0;
    const bool by_time = gap.newer_than && !read.comments.empty() && read.comments.back().created_at &&
                         platform_.read_order() != ReadOrder::whole;
    if (by_time && of_page < 1) {
      const auto stretch = static_cast<double>((clock_.now() - *gap.newer_than).count());
      const auto from_last_run = static_cast<double>((*read.comments.back().created_at - *gap.newer_than).count());
      const double there = std::clamp(from_last_run / std::max(stretch, 1.0), 0.0, 1.0);
      of_page = platform_.read_order() == ReadOrder::newest_first ? 1 - there : there;
    }
    const double part =
        (static_cast<double>(pages_done_) + of_page) / static_cast<double>(std::max<std::size_t>(pages_, 1));
    return part > 0 ? std::optional(std::min(part, 1.0)) : std::nullopt;
  }

  // Whether the other pages are worth trying.
  bool note(const Error& error, const std::string& page) {
    if (error.kind() == ErrorKind::interrupted || error.kind() == ErrorKind::internal) throw error;
    report_.failures.push_back({page, error.kind(), error.what()});
    return error.kind() == ErrorKind::refused;
  }

  Platform& platform_;
  std::string_view channel_;
  Store& store_;
  Clock& clock_;
  Log& log_;
  const GatherOptions& options_;
  GatherReport report_;
  std::size_t handed_out_ = 0;
  std::size_t pages_ = 0;
  std::size_t pages_done_ = 0;
};

}  // namespace

GatherReport gather(Platform& platform, std::string_view channel, Store& store, Clock& clock, Log& log,
                    const GatherOptions& options) {
  return Gathering(platform, channel, store, clock, log, options).all_pages();
}

GatherReport read_through(Platform& platform, std::string_view channel, const GatherOptions& options,
                          const std::function<void(const Comment&)>& visit) {
  GatherReport report;
  for (const PageRef& page : platform.pages()) {
    ReadFrom from{.newer_than = options.since, .full = options.full};
    do {
      leave_if_stopped();
      CommentPage read = platform.read_page(page, from);
      for (Comment& comment : read.comments) {
        if (options.limit && report.fetched == *options.limit) {
          report.limited = true;
          return report;
        }
        comment.channel = channel;
        comment.mention = comment.mention || platform.listens();
        visit(comment);
        ++report.fetched;
      }
      std::move(read.unreadable.begin(), read.unreadable.end(), std::back_inserter(report.unreadable));
      from.cursor = std::move(read.next_cursor);
    } while (!from.cursor.empty());
  }
  return report;
}

}  // namespace cm
