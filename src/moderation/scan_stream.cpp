#include "moderation/scan_stream.h"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include "base/stop.h"
#include "moderation/repeat_counter.h"
#include "ndjson/comment_block.h"
#include "ndjson/comment_json.h"
#include "ndjson/line_blocks.h"
#include "text/fold.h"

namespace cm {
namespace {

/// Lets blocks through one at a time in their order, whichever thread has them.
class Turnstile {
 public:
  void enter(std::uint64_t turn) {
    std::unique_lock lock(mutex_);
    turned_.wait(lock, [&] { return turn_ == turn; });
  }
  void leave() {
    {
      const std::lock_guard lock(mutex_);
      ++turn_;
    }
    turned_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable turned_;
  std::uint64_t turn_ = 0;
};

/// One block on its way from lines to text.
struct Work {
  LineBlock block;
  CommentBlock comments;
  std::vector<Surroundings> around;  // empty, or one for each comment
  std::string text;
};

class StreamScan {
 public:
  StreamScan(int descriptor, std::string_view file, const Screener& screener, const StreamSinks& sinks)
      : blocks_(descriptor, std::string(file), longest_line),
        file_(file),
        screener_(screener),
        sinks_(sinks),
        counts_repeats_(!screener.rules().repeat_windows().empty()),
        repeats_(screener.rules().repeat_windows()) {}

  StreamTally run(std::size_t threads) {
    std::vector<std::thread> others;
    others.reserve(threads - 1);
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([this] { work(); });
    work();
    for (std::thread& other : others) other.join();
    if (failure_) std::rethrow_exception(failure_);
    return tally_;
  }

 private:
  void work() {
    Work work;
    while (true) {
      std::uint64_t turn = 0;
      {
        const std::lock_guard lock(reading_);
        if (ended_) return;
        ended_ = !guarded([&] {
          leave_if_stopped();
          return blocks_.next(work.block);
        });
        if (ended_) return;
        turn = next_turn_++;
      }
      (void)guarded([&] {
        parse(work);
        return true;
      });
      if (counts_repeats_) {
        counting_.enter(turn);
        (void)guarded([&] {
          count_repeats(work);
          return true;
        });
        counting_.leave();
      }
      (void)guarded([&] {
        judge(work);
        return true;
      });
      printing_.enter(turn);
      const bool go_on = !failed_ && guarded([&] { return hand_on(work); });
      printing_.leave();
      if (!go_on) {
        const std::lock_guard lock(reading_);
        ended_ = true;
      }
    }
  }

  /// Runs one step; the first failure is kept for run() and ends the scan.
  template <typename Step>
  bool guarded(Step step) {
    try {
      return step();
    } catch (...) {
      const std::lock_guard lock(failing_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
      return false;
    }
  }

  static void parse(Work& work) {
    work.around.clear();
    work.text.clear();
    work.comments.read(work.block.text, work.block.first_line);
  }

  void count_repeats(Work& work) {
    for (const BlockComment& comment : work.comments.comments()) {
      const std::uint64_t hash = std::hash<std::string>{}(folded(comment.subject.text));
      work.around.push_back(Surroundings{.repeats = repeats_.count(hash, comment.subject.created_at)});
    }
  }

  void judge(Work& work) const {
    const Surroundings alone;
    const std::vector<BlockComment>& comments = work.comments.comments();
    for (std::size_t i = 0; i < comments.size(); ++i) {
      const BlockComment& comment = comments[i];
      const Findings findings = screener_.rules().judge(comment.subject, work.around.empty() ? alone : work.around[i]);
      if (findings.matches.empty() && !sinks_.wants_all) continue;
      sinks_.describe(comment.subject, screener_.verdict(comment.subject, findings), StreamLine{file_, comment.number},
                      work.text);
    }
  }

  bool hand_on(const Work& work) {
    for (const BlockTrouble& trouble : work.comments.troubles()) {
      sinks_.unreadable(StreamLine{file_, trouble.number}, trouble.why);
    }
    tally_.judged += work.comments.comments().size();
    tally_.unreadable += work.comments.troubles().size();
    tally_.bytes += work.block.text.size();
    if (sinks_.progressed) sinks_.progressed(tally_);
    return work.text.empty() || sinks_.print(work.text);
  }

  LineBlocks blocks_;
  std::string_view file_;
  const Screener& screener_;
  const StreamSinks& sinks_;
  bool counts_repeats_;
  RepeatCounter repeats_;

  std::mutex reading_;
  bool ended_ = false;           // under reading_
  std::uint64_t next_turn_ = 0;  // under reading_
  Turnstile counting_;
  Turnstile printing_;
  std::mutex failing_;
  std::exception_ptr failure_;  // under failing_
  std::atomic<bool> failed_ = false;
  StreamTally tally_;  // inside printing_
};

}  // namespace

StreamTally scan_stream(int descriptor, std::string_view file, const Screener& screener, std::size_t threads,
                        const StreamSinks& sinks) {
  return StreamScan(descriptor, file, screener, sinks).run(threads);
}

}  // namespace cm
