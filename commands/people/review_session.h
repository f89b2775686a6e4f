// ReviewSession: the comments of a queue, one at a time, each held for the person who looks at it.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "journal/journal.h"
#include "moderation/guard.h"
#include "people/keys.h"
#include "people/review_queue.h"
#include "workbench/workbench.h"

namespace cm {

class ReviewSession {
 public:
  ReviewSession(ReviewChoice choice, Keys& keys, Workbench& bench);
  ReviewSession(const ReviewSession&) = delete;
  ReviewSession& operator=(const ReviewSession&) = delete;
  /// Lets go of the comment that is on the screen.
  ~ReviewSession();

  /// Until the queue is through or the person quits. What was decided until then stands, also after Ctrl-C.
  void run();

 private:
  enum class Next { same, forward, back, quit };

  /// What a key did, so that it can be taken back.
  struct Step {
    std::string key;
    std::string what;                      ///< as the summary counts it
    std::optional<std::int64_t> entry;     ///< the deed
    std::optional<std::int64_t> decision;  ///< one that led to no deed
    std::string action_state;              ///< as it was before
    std::optional<FollowUp> follow_up;     ///< as it was before
  };

  Next look_at(const std::string& key, std::size_t number);
  void show(const StoredComment& stored, std::size_t number);
  Next answer(char pressed, const StoredComment& stored);

  Next hide(const StoredComment& stored);
  Next keep(const StoredComment& stored);
  Next flag(const StoredComment& stored);
  Next uphold(const StoredComment& stored, std::string_view decision);
  Next assign(const StoredComment& stored);
  Next note(const StoredComment& stored);
  Next resolve(const StoredComment& stored);
  Next reply(const StoredComment& stored, bool is_private);
  Next undo();

  /// A deed through the journal, under the run lock for as long as it takes.
  bool carry_out(const StoredComment& stored, DeedKind deed, std::string_view decision);
  template <typename Work>
  bool with_lock(const std::string& channel, Work work);
  [[nodiscard]] std::optional<std::int64_t> last_entry(const std::string& key);
  void change_follow_up(const StoredComment& stored, const std::string& what,
                        const std::function<void(FollowUp&)>& change);
  void remember(Step step);
  void say(std::string_view words);

  bool hold(const std::string& key);
  void let_go();
  void tell_what_came_of_it();

  ReviewChoice choice_;
  Keys& keys_;
  Workbench& bench_;
  std::string holder_;  ///< the person and this process: two windows of one person do not get in each other's way
  std::string held_;
  std::vector<std::string> waiting_;
  std::vector<Step> steps_;
  std::optional<Run> run_;
  Guard guard_;
  std::size_t with_others_ = 0;
  std::map<std::string, std::size_t> counts_;
};

}  // namespace cm
