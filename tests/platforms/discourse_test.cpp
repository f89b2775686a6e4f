#include "platforms/discourse.h"

#include <doctest/doctest.h>

#include "platforms/item_reader.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

ChannelBench forum() { return ChannelBench("discourse", {{"url", "https://forum.example"}, {"user", "moderator"}}); }

Comment target() {
  Comment comment;
  comment.id = "15";
  comment.channel = "shop";
  comment.post = "11";
  comment.author.id = "sam";
  comment.extra = R"({"post_number":2})";
  return comment;
}

}  // namespace

TEST_CASE("a forum's posts are read by windows of ids, of which one may be empty") {
  ChannelBench channel = forum();
  channel.http.reply_json(200, R"({"latest_posts":[
    {"id":115,"username":"sam","name":null,"cooked":"<p>x</p>","raw":"rude *text*","topic_id":11,"topic_slug":"t","post_number":2,
     "created_at":"2026-11-20T09:00:00.000Z","staff":false,"hidden":false,"deleted_at":null,"user_deleted":false,"wiki":false},
    {"id":114,"username":"mod","cooked":"<p>only <b>html</b></p>","topic_id":11,"staff":true,"deleted_at":"2026-11-20T09:30:00Z"}]})");
  channel.http.reply_json(200, R"({"latest_posts":[]})");
  CommentPage page = channel.read({"forum", ""});
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].text == "rude *text*");
  CHECK(page.comments[0].url == "https://forum.example/t/t/11/2");
  CHECK(page.comments[1].text == "only html");
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].state == CommentState::hidden);
  CHECK(page.next_cursor == "113");
  page = channel.read({"forum", ""}, {.cursor = "113"});
  CHECK(page.next_cursor == "63");
  CHECK(channel.http.requests[0].secret_headers ==
        HttpHeaders{{"Api-Key", "s3cret-sample"}, {"Api-Username", "moderator"}});
}

TEST_CASE("a topic is read from its newest post back") {
  ChannelBench channel("discourse", {{"url", "https://forum.example"}, {"user", "moderator"}}, {"11"});
  Json stream = Json::array();
  for (int id = 1; id <= 60; ++id) stream.push_back(id);
  channel.http.reply_json(200, Json{{"post_stream", {{"stream", stream}}}}.dump());
  channel.http.reply_json(200, R"({"post_stream":{"posts":[{"id":60,"cooked":"a","username":"sam"}]}})");
  channel.http.reply_json(200, Json{{"post_stream", {{"stream", stream}}}}.dump());
  channel.http.reply_json(200, R"({"post_stream":{"posts":[]}})");
  CommentPage page = channel.read({"11", ""});
  CHECK(page.comments.size() == 1);
  CHECK(page.next_cursor == "11");
  CHECK(channel.asked(1).starts_with("GET https://forum.example/t/11/posts.json?post_ids%5B%5D=60&"));
  page = channel.read({"11", ""}, {.cursor = "11"});
  CHECK(page.next_cursor.empty());
}

TEST_CASE("a post on Discourse is deleted by staff and recovered") {
  ChannelBench channel = forum();
  channel.http.reply(200).reply(200);
  CHECK(channel.platform().carry_out(deed_on(target(), DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(channel.platform().carry_out(deed_on(target(), DeedKind::unhide)).state_after == CommentState::visible);
  CHECK(channel.asked(0) == "DELETE https://forum.example/posts/15.json");
  CHECK(channel.asked(1) == "PUT https://forum.example/posts/15/recover.json");
}

TEST_CASE("answers on Discourse go into the topic, private ones to the author") {
  ChannelBench channel = forum();
  channel.http.reply_json(200, R"({"id":77})").reply_json(200, R"({"id":78})");
  CHECK(channel.platform().carry_out(deed_on(target(), DeedKind::reply, "we hear you, sorry about that")).remote_id ==
        "77");
  CHECK(Json::parse(channel.http.requests[0].body) ==
        Json({{"raw", "we hear you, sorry about that"}, {"topic_id", 11}, {"reply_to_post_number", 2}}));
  CHECK_FALSE(channel.http.requests[0].repeatable);
  static_cast<void>(
      channel.platform().carry_out(deed_on(target(), DeedKind::private_reply, "please write to us here")));
  CHECK(Json::parse(channel.http.requests[1].body)["target_recipients"] == "sam");
}

TEST_CASE("a wrong API key of a forum is a login error") {
  ChannelBench channel = forum();
  channel.http.reply_json(403, R"({"errors":["You are not permitted"],"error_type":"invalid_access"})");
  try {
    static_cast<void>(channel.read({"forum", ""}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
  }
}

TEST_CASE("what waits in the review queue is read, approved and rejected with the version that was seen") {
  ChannelBench channel("discourse", {{"url", "https://forum.example"}, {"user", "moderator"}}, {"review"});
  channel.http.reply_json(200, R"({"reviewables":[
    {"id":4,"type":"ReviewableQueuedPost","status":0,"version":3,"topic_id":11,"target_created_by_id":7,
     "created_at":"2026-11-20T09:00:00Z","payload":{"raw":"free watches"}},
    {"id":5,"type":"ReviewableUser"}],"users":[{"id":7,"username":"sam"}]})");
  const auto pages = channel.platform().pages();
  const CommentPage page = channel.read(pages.at(0));
  REQUIRE(page.comments.size() == 1);
  const Comment& waiting = page.comments[0];
  CHECK(waiting.text == "free watches");
  CHECK(waiting.state == CommentState::held);
  CHECK(waiting.author.id == "sam");
  channel.http.reply_json(200, R"({"reviewable_perform_result":{"success":true}})")
      .reply_json(200, R"({"reviewable_perform_result":{"success":false}})");
  CHECK(channel.platform().carry_out(deed_on(waiting, DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(channel.asked(1) == "PUT https://forum.example/review/4/perform/reject_post.json?version=3");
  CHECK_THROWS_AS(static_cast<void>(channel.platform().carry_out(deed_on(waiting, DeedKind::approve))), Error);
  CHECK(channel.asked(2) == "PUT https://forum.example/review/4/perform/approve_post.json?version=3");
  CHECK_THROWS_AS(static_cast<void>(channel.platform().carry_out(deed_on(waiting, DeedKind::reply, "hello"))), Error);
}

TEST_CASE("a flagged post in the review queue is hidden when the flag is right, and stays when it is not") {
  ChannelBench channel("discourse", {{"url", "https://forum.example"}, {"user", "moderator"}}, {"review", "*"});
  channel.http.reply_json(200, R"({"reviewables":[
    {"id":6,"type":"ReviewableFlaggedPost","status":0,"version":1,"topic_id":11,"raw":"you are all fools"},
    {"id":7,"type":"ReviewableFlaggedPost","status":0,"cooked":"<p>me <b>too</b></p>"},
    {"id":8,"type":"ReviewableFlaggedPost","raw":7}]})");
  const CommentPage page = channel.read({"review", ""});
  REQUIRE(page.comments.size() == 3);
  const Comment& flagged = page.comments[0];
  CHECK(flagged.id == "review-6");  // there may be a post 6 as well
  CHECK(flagged.text == "you are all fools");
  CHECK(flagged.state == CommentState::unknown);
  CHECK(page.comments[1].text == "me too");
  CHECK(page.unreadable.size() == 1);
  channel.http.reply_json(200, R"({"reviewable_perform_result":{"success":true}})")
      .reply_json(200, R"({"reviewable_perform_result":{"success":true}})")
      .reply_json(200,
                  R"({"reviewable":{"id":6,"type":"ReviewableFlaggedPost","status":1,"raw":"you are all fools"}})");
  CHECK(channel.platform().carry_out(deed_on(flagged, DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(channel.asked(1) == "PUT https://forum.example/review/6/perform/agree_and_hide.json?version=1");
  CHECK(channel.platform().carry_out(deed_on(flagged, DeedKind::approve)).state_after == CommentState::visible);
  CHECK(channel.asked(2) == "PUT https://forum.example/review/6/perform/disagree.json?version=1");
  CHECK(channel.platform().read_comment(flagged).value().state == CommentState::hidden);
  CHECK_FALSE(channel.platform().sees_everything());
}

}  // namespace cm
