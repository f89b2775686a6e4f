#include "store/store.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

// Runs `test` on an empty store of each engine.
void on_each_engine(const std::function<void(Store&, Database&)>& test) {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Store store(made.get());
    test(store, made.get());
  }
}

SavedPage save(Store& store, const std::vector<Comment>& comments, Timestamp now = noon) {
  const Gap gap = store.begin_pass("blog", "p", std::nullopt, false);
  return store.save_page("blog", "p", gap, comments, "", now);
}

SavedPage save_all_there_is(Store& store, const std::vector<Comment>& comments, Timestamp now = noon) {
  const Gap gap = store.begin_pass("blog", "p", std::nullopt, true);
  return store.save_page("blog", "p", gap, comments, "", now);
}

std::vector<std::string> ids(Store& store, const CommentFilter& filter) {
  std::vector<std::string> found;
  store.for_each(filter, [&](const StoredComment& stored) { found.push_back(stored.comment.id); });
  return found;
}

Verdict verdict_of(Action action) {
  Verdict verdict;
  verdict.action = action;
  verdict.score = 8;
  verdict.severity = Severity::high;
  verdict.sentiment = Sentiment::negative;
  verdict.lang = "en";
  verdict.department = "community";
  verdict.decided_by = "profanity";
  verdict.capped_by = "";
  verdict.labels = {"profanity", "abuse"};
  verdict.matches = {{"abuse.en.strong", Field::text, View::deob, 9, 16, 8, RuleMode::enforce}};
  return verdict;
}

void judge(Store& store, const Comment& comment, Action action) {
  store.save_verdicts({{key_of(comment), comment.text, verdict_of(action)}}, "rules", noon);
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("a comment comes back with all that its platform told") {
  on_each_engine([](Store& store, Database&) {
    Comment comment = comment_saying("It's \"broken\";\nسلام 👍");
    comment.parent = "c0";
    comment.author.role = "subscriber";
    comment.author.created_at = parse_iso8601("2020-01-01T00:00:00Z");
    comment.url = "https://blog.example/c1";
    comment.likes = 0;
    comment.lang = "en";
    comment.state = CommentState::held;
    comment.extra = R"({"odd":[1,2]})";
    save(store, {comment});
    const auto stored = store.find("blog/c1");
    REQUIRE(stored);
    const Comment& read = stored->comment;
    CHECK(read.id == "c1");
    CHECK(read.channel == "blog");
    CHECK(read.platform == "file");
    CHECK(read.page == "p");
    CHECK(read.post == "12");
    CHECK(read.parent == "c0");
    CHECK(read.author.id == "a9");
    CHECK(read.author.name == "Sam Sample");
    CHECK(read.author.created_at == comment.author.created_at);
    CHECK(read.author.role == "subscriber");
    CHECK(read.created_at == comment.created_at);
    CHECK(read.text == comment.text);
    CHECK(read.url == comment.url);
    CHECK(read.likes == 0);
    CHECK(read.lang == "en");
    CHECK(read.state == CommentState::held);
    CHECK(read.extra == comment.extra);
    CHECK(stored->first_seen_at == noon);
    CHECK_FALSE(stored->verdict);
    CHECK_FALSE(stored->follow_up);
  });
}

TEST_CASE("what nobody told stays unknown") {
  on_each_engine([](Store& store, Database&) {
    Comment comment = comment_saying("hello");
    comment.created_at.reset();
    save(store, {comment});
    const auto stored = store.find("blog/c1");
    REQUIRE(stored);
    CHECK_FALSE(stored->comment.created_at);
    CHECK_FALSE(stored->comment.likes);
    CHECK_FALSE(stored->comment.author.created_at);
  });
}

TEST_CASE("a page that is read twice adds nothing the second time") {
  on_each_engine([](Store& store, Database&) {
    const std::vector<Comment> page{comment_saying("one", "c1"), comment_saying("two", "c2")};
    CHECK(save(store, page).added == 2);
    const SavedPage again = save(store, page);
    CHECK(again.added == 0);
    CHECK(again.edited == 0);
    CHECK(again.unchanged == 2);
  });
}

TEST_CASE("the same id on two channels is two comments") {
  on_each_engine([](Store& store, Database&) {
    Comment other = comment_saying("two");
    other.channel = "shop";
    save(store, {comment_saying("one"), other});
    CHECK(store.find("blog/c1")->comment.text == "one");
    CHECK(store.find("shop/c1")->comment.text == "two");
  });
}

TEST_CASE("an edited comment loses its verdict and is judged again") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    judge(store, comment_saying("one"), Action::hide);
    CHECK(ids(store, {.only_unjudged = true}).empty());
    CHECK(save(store, {comment_saying("another text")}).edited == 1);
    const auto stored = store.find("blog/c1");
    CHECK_FALSE(stored->verdict);
    CHECK(stored->action_state.empty());
    CHECK(ids(store, {.only_unjudged = true}) == Ids{"c1"});
  });
}

TEST_CASE("more likes are no edit") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    judge(store, comment_saying("one"), Action::hide);
    Comment liked = comment_saying("one");
    liked.likes = 12;
    CHECK(save(store, {liked}).unchanged == 1);
    CHECK(store.find("blog/c1")->comment.likes == 12);
    CHECK(store.find("blog/c1")->verdict);
  });
}

TEST_CASE("a verdict comes back as it was, and only for the text that it was made for") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    judge(store, comment_saying("one, before it was edited"), Action::hide);
    CHECK_FALSE(store.find("blog/c1")->verdict);
    judge(store, comment_saying("one"), Action::hide);
    const auto stored = store.find("blog/c1");
    REQUIRE(stored->verdict);
    const Verdict& verdict = *stored->verdict;
    CHECK(verdict.action == Action::hide);
    CHECK(verdict.score == 8);
    CHECK(verdict.severity == Severity::high);
    CHECK(verdict.sentiment == Sentiment::negative);
    CHECK(verdict.lang == "en");
    CHECK(verdict.department == "community");
    CHECK(verdict.decided_by == "profanity");
    CHECK(verdict.labels == Ids{"profanity", "abuse"});
    REQUIRE(verdict.matches.size() == 1);
    CHECK(verdict.matches[0].rule == "abuse.en.strong");
    CHECK(verdict.matches[0].view == View::deob);
    CHECK(verdict.matches[0].begin == 9);
    CHECK(verdict.matches[0].end == 16);
    CHECK(stored->action_state == "proposed");
  });
}

TEST_CASE("judging anew proposes what is more than was done, and leaves what people decided") {
  on_each_engine([](Store& store, Database&) {
    const Comment comment = comment_saying("one");
    save(store, {comment});
    const auto state_after = [&](std::string_view before, Action first, Action second) {
      judge(store, comment, first);
      store.save_outcome("blog/c1", CommentState::visible, before);
      judge(store, comment, second);
      return store.find("blog/c1")->action_state;
    };
    CHECK(state_after("done", Action::flag, Action::flag) == "done");
    CHECK(state_after("done", Action::flag, Action::hide) == "proposed");
    CHECK(state_after("done", Action::hide, Action::flag) == "done");
    CHECK(state_after("done", Action::hide, Action::none) == "done");
    CHECK(state_after("kept", Action::flag, Action::hide) == "kept");
    CHECK(state_after("undone", Action::hide, Action::hide) == "undone");
    CHECK(state_after("failed", Action::hide, Action::hide) == "failed");
    CHECK(state_after("proposed", Action::hide, Action::none).empty());
  });
}

TEST_CASE("filters choose by channel, time, judgement and proposal, oldest first") {
  on_each_engine([](Store& store, Database&) {
    Comment shop = comment_at("2026-11-20T09:00:00Z", "shop", "s1");
    shop.channel = "shop";
    const Comment late = comment_at("2026-11-20T11:00:00Z", "late", "c3");
    save(store, {late, comment_at("2026-11-20T10:00:00Z", "early", "c2"), shop});
    judge(store, late, Action::hide);
    judge(store, shop, Action::none);
    CHECK(ids(store, {}) == Ids{"s1", "c2", "c3"});
    CHECK(ids(store, {.channels = {"blog"}}) == Ids{"c2", "c3"});
    CHECK(ids(store, {.channels = {"blog", "shop"}}) == Ids{"s1", "c2", "c3"});
    CHECK(ids(store, {.channels = {"other"}}).empty());
    CHECK(ids(store, {.since = parse_iso8601("2026-11-20T10:00:00Z")}) == Ids{"c2", "c3"});
    CHECK(ids(store, {.only_unjudged = true}) == Ids{"c2"});
    CHECK(ids(store, {.only_judged = true}) == Ids{"s1", "c3"});
    CHECK(ids(store, {.only_proposed = true}) == Ids{"c3"});
    CHECK(ids(store, {.only_hits = true}) == Ids{"c3"});
    store.save_outcome("blog/c2", CommentState::visible, "done");
    CHECK(ids(store, {.only_hits = true}) == Ids{"c2", "c3"});
  });
}

TEST_CASE("mentions are kept apart from comments on the brand's own pages") {
  on_each_engine([](Store& store, Database&) {
    Comment own = comment_saying("hello", "c1");
    Comment elsewhere = comment_saying("acme, really?", "m1");
    elsewhere.mention = true;
    save(store, {own, elsewhere});
    CHECK(ids(store, {.mentions = true}) == std::vector<std::string>{"m1"});
    CHECK(ids(store, {.mentions = false}) == std::vector<std::string>{"c1"});
    CHECK(ids(store, {}).size() == 2);

    own.mention = true;  // the channel was given another kind
    save(store, {own});
    CHECK(ids(store, {.mentions = true}).size() == 2);
  });
}

TEST_CASE("every comment is visited once, also when the visitor writes and many share one second") {
  on_each_engine([](Store& store, Database&) {
    std::vector<Comment> many;
    for (int i = 0; i < 1201; ++i) many.push_back(comment_saying("text " + std::to_string(i), "c" + std::to_string(i)));
    save(store, many);
    std::vector<std::string> visited;
    store.for_each({.only_unjudged = true}, [&](const StoredComment& stored) {
      visited.push_back(stored.comment.id);
      judge(store, stored.comment, Action::none);
    });
    CHECK(visited.size() == 1201);
    CHECK(ids(store, {.only_unjudged = true}).empty());
  });
}

TEST_CASE("a pass that was cut off leaves a gap with the place to go on from") {
  on_each_engine([](Store& store, Database&) {
    const Gap gap = store.begin_pass("blog", "p", std::nullopt, false);
    store.save_page("blog", "p", gap, {comment_at("2026-11-20T11:00:00Z", "newest", "c9")}, "cursor 2", noon);
    const Bookmark cut = store.bookmark("blog", "p");
    CHECK(cut.watermark == parse_iso8601("2026-11-20T11:00:00Z"));
    REQUIRE(cut.gaps.size() == 1);
    CHECK(cut.gaps[0].cursor == "cursor 2");

    // A later pass for what came since does not cover it; the rest of the old one closes it.
    const Gap next = store.begin_pass("blog", "p", cut.watermark, false);
    store.save_page("blog", "p", next, {}, "", noon);
    REQUIRE(store.bookmark("blog", "p").gaps.size() == 1);
    store.save_page("blog", "p", cut.gaps[0], {comment_at("2026-11-20T09:00:00Z", "old", "c1")}, "", noon);
    CHECK(store.bookmark("blog", "p").gaps.empty());
    CHECK(store.bookmark("blog", "p").watermark == parse_iso8601("2026-11-20T11:00:00Z"));
  });
}

TEST_CASE("a pass that was cut off before its first page is covered by the next one") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    const auto watermark = store.bookmark("blog", "p").watermark;
    store.begin_pass("blog", "p", watermark, false);
    const Gap again = store.begin_pass("blog", "p", watermark, false);
    REQUIRE(store.bookmark("blog", "p").gaps.size() == 1);
    CHECK(store.bookmark("blog", "p").gaps[0].id == again.id);
    CHECK(store.bookmark("blog", "p").gaps[0].newer_than == watermark);
  });
}

TEST_CASE("pages and channels have bookmarks of their own") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    CHECK_FALSE(store.bookmark("blog", "q").watermark);
    CHECK_FALSE(store.bookmark("shop", "p").watermark);
  });
}

TEST_CASE("a comment from the future does not hide those that come until then") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_at("2031-01-01T00:00:00Z", "from the future")});
    CHECK(store.bookmark("blog", "p").watermark == noon);
  });
}

TEST_CASE("a full pass marks as deleted what it did not see, and what comes back is there again") {
  on_each_engine([](Store& store, Database&) {
    Comment elsewhere = comment_saying("on another page", "q1");
    elsewhere.page = "q";
    save(store, {comment_saying("one", "c1"), comment_saying("two", "c2"), elsewhere});
    const SavedPage saved = save_all_there_is(store, {comment_saying("one", "c1")}, noon + 1h);
    CHECK(saved.deleted == 1);
    CHECK(store.find("blog/c2")->deleted_at == noon + 1h);
    CHECK(store.find("blog/c2")->comment.state == CommentState::deleted);
    CHECK_FALSE(store.find("blog/c1")->deleted_at);
    CHECK_FALSE(store.find("blog/q1")->deleted_at);
    CHECK(ids(store, {.with_deleted = false}) == Ids{"c1", "q1"});

    save(store, {comment_saying("two", "c2")});
    CHECK_FALSE(store.find("blog/c2")->deleted_at);
    CHECK(store.find("blog/c2")->comment.state == CommentState::visible);
  });
}

TEST_CASE("a full pass over a whole channel finds what is gone from any of its pages") {
  on_each_engine([](Store& store, Database&) {
    Comment elsewhere = comment_saying("on another page", "q1");
    elsewhere.page = "q";
    save(store, {comment_saying("one", "c1"), elsewhere});
    const Gap gap = store.begin_pass("blog", "*", std::nullopt, true);
    CHECK(store.save_page("blog", "*", gap, {comment_saying("one", "c1")}, "", noon).deleted == 1);
    CHECK(store.find("blog/q1")->deleted_at);
    CHECK_FALSE(store.find("blog/c1")->deleted_at);
  });
}

TEST_CASE("a full pass that was cut off deletes nothing until it has gone through") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one", "c1"), comment_saying("two", "c2"), comment_saying("three", "c3")});
    const Gap gap = store.begin_pass("blog", "p", std::nullopt, true);
    store.save_page("blog", "p", gap, {comment_saying("one", "c1")}, "cursor", noon);
    CHECK_FALSE(store.find("blog/c2")->deleted_at);
    // What another pass brings in the meantime has been seen, too.
    const Gap news = store.begin_pass("blog", "p", noon - 24h, false);
    store.save_page("blog", "p", news, {comment_saying("new", "c4")}, "", noon);
    const Gap rest = store.bookmark("blog", "p").gaps.back();
    CHECK(rest.full);
    CHECK(store.save_page("blog", "p", rest, {comment_saying("two", "c2")}, "", noon).deleted == 1);
    CHECK(store.find("blog/c3")->deleted_at);
    CHECK_FALSE(store.find("blog/c1")->deleted_at);
    CHECK_FALSE(store.find("blog/c4")->deleted_at);
  });
}

TEST_CASE("a full pass that was replaced by another deletes nothing any more") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one", "c1"), comment_saying("two", "c2")});
    const Gap old = store.begin_pass("blog", "p", std::nullopt, true);
    save_all_there_is(store, {comment_saying("one", "c1"), comment_saying("two", "c2")});
    CHECK(store.save_page("blog", "p", old, {}, "", noon).deleted == 0);
    CHECK_FALSE(store.find("blog/c1")->deleted_at);
  });
}

TEST_CASE("a page and its bookmark are kept together or not at all") {
  on_each_engine([](Store& store, Database&) {
    const Gap gap = store.begin_pass("blog", "p", std::nullopt, false);
    CHECK_THROWS(store.atomically([&] {
      store.save_page("blog", "p", gap, {comment_saying("one")}, "cursor", noon);
      throw Error(ErrorKind::unavailable, "the power went");
    }));
    CHECK_FALSE(store.find("blog/c1"));
    CHECK_FALSE(store.bookmark("blog", "p").watermark);
    CHECK(store.bookmark("blog", "p").gaps[0].cursor.empty());
  });
}

TEST_CASE("a platform that does not tell the state leaves what is known of it") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    store.save_outcome("blog/c1", CommentState::hidden, "done");
    Comment untold = comment_saying("one");
    untold.state = CommentState::unknown;
    save(store, {untold});
    CHECK(store.find("blog/c1")->comment.state == CommentState::hidden);
  });
}

TEST_CASE("repeats are counted over authors and spellings, in their window, before the comment") {
  on_each_engine([](Store& store, Database&) {
    save(store,
         {comment_at("2026-11-20T09:00:00Z", "Buy NOW", "c1"), comment_at("2026-11-20T09:50:00Z", "buy now", "c2"),
          comment_at("2026-11-20T10:00:00Z", "BUY now", "c3"), comment_at("2026-11-20T10:00:01Z", "buy now", "c4"),
          comment_at("2026-11-20T09:59:00Z", "something else", "c5")});
    const Comment third = comment_at("2026-11-20T10:00:00Z", "BUY now", "c3");
    const Surroundings around = store.surroundings_of(third, {5, 15, 120}, false);
    REQUIRE(around.repeats.size() == 3);
    CHECK(around.repeats[0] == 1);
    CHECK(around.repeats[1] == 2);
    CHECK(around.repeats[2] == 3);
    CHECK_FALSE(around.prior_comments);
  });
}

TEST_CASE("prior comments are those of the same author on the same channel") {
  on_each_engine([](Store& store, Database&) {
    Comment first = comment_by("a1", "first", "c1");
    first.created_at = parse_iso8601("2026-11-19T10:00:00Z");
    Comment elsewhere = first;
    elsewhere.channel = "shop";
    const Comment second = comment_by("a1", "second", "c2");
    const Comment third = comment_by("a1", "in the same second", "c3");
    save(store, {first, elsewhere, second, third, comment_by("a2", "by another", "c4")});
    CHECK(store.surroundings_of(first, {}, true).prior_comments == 0);
    CHECK(store.surroundings_of(second, {}, true).prior_comments == 1);
    CHECK(store.surroundings_of(third, {}, true).prior_comments == 2);
    Comment nobody = second;
    nobody.author.id.clear();
    CHECK_FALSE(store.surroundings_of(nobody, {}, true).prior_comments);
  });
}

TEST_CASE("the age of an account is counted in whole days and never negative") {
  TestDatabase made("memory");
  Store store(made.get());
  Comment comment = comment_at("2026-11-20T10:00:00Z", "hello");
  CHECK_FALSE(store.surroundings_of(comment, {}, false).author_age_days);
  comment.author.created_at = parse_iso8601("2026-11-18T11:00:00Z");
  CHECK(store.surroundings_of(comment, {}, false).author_age_days == 1);
  comment.author.created_at = parse_iso8601("2026-12-18T11:00:00Z");
  CHECK(store.surroundings_of(comment, {}, false).author_age_days == 0);
}

TEST_CASE("a post's comments are counted without the deleted ones") {
  on_each_engine([](Store& store, Database&) {
    Comment other_post = comment_saying("elsewhere", "x1");
    other_post.post = "13";
    save(store, {comment_saying("1", "c1"), comment_saying("2", "c2"), comment_saying("3", "c3"),
                 comment_saying("4", "c4"), other_post});
    store.save_outcome("blog/c2", CommentState::hidden, "done");
    store.mark_deleted("blog/c3", noon);
    const auto count = store.count_post("blog", "p", "12");
    CHECK(count.comments == 3);
    CHECK(count.out_of_sight == 1);
    CHECK(store.count_post("blog", "p", "14").comments == 0);
  });
}

TEST_CASE("what people add comes back, and every change of it is kept") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    FollowUp follow_up;
    follow_up.department = "billing";
    follow_up.status = "open";
    follow_up.tags = {"vip", "refund", "vip"};
    store.save_follow_up("blog/c1", follow_up, "ana", noon);
    CHECK(ids(store, {.only_hits = true}) == Ids{"c1"});
    const FollowUp read = store.find("blog/c1")->follow_up.value();
    CHECK(read.department == "billing");
    CHECK(read.tags == Ids{"refund", "vip"});

    FollowUp contacted = read;
    contacted.status = "contacted";
    contacted.contacts = 1;
    contacted.last_contact_at = noon + 1h;
    store.save_follow_up("blog/c1", contacted, "ben", noon + 1h);
    store.save_follow_up("blog/c1", contacted, "ben", noon + 2h);
    CHECK(store.find("blog/c1")->follow_up == contacted);

    std::vector<std::string> history;
    store.for_each_change("blog/c1", [&](const FollowUpChange& change) {
      history.push_back(change.person + " " + change.field + " " + change.before + ">" + change.after);
    });
    CHECK(history == Ids{"ana department >billing", "ana status >open", "ana tags >refund vip",
                         "ben status open>contacted", "ben last_contact_at >2026-11-20T13:00:00Z", "ben contacts 0>1"});
  });
}

TEST_CASE("the brand's own reply is a response, whichever of the two is read first") {
  const auto reply_at = [](const std::string& id, Timestamp at, const std::string& role) {
    Comment reply = comment_saying("We are looking into it");
    reply.id = id;
    reply.parent = "c1";
    reply.author.role = role;
    reply.created_at = at;
    return reply;
  };
  on_each_engine([&](Store& store, Database&) {
    save(store, {reply_at("r2", noon + 2h, "staff")});
    save(store, {comment_saying("one")});
    CHECK(store.find("blog/c1")->first_response_at == noon + 2h);
    CHECK(store.find("blog/c1")->last_response_at == noon + 2h);
    save(store, {reply_at("r3", noon + 3h, "owner"), reply_at("r1", noon + 1h, "staff")});
    CHECK(store.find("blog/c1")->first_response_at == noon + 1h);
    CHECK(store.find("blog/c1")->last_response_at == noon + 3h);
    CHECK_FALSE(store.find("blog/r1")->first_response_at);

    Comment elsewhere = reply_at("x1", noon, "staff");
    elsewhere.channel = "shop";
    store.save_comment(elsewhere, noon);
    store.save_comment(reply_at("o1", noon, "customer"), noon);
    CHECK(store.find("blog/c1")->first_response_at == noon + 1h);
  });
}

TEST_CASE("a noted contact is a response, and a resolution lasts until it is reopened") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    FollowUp follow_up;
    follow_up.status = "contacted";
    follow_up.last_contact_at = noon + 5h;
    store.save_follow_up("blog/c1", follow_up, "ana", noon + 6h);
    CHECK(store.find("blog/c1")->first_response_at == noon + 5h);
    CHECK_FALSE(store.find("blog/c1")->resolved_at);
    follow_up.status = "resolved";
    store.save_follow_up("blog/c1", follow_up, "ana", noon + 7h);
    CHECK(store.find("blog/c1")->resolved_at == noon + 7h);
    follow_up.note = "paid back";
    store.save_follow_up("blog/c1", follow_up, "ana", noon + 8h);
    CHECK(store.find("blog/c1")->resolved_at == noon + 7h);
    follow_up.status = "open";
    store.save_follow_up("blog/c1", follow_up, "ana", noon + 9h);
    CHECK_FALSE(store.find("blog/c1")->resolved_at);
    CHECK(store.find("blog/c1")->first_response_at == noon + 5h);
  });
}

TEST_CASE("an unknown comment is named when somebody works on it") {
  TestDatabase made("memory");
  Store store(made.get());
  CHECK_FALSE(store.find("blog/none"));
  CHECK_FALSE(store.find("nonsense"));
  CHECK_THROWS_AS(store.save_follow_up("blog/none", {}, "ana", noon), Error);
}

TEST_CASE("a claim holds until it runs out or is released") {
  on_each_engine([](Store& store, Database&) {
    save(store, {comment_saying("one")});
    CHECK(store.claim("blog/c1", "ana", noon + 10min, noon).person == "ana");
    const Claim held = store.claim("blog/c1", "ben", noon + 15min, noon + 5min);
    CHECK(held.person == "ana");
    CHECK(held.until == noon + 10min);
    CHECK(store.claim("blog/c1", "ana", noon + 20min, noon + 5min).until == noon + 20min);
    CHECK(store.claim("blog/c1", "ben", noon + 40min, noon + 20min).person == "ben");
    store.release("blog/c1", "ana");
    CHECK(store.claim("blog/c1", "ana", noon + 40min, noon + 21min).person == "ben");
    store.release("blog/c1", "ben");
    CHECK(store.claim("blog/c1", "ana", noon + 40min, noon + 21min).person == "ana");
  });
}

TEST_CASE("a U+0000 in a comment is kept as a replacement character on every engine") {
  on_each_engine([](Store& store, Database&) {
    const Comment odd = comment_saying(std::string_view("a\0b", 3));
    CHECK(save(store, {odd}).added == 1);
    CHECK(store.find("blog/c1")->comment.text ==
          "a\xEF\xBF\xBD"
          "b");
    CHECK(save(store, {odd}).unchanged == 1);
  });
}
