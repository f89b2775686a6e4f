#include "platforms/disqus.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"

namespace cm {
namespace {

ChannelBench forum() {
  return ChannelBench("disqus", {{"forum", "acme"}, {"api_key", "public-key"}, {"user", "acme"}});
}

}  // namespace

TEST_CASE("a Disqus forum is read with what is held, spam and removed") {
  ChannelBench channel = forum();
  channel.http.reply_json(200, R"({"code":0,"cursor":{"hasNext":true,"next":"1:0:0"},"response":[
    {"id":"5","thread":"9","parent":null,"raw_message":"rude","message":"<p>rude</p>","author":{"id":"1","username":"sam","name":"Sam"},
     "createdAt":"2026-11-20T09:00:00","likes":2,"isApproved":false,"isSpam":false,"isDeleted":false},
    {"id":"6","thread":"9","parent":5,"message":"<p>a<br>b</p>","author":{"username":"acme"},"isDeleted":true,"isApproved":true},
    {"id":"7","isSpam":true,"isApproved":false}]})");
  const CommentPage page = channel.read({"forum", ""});
  REQUIRE(page.comments.size() == 3);
  CHECK(page.comments[0].state == CommentState::held);
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
  CHECK(page.comments[1].parent == "5");
  CHECK(page.comments[1].text == "a\nb");
  CHECK(page.comments[1].state == CommentState::hidden);
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[2].state == CommentState::spam);
  CHECK(page.next_cursor == "1:0:0");
}

TEST_CASE("a Disqus token that has expired is a login error") {
  ChannelBench channel = forum();
  channel.http.reply_json(400, R"({"code":18,"response":"Invalid access token"})");
  try {
    static_cast<void>(channel.read({"forum", ""}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    CHECK(std::string(error.what()).find("s3cret") == std::string::npos);
  }
}

TEST_CASE("hiding on Disqus removes, showing restores") {
  ChannelBench channel = forum();
  channel.http.reply_json(200, R"({"code":0,"response":[{"id":"5"}]})")
      .reply_json(200, R"({"code":0,"response":[{"id":"5"}]})");
  Comment target;
  target.id = "5";
  static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::hide)));
  target.state = CommentState::hidden;
  static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::unhide)));
  CHECK(channel.asked(0) == "POST https://disqus.com/api/3.0/posts/remove.json");
  CHECK(channel.asked(1) == "POST https://disqus.com/api/3.0/posts/restore.json");
}

TEST_CASE("own comments on Disqus are known by the account's name, asked for where the settings have none") {
  ChannelBench channel("disqus", {{"forum", "acme"}, {"api_key", "public-key"}});
  channel.http.reply_json(200, R"({"code":0,"response":{"username":"acme"}})");
  channel.http.reply_json(200, R"({"code":0,"response":[{"id":"6","message":"sorry","author":{"username":"acme"}}]})");
  const CommentPage page = channel.read({"forum", ""});
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].author.role == "staff");
}

}  // namespace cm
