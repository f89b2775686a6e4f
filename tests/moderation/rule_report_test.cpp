#include "moderation/rule_report.h"

#include <doctest/doctest.h>

#include "moderation/bench.h"
#include "store/decisions.h"

using namespace cm;

namespace {

struct Wall : ErrandBench {
  Wall() {
    for (const std::string id : {"c1", "c2", "c3"}) store.save_comment(comment_on_wall(id, "idiot " + id), clock.now());
    for (const std::string id : {"c1", "c2", "c3"}) {
      Verdict verdict;
      verdict.action = Action::hide;
      verdict.lang = id == "c3" ? "fr" : "en";
      verdict.matches = {{"abuse.idiot", Field::text, View::fold, 0, 5, 8, RuleMode::enforce}};
      store.save_verdicts({{"shop/" + id, "idiot " + id, verdict}}, "rules", clock.now());
    }
  }
};

}  // namespace

TEST_CASE("a rule's precision is what people let stand of what they decided, by language") {
  Wall wall;
  wall.by_hand(DeedKind::hide, "c1");
  Decisions decisions = wall.store.decisions();
  decisions.keep(wall.store.find("shop/c2").value(), "flagged", "keep", "ana", std::nullopt, wall.clock.now());
  const auto histories = rule_histories(wall.store, std::nullopt);
  const RuleHistory& history = histories.at("abuse.idiot");
  CHECK(history.all.hits == 3);
  CHECK(history.all.overturned == 1);
  CHECK(history.by_lang.at("fr").hits == 1);
  CHECK_FALSE(history.by_lang.at("fr").precision());
  CHECK(history.by_lang.at("en").overturned == 1);
}

TEST_CASE("a person's deed upholds or overturns the rules that matched, and its undo takes that back") {
  Wall wall;
  wall.platform.comments = {comment_on_wall("c1", "idiot c1")};
  wall.by_hand(DeedKind::hide, "c1");
  CHECK(rule_histories(wall.store, std::nullopt).at("abuse.idiot").all.upheld == 1);
  wall.undo(wall.entries());
  CHECK(rule_histories(wall.store, std::nullopt).at("abuse.idiot").all.upheld == 0);
}

TEST_CASE("undoing what a sweep did overturns the rule") {
  Wall wall;
  wall.platform.comments = {comment_on_wall("c1", "idiot c1")};
  wall.store.save_outcome("shop/c1", CommentState::visible, "proposed");
  JournalEntry entry;
  entry.run = wall.run.id;
  entry.key = "shop/c1";
  entry.deed = DeedKind::hide;
  entry.rule = "abuse.idiot";
  entry.state_before = CommentState::visible;
  wall.platform.comments[0].state = CommentState::hidden;
  const std::int64_t number = wall.journal.intend(entry);
  wall.journal.conclude(number, EntryPhase::done, {.state_after = CommentState::hidden}, "", wall.clock.now());
  wall.undo(wall.entries());
  CHECK(rule_histories(wall.store, std::nullopt).at("abuse.idiot").all.overturned == 1);
}
