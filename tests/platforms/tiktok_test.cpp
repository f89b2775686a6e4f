#include "platforms/tiktok.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"

namespace cm {

TEST_CASE("comments on TikTok are read with their replies, times written as text") {
  ChannelBench channel("tiktok", {{"business_id", "b1"}}, {"v1"});
  channel.http.reply_json(200, R"({"code":0,"message":"OK","data":{"has_more":true,"cursor":2,"comments":[
    {"comment_id":"c1","video_id":"v1","text":"rude","user_id":"u1","username":"sam","create_time":"1795165200","likes":1,"replies":1,
     "status":"HIDDEN","owner":false,"pinned":false}]}})");
  channel.http.reply_json(200, R"({"code":0,"data":{"has_more":false,"cursor":1,"comments":[
    {"comment_id":"c2","video_id":"v1","parent_comment_id":"c1","text":"sorry","owner":true,"create_time":1795165300,"status":"PUBLIC"}]}})");
  const CommentPage page = channel.read({"v1", ""});
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].state == CommentState::hidden);
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].parent == "c1");
  CHECK(page.next_cursor == "2");
  CHECK(channel.http.requests[0].secret_headers == HttpHeaders{{"Access-Token", "s3cret-sample"}});
}

TEST_CASE("TikTok's errors stand inside a 200") {
  ChannelBench channel("tiktok", {{"business_id", "b1"}}, {"v1"});
  channel.http.reply_json(200, R"({"code":40105,"message":"Access token is incorrect or has been revoked","data":{}})");
  channel.http.reply_json(200, R"({"code":40100,"message":"Too many requests","data":{}})");
  channel.http.reply_json(200, R"({"code":40002,"message":"Invalid video","data":{}})");
  const auto kind = [&] {
    try {
      static_cast<void>(channel.read({"v1", ""}));
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  CHECK(kind() == ErrorKind::login);
  CHECK(kind() == ErrorKind::unavailable);
  CHECK(kind() == ErrorKind::refused);
}

TEST_CASE("a reply on TikTok has at most 150 characters") {
  ChannelBench channel("tiktok", {{"business_id", "b1"}}, {"v1"});
  Comment target;
  target.id = "c1";
  CHECK_THROWS_AS(
      static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::reply, std::string(151, 'a')))), Error);
  CHECK(channel.http.requests.empty());
}

TEST_CASE("\"*\" stands for the account's newest videos on TikTok") {
  ChannelBench channel("tiktok", {{"business_id", "b1"}});
  channel.http.reply_json(200, R"({"code":0,"data":{"videos":[{"item_id":"v1"}],"has_more":true,"cursor":7}})");
  channel.http.reply_json(200, R"({"code":0,"data":{"videos":[{"item_id":"v2"}],"has_more":false}})");
  const auto pages = channel.platform().pages();
  REQUIRE(pages.size() == 2);
  CHECK(pages[1].id == "v2");
  CHECK(channel.asked(1) ==
        "GET https://business-api.tiktok.com/open_api/v1.3/business/video/list/?business_id=b1&"
        "fields=%5B%22item_id%22%5D&max_count=20&cursor=7");
}

}  // namespace cm
