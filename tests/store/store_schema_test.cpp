#include "store/schema.h"

#include <doctest/doctest.h>

#include "store/store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

TEST_CASE("a store from any older schema opens with what was in it") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    for (std::size_t taken = 1; taken < store_schema().size(); ++taken) {
      CAPTURE(taken);
      TestDatabase made(engine);
      Database& database = made.get();
      take_schema_steps(database, "store", store_schema().first(taken));
      database.run(
          "INSERT INTO comments (channel, id, sort_at, platform, page, post, parent, author_id, author_name, "
          "author_role, created_at, url, lang, state, extra, first_seen_at, fold_digest, text, verdict_action, "
          "verdict_score, verdict_severity, verdict_sentiment, action_state) VALUES ('blog', 'c1', 5000, 'file', 'p', "
          "'12', '', 'a9', 'Sam Sample', '', 5000, '', '', 'hidden', '', 6000, 7, 'an old comment', 3, 8, 3, 1, "
          "'done')");
      Store store(database);
      CHECK(taken_schema_steps(database, "store") == store_schema().size());
      const auto stored = store.find("blog/c1");
      REQUIRE(stored);
      CHECK(stored->comment.text == "an old comment");
      CHECK(stored->comment.state == CommentState::hidden);
      REQUIRE(stored->verdict);
      CHECK(stored->verdict->action == Action::hide);
      CHECK(stored->action_state == "done");
      FollowUp follow_up;
      follow_up.owner = "ana";
      store.save_follow_up("blog/c1", follow_up, "ana", from_epoch_ms(9000));
      CHECK(store.find("blog/c1")->follow_up->owner == "ana");
    }
  }
}
