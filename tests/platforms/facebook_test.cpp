#include "platforms/facebook.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/channel_bench.h"
#include "support/sample_comments.h"

namespace cm {
namespace {

constexpr const char* me = R"({"id":"100","name":"Acme"})";
const PageRef post{"100_1", "post"};

}  // namespace

TEST_CASE("a comment of Facebook becomes a comment, and what cm does not know is kept") {
  ChannelBench bench("facebook");
  bench.http.reply_json(200, R"({"data":[
      {"id":"1_2","message":"Hello","created_time":"2026-11-19T10:00:00+0000","like_count":0,"is_hidden":false,
       "from":{"id":"7","name":"Sam Sample"},"permalink_url":"https://facebook.example/1","can_hide":true},
      {"id":"1_3","message":"Thanks","from":{"id":"100","name":"Acme"},"parent":{"id":"1_2","message":"Hello"},
       "is_hidden":true,"attachment":{"type":"photo"}},
      {"id":"1_4","like_count":"many"},
      {"message":"no id"},
      "no item"]})");
  bench.http.reply_json(200, me);
  const CommentPage page = bench.read(post);

  REQUIRE(page.comments.size() == 3);
  const Comment& comment = page.comments[0];
  CHECK(comment.platform == "facebook");
  CHECK(comment.page == "100_1");
  CHECK(comment.post == "100_1");
  CHECK(comment.author.id == "7");
  CHECK(comment.likes == 0);
  CHECK(comment.state == CommentState::visible);
  CHECK(comment.extra == R"({"can_hide":true})");
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].parent == "1_2");
  CHECK(page.comments[1].state == CommentState::hidden);
  CHECK(page.comments[2].text.empty());
  CHECK_FALSE(page.comments[2].likes.has_value());
  CHECK(page.unreadable.size() == 3);  // the odd count, the missing id, the text
}

TEST_CASE("everything of a Page is its feed, its ads and its reels, as far as the token reaches") {
  ChannelBench bench("facebook");
  bench.http.reply_json(200, me);
  bench.http.reply_json(200, R"({"data":[{"id":"100_1"},{"id":"100_2"}]})");
  bench.http.reply_json(400, R"({"error":{"code":10}})");
  bench.http.reply_json(200, R"({"data":[{"id":"100_2"},{"id":"900"}]})");
  const auto pages = bench.platform().pages();

  REQUIRE(pages.size() == 3);
  CHECK(pages[2].id == "900");
  CHECK(bench.asked(2).find("/v25.0/100/ads_posts?") != std::string::npos);
}

TEST_CASE("hiding sends the one field and reads the answer") {
  ChannelBench bench("facebook");
  Comment target = comment_saying("x", "1_2");
  bench.http.reply_json(200, R"({"success":true})");
  CHECK(bench.platform().carry_out(deed_on(target, DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(bench.asked(0) == "POST https://graph.facebook.com/v25.0/1_2");
  CHECK(bench.http.requests[0].body == "is_hidden=true");

  bench.http.reply_json(200, R"({"success":false})");
  CHECK_THROWS_AS((void)bench.platform().carry_out(deed_on(target, DeedKind::hide)), Error);
  target.extra = R"({"can_hide":false})";
  CHECK_THROWS_AS((void)bench.platform().carry_out(deed_on(target, DeedKind::hide)), Error);
}

TEST_CASE("deleting what is gone is done already, and a comment that is gone is nothing") {
  ChannelBench bench("facebook");
  constexpr const char* gone = R"({"error":{"code":100,"error_subcode":33}})";
  bench.http.reply_json(400, gone);
  CHECK(bench.platform().carry_out(deed_on(comment_saying("x", "1_2"), DeedKind::remove)).was_already_so);
  bench.http.reply_json(200, me).reply_json(400, gone);
  CHECK_FALSE(bench.platform().read_comment(comment_saying("x", "1_2")).has_value());
  bench.http.reply_json(400, R"({"error":{"code":100}})");
  CHECK_THROWS_AS((void)bench.platform().read_comment(comment_saying("x", "1_2")), Error);
}

TEST_CASE("answers are sent once, in public or by message") {
  ChannelBench bench("facebook");
  bench.http.reply_json(200, R"({"id":"1_9"})");
  CHECK(bench.platform().carry_out(deed_on(comment_saying("x", "1_2"), DeedKind::reply, "Sorry & thanks")).remote_id ==
        "1_9");
  CHECK(bench.asked(0) == "POST https://graph.facebook.com/v25.0/1_2/comments");
  CHECK(bench.http.requests[0].body == "message=Sorry%20%26%20thanks");
  CHECK_FALSE(bench.http.requests[0].repeatable);

  bench.http.reply_json(200, me).reply_json(200, R"({"recipient_id":"7","message_id":"m1"})");
  CHECK(bench.platform().carry_out(deed_on(comment_saying("x", "1_2"), DeedKind::private_reply, "Hi")).remote_id ==
        "m1");
  CHECK(bench.asked(2) == "POST https://graph.facebook.com/v25.0/100/messages");
  CHECK(Json::parse(bench.http.requests[2].body) ==
        Json::parse(R"({"recipient":{"comment_id":"1_2"},"message":{"text":"Hi"}})"));
}

TEST_CASE("posts that mention the Page are comments of their own, and so are visitors' posts") {
  ChannelBench bench("facebook", {{"kind", "mentions"}});
  bench.http.reply_json(200, me);
  bench.http.reply_json(200, R"({"data":[]})");
  const auto pages = bench.platform().pages();
  REQUIRE(pages.size() == 1);
  bench.http.reply_json(200, R"({"data":[{"id":"7_1","message":"@Acme is late","from":{"id":"7"}}]})");
  const CommentPage page = bench.read(pages[0]);
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].text == "@Acme is late");
  CHECK(page.comments[0].post == "7_1");
  CHECK(bench.asked(2).find("/v25.0/100/tagged?fields=id%2Cfrom%2Cmessage") != std::string::npos);

  bench.http.reply_json(200, R"({"message_id":"m"})");
  static_cast<void>(bench.platform().carry_out(deed_on(page.comments[0], DeedKind::private_reply, "Sorry!")));
  CHECK(bench.http.requests[3].body.find(R"("recipient":{"post_id":"7_1"})") != std::string::npos);
}

}  // namespace cm
