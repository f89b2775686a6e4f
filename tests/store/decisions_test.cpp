#include "store/decisions.h"

#include <doctest/doctest.h>

#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

StoredComment judged_comment(Store& store) {
  const Comment comment = comment_saying("you idiot");
  store.save_comment(comment, noon);
  Verdict verdict;
  verdict.action = Action::hide;
  verdict.lang = "en";
  verdict.matches = {{"abuse.en.idiot", Field::text, View::fold, 4, 9, 8, RuleMode::enforce}};
  store.save_verdicts({{key_of(comment), comment.text, verdict}}, "rules", noon);
  return store.find(key_of(comment)).value();
}

}  // namespace

TEST_CASE("a decision keeps what had matched, and stands until it is taken back") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Store store(made.get());
    const StoredComment stored = judged_comment(store);
    Decisions decisions = store.decisions();
    CHECK_FALSE(decisions.stands(stored));
    const std::int64_t id = decisions.keep(stored, "flagged", "keep", "ana", 7, noon + 1h);
    CHECK(decisions.stands(stored));
    CHECK(decisions.stands(stored, "keep"));
    CHECK_FALSE(decisions.stands(stored, "stays"));
    std::vector<Decision> all;
    decisions.for_each([&](const Decision& one) { all.push_back(one); });
    REQUIRE(all.size() == 1);
    CHECK(all[0].key == "blog/c1");
    CHECK(all[0].at == noon + 1h);
    CHECK(all[0].person == "ana");
    CHECK(all[0].proposed == Action::hide);
    CHECK(all[0].lang == "en");
    CHECK(all[0].matches.at(0).rule == "abuse.en.idiot");
    CHECK(all[0].entry == 7);
    CHECK_FALSE(all[0].undone);
    decisions.undo_of_entry(8, noon);
    CHECK(decisions.stands(stored));
    decisions.undo(id, noon + 2h);
    CHECK_FALSE(decisions.stands(stored));
  }
}

TEST_CASE("a decision holds for the text that the person saw") {
  TestDatabase made("memory");
  Store store(made.get());
  store.decisions().keep(judged_comment(store), "flagged", "keep", "ana", std::nullopt, noon);
  store.save_comment(comment_saying("you utter idiot"), noon + 1h);
  CHECK_FALSE(store.decisions().stands(store.find("blog/c1").value()));
}
