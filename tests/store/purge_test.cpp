#include <doctest/doctest.h>

#include "store/store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();
const Timestamp november = parse_iso8601("2026-11-01T00:00:00Z").value();

Comment old_comment() {
  Comment comment = comment_at("2026-03-01T10:00:00Z", "my name is Sam and my card is 1234", "c1");
  comment.url = "https://blog.example/sam";
  comment.extra = R"({"ip":"203.0.113.7"})";
  return comment;
}

}  // namespace

TEST_CASE("a purge takes texts and authors and leaves the figures") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Store store(made.get());
    store.save_comment(old_comment(), noon);
    store.save_comment(comment_saying("recent", "c2"), noon);
    Verdict verdict;
    verdict.action = Action::flag;
    verdict.labels = {"complaint"};
    store.save_verdicts({{"blog/c1", old_comment().text, verdict}}, "rules", noon);
    store.save_follow_up("blog/c1", FollowUp{.owner = "ana", .status = "resolved", .note = "Sam, 555-0100"}, "ana",
                         noon);

    CHECK(store.purge({.before = november}, true, noon) == 1);
    CHECK(store.find("blog/c1")->comment.text == old_comment().text);
    CHECK(store.purge({.before = november}, false, noon) == 1);
    CHECK(store.purge({.before = november}, false, noon) == 0);

    const auto stored = store.find("blog/c1");
    REQUIRE(stored);
    CHECK(stored->comment.text.empty());
    CHECK(stored->comment.author.id.empty());
    CHECK(stored->comment.author.name.empty());
    CHECK(stored->comment.url.empty());
    CHECK(stored->comment.extra.empty());
    CHECK(stored->verdict->action == Action::flag);
    CHECK(stored->verdict->labels == std::vector<std::string>{"complaint"});
    CHECK(stored->follow_up->status == "resolved");
    CHECK(stored->follow_up->note.empty());
    store.for_each_change("blog/c1",
                          [](const FollowUpChange& change) { CHECK(change.after.find("555") == std::string::npos); });
    CHECK(store.find("blog/c2")->comment.text == "recent");
  }
}

TEST_CASE("what was purged does not come back with the next full pass") {
  TestDatabase made("memory");
  Store store(made.get());
  store.save_comment(old_comment(), noon);
  store.purge({.before = november}, false, noon);
  const Gap gap = store.begin_pass("blog", "p", std::nullopt, true);
  const SavedPage saved = store.save_page("blog", "p", gap, {old_comment()}, "", noon);
  CHECK(saved.edited == 0);
  CHECK(saved.deleted == 0);
  CHECK(store.find("blog/c1")->comment.text.empty());
}

TEST_CASE("a person's comments go on request, on that channel, whatever their age") {
  TestDatabase made("memory");
  Store store(made.get());
  store.save_comment(comment_by("a9", "one", "c1"), noon);
  store.save_comment(comment_by("a8", "two", "c2"), noon);
  CHECK(store.purge({.channel = "blog", .author_id = "a9"}, false, noon) == 1);
  CHECK(store.find("blog/c1")->comment.text.empty());
  CHECK(store.find("blog/c2")->comment.text == "two");
}

TEST_CASE("nothing of a purged text is left in the file") {
  TestDatabase made("file");
  {
    Store store(made.get());
    store.save_comment(old_comment(), noon);
    store.purge({.before = november}, false, noon);
  }
  for (const char* name : {"cm.db", "cm.db-wal"}) {
    CAPTURE(name);
    CHECK(made.folder().read(name).find("my card is 1234") == std::string::npos);
  }
}
