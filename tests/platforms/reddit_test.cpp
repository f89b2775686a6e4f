#include "platforms/reddit.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"

namespace cm {
namespace {

constexpr const char* listing = R"({"kind":"Listing","data":{"after":"t1_c2","children":[
  {"kind":"t1","data":{"name":"t1_c1","body":"rude","author":"sam","author_fullname":"t2_5","link_id":"t3_p","parent_id":"t3_p",
   "created_utc":1795165200.0,"score":-3,"permalink":"/r/acme/comments/p/_/c1/","banned_by":null,"replies":"","likes":true}},
  {"kind":"t1","data":{"name":"t1_c2","body":"gone","author":"kim","link_id":"t3_p","parent_id":"t1_c1","created_utc":1795165100,
   "banned_by":"acme-mod"}},
  {"kind":"t1","data":{"body":"no name"}}]}})";

ChannelBench subreddit() { return ChannelBench("reddit", {{"user", "acme"}}, {"r/acme"}); }

Comment target() {
  Comment comment;
  comment.id = "t1_c1";
  comment.channel = "shop";
  return comment;
}

}  // namespace

TEST_CASE("a subreddit's comments are read, then what waits in its queue") {
  ChannelBench channel = subreddit();
  channel.http.reply_json(200, listing);
  channel.http.reply_json(200, R"({"data":{"after":null,"children":[]}})");
  channel.http.reply_json(200, R"({"data":{"after":null,"children":[]}})");
  const auto pages = channel.platform().pages();
  CHECK(pages[0].id == "acme");
  CommentPage page = channel.read(pages[0]);
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].likes == -3);
  CHECK(page.comments[0].parent.empty());
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
  CHECK(page.comments[0].url == "https://www.reddit.com/r/acme/comments/p/_/c1/");
  CHECK(page.comments[1].state == CommentState::hidden);
  CHECK(page.comments[1].parent == "t1_c1");
  CHECK(page.unreadable.size() == 1);
  CHECK(page.next_cursor == "0 t1_c2");
  page = channel.read(pages[0], {.cursor = page.next_cursor});
  CHECK(page.next_cursor == "1 ");
  page = channel.read(pages[0], {.cursor = page.next_cursor});
  CHECK(page.next_cursor.empty());
  CHECK(channel.asked(1) == "GET https://oauth.reddit.com/r/acme/comments/?limit=100&raw_json=1&after=t1_c2");
  CHECK(channel.asked(2) == "GET https://oauth.reddit.com/r/acme/about/modqueue/?only=comments&limit=100&raw_json=1");
}

TEST_CASE("an error inside Reddit's 200 is an error") {
  ChannelBench channel = subreddit();
  channel.http.reply_json(200, R"({"json":{"errors":[["RATELIMIT","you are doing that too much","ratelimit"]]}})");
  channel.http.reply_json(200, R"({"json":{"errors":[["THREAD_LOCKED","comments are locked","parent"]]}})");
  const auto kind = [&] {
    try {
      static_cast<void>(channel.platform().carry_out(deed_on(target(), DeedKind::reply, "hi")));
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  CHECK(kind() == ErrorKind::unavailable);
  CHECK(kind() == ErrorKind::refused);
}

TEST_CASE("hiding on Reddit removes without calling it spam") {
  ChannelBench channel = subreddit();
  channel.http.reply_json(200, "{}");
  CHECK(channel.platform().carry_out(deed_on(target(), DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(channel.asked(0) == "POST https://oauth.reddit.com/api/remove/");
  CHECK(channel.http.requests[0].body == "api_type=json&id=t1_c1&spam=False");
}

TEST_CASE("a comment that its author deleted is gone from Reddit") {
  ChannelBench channel = subreddit();
  channel.http.reply_json(
      200, R"({"data":{"children":[{"data":{"name":"t1_c1","author":"[deleted]","body":"[deleted]"}}]}})");
  CHECK_FALSE(channel.platform().read_comment(target()));
}

TEST_CASE("Reddit's quota comes back in so many seconds") {
  ChannelBench channel = subreddit();
  channel.http.reply_json(200, R"({"data":{"children":[]}})",
                          {{"x-ratelimit-remaining", "0.0"}, {"x-ratelimit-reset", "52"}});
  channel.http.reply_json(200, R"({"data":{"children":[]}})");
  static_cast<void>(channel.read({"acme", ""}));
  static_cast<void>(channel.read({"acme", ""}));
  CHECK(channel.clock.sleeps == std::vector<std::chrono::milliseconds>{std::chrono::seconds(52)});
}

TEST_CASE("a private answer comes from the moderators in own subreddits, else from the account") {
  Comment target;
  target.id = "t1_c1";
  target.page = "acme";
  target.author.name = "sam";
  ChannelBench own("reddit", {{"user", "acme_help"}}, {"acme"});
  own.http.reply_json(200, R"({"conversation":{"id":"m1"}})");
  CHECK(own.platform().carry_out(deed_on(target, DeedKind::private_reply, "Sorry!")).remote_id == "m1");
  CHECK(own.asked(0) == "POST https://oauth.reddit.com/api/mod/conversations/");
  CHECK(own.http.requests[0].body == "to=sam&subject=Your%20comment&body=Sorry%21&srName=acme&isAuthorHidden=true");

  ChannelBench elsewhere("reddit", {{"user", "acme_help"}, {"kind", "mentions"}});
  elsewhere.http.reply_json(200, R"({"json":{"errors":[]}})");
  static_cast<void>(elsewhere.platform().carry_out(deed_on(target, DeedKind::private_reply, "Sorry!")));
  CHECK(elsewhere.asked(0) == "POST https://oauth.reddit.com/api/compose/");
  CHECK(elsewhere.http.requests[0].body == "api_type=json&to=sam&subject=Your%20comment&text=Sorry%21");
}

TEST_CASE("\"*\" stands for the subreddits that the account moderates") {
  ChannelBench channel("reddit", {{"user", "acme_help"}});
  channel.http.reply_json(200, R"({"data":{"children":[{"kind":"t5","data":{"display_name":"acme"}}],"after":null}})");
  const auto pages = channel.platform().pages();
  REQUIRE(pages.size() == 1);
  CHECK(pages[0].id == "acme");
  CHECK(channel.asked(0) == "GET https://oauth.reddit.com/subreddits/mine/moderator?limit=100&raw_json=1");
}

TEST_CASE("spam in others' subreddits is reported to their moderators, and stays in sight") {
  ChannelBench channel("reddit", {{"user", "acme"}, {"kind", "search"}}, {"acme shoes"});
  channel.http.reply_json(200, R"({"json":{"errors":[]}})");
  Comment found;
  found.id = "t1_c1";
  found.state = CommentState::visible;
  CHECK(channel.platform().carry_out(deed_on(found, DeedKind::spam)).state_after == CommentState::visible);
  CHECK(channel.asked(0) == "POST https://oauth.reddit.com/api/report/");
  CHECK(channel.http.requests[0].body == "api_type=json&id=t1_c1&reason=spam");
  CHECK(channel.platform().listens());
}

}  // namespace cm
