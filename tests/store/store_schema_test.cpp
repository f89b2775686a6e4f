#include "store/schema.h"

#include <doctest/doctest.h>

#include "store/store.h"
#include "store/watch_store.h"
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
      database.run(
          "INSERT INTO comments (channel, id, sort_at, platform, page, post, parent, author_id, author_name, "
          "author_role, url, lang, state, extra, first_seen_at, fold_digest, text) VALUES ('blog', 'r1', 7000, 'file', "
          "'p', '12', 'c1', 'us', 'Acme', 'staff', '', '', 'visible', '', 7000, 8, 'we are sorry')");
      if (taken >= 2) {
        database.run(
            "INSERT INTO follow_ups (seq, department, owner, status, last_contact_at, contacts, note, tags) "
            "SELECT seq, '', 'ben', 'resolved', NULL, 0, '', '' FROM comments WHERE id = 'c1'");
        database.run(
            "INSERT INTO follow_up_changes (seq, changed_at, person, field, value_before, value_after) "
            "SELECT seq, 8000, 'ben', 'status', 'open', 'resolved' FROM comments WHERE id = 'c1'");
        database.run("UPDATE comments SET has_follow_up = 1 WHERE id = 'c1'");
      }
      if (taken >= 4 && taken < 8) {
        database.run(
            "INSERT INTO watch_state (id, alerted, since_at, last_attack_at, untold) VALUES (1, 1, 4000, 4500, '')");
      }
      for (const char* const page : {"mentions", "search:acme shoes"}) {
        database.run(
            "INSERT INTO comments (channel, id, sort_at, platform, page, post, parent, author_id, author_name, "
            "author_role, url, lang, state, extra, first_seen_at, fold_digest, text) VALUES ('ears', :id, 7000, 'x', "
            ":page, '12', '', 'a9', 'Sam', '', '', '', 'visible', '', 7000, 9, 'acme, really?')",
            {page, page});
      }
      Store store(database);
      CHECK(taken_schema_steps(database, "store") == store_schema().size());
      const auto stored = store.find("blog/c1");
      REQUIRE(stored);
      CHECK(stored->comment.text == "an old comment");
      CHECK(stored->comment.state == CommentState::hidden);
      REQUIRE(stored->verdict);
      CHECK(stored->verdict->action == Action::hide);
      CHECK(stored->action_state == "done");
      CHECK_FALSE(stored->comment.mention);
      CHECK(store.find("ears/mentions")->comment.mention);
      CHECK(store.find("ears/search:acme shoes")->comment.mention);
      if (taken < 5) CHECK(stored->first_response_at == from_epoch_ms(7000));
      if (taken >= 2 && taken < 5) CHECK(stored->resolved_at == from_epoch_ms(8000));
      if (taken >= 4 && taken < 8) {
        const auto alerts = WatchStore(database).alerts({}, {});
        REQUIRE(alerts.size() == 1);
        CHECK(alerts.front().raised_at == from_epoch_ms(4000));
        CHECK_FALSE(alerts.front().cleared_at);
      }
      FollowUp follow_up;
      follow_up.owner = "ana";
      store.save_follow_up("blog/c1", follow_up, "ana", from_epoch_ms(9000));
      CHECK(store.find("blog/c1")->follow_up->owner == "ana");
    }
  }
}
