#include "platforms/youtube.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

std::string comment_json(const std::string& id, const std::string& text, const std::string& more = {}) {
  return R"({"kind":"youtube#comment","id":")" + id +
         R"(","snippet":{"authorDisplayName":"Sam","authorChannelId":{"value":"UC5"},)"
         R"("videoId":"v1","textDisplay":")" +
         text + R"(","likeCount":2,"publishedAt":"2026-11-20T09:00:00Z")" + more + "}}";
}

std::string thread_json(const std::string& id, int replies, const std::string& shown = {}) {
  return R"({"id":")" + id + R"(","snippet":{"videoId":"v1","topLevelComment":)" + comment_json(id, "top") +
         R"(,"totalReplyCount":)" + std::to_string(replies) + "}" +
         (shown.empty() ? std::string() : R"(,"replies":{"comments":[)" + shown + "]}") + "}";
}

Comment target() {
  Comment comment;
  comment.id = "t1";
  comment.channel = "shop";
  comment.author.id = "UC5";
  return comment;
}

ChannelBench own_channel() { return ChannelBench("youtube", {{"channel_id", "UCacme"}}); }

}  // namespace

TEST_CASE("threads on YouTube come with all their replies, also those the list leaves out") {
  ChannelBench bench = own_channel();
  bench.http.reply_json(200, R"({"items":[)" +
                                 thread_json("t1", 1, comment_json("t1.a", "inline", R"(,"parentId":"t1")")) + "," +
                                 thread_json("t2", 2) + R"(],"nextPageToken":"p2"})");
  bench.http.reply_json(
      200, R"({"items":[)" + comment_json("t2.a", "one", R"(,"parentId":"t2")") + R"(],"nextPageToken":"r2"})");
  bench.http.reply_json(
      200, R"({"items":[{"id":"t2.b","snippet":{"textDisplay":"two","authorChannelId":{"value":"UCacme"}}}]})");
  const CommentPage page = bench.read({"channel", ""});
  REQUIRE(page.comments.size() == 5);
  CHECK(page.comments[1].parent == "t1");
  CHECK(page.comments[4].id == "t2.b");
  CHECK(page.comments[4].author.role == "staff");
  CHECK(page.comments[4].parent == "t2");
  CHECK(page.comments[4].post == "v1");
  CHECK_FALSE(page.comments[4].likes);
  CHECK(page.comments[0].url == "https://www.youtube.com/watch?v=v1&lc=t1");
  CHECK(page.next_cursor == "published p2");
  CHECK(bench.asked(0).find(
            "allThreadsRelatedToChannelId=UCacme&moderationStatus=published&order=time&textFormat=plainText") !=
        std::string::npos);
}

TEST_CASE("what YouTube held back is read after what is published") {
  ChannelBench bench = own_channel();
  bench.http.reply_json(200, R"({"items":[]})");
  bench.http.reply_json(200, R"({"items":[)" + thread_json("t9", 0) + "]}");
  bench.http.reply_json(403, R"({"error":{"code":403,"errors":[{"reason":"forbidden"}]}})");
  CommentPage page = bench.read({"channel", ""});
  CHECK(page.next_cursor == "heldForReview ");
  page = bench.read({"channel", ""}, {.cursor = page.next_cursor});
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].state == CommentState::held);
  CHECK(page.next_cursor == "likelySpam ");
  page = bench.read({"channel", ""}, {.cursor = page.next_cursor});
  CHECK(page.comments.empty());
  CHECK(page.next_cursor.empty());
}

TEST_CASE("hiding on YouTube holds for review, which can be taken back") {
  ChannelBench bench = own_channel();
  bench.http.reply(204);
  CHECK(bench.platform().carry_out(deed_on(target(), DeedKind::hide)).state_after == CommentState::held);
  CHECK(bench.platform().state_after(DeedKind::hide) == CommentState::held);
  CHECK(bench.asked(0) ==
        "POST https://www.googleapis.com/youtube/v3/comments/setModerationStatus?id=t1&moderationStatus=heldForReview");
}

TEST_CASE("fifty comments on YouTube are held by one call, which costs as much as one") {
  ChannelBench bench("youtube", {{"channel_id", "UCacme"}, {"daily_quota", std::int64_t{50}}});
  bench.http.reply(204);
  std::vector<Deed> deeds;
  std::string ids;
  for (int i = 0; i < 50; ++i) {
    Comment comment = target();
    comment.id = "t" + std::to_string(i);
    ids += (i == 0 ? "" : "%2C") + comment.id;
    deeds.push_back(deed_on(comment, DeedKind::hide));
  }
  const auto outcomes = bench.platform().carry_out_together(deeds);
  REQUIRE(outcomes.size() == 50);
  CHECK(outcomes.back().state_after == CommentState::held);
  CHECK(bench.asked(0) == "POST https://www.googleapis.com/youtube/v3/comments/setModerationStatus?id=" + ids +
                              "&moderationStatus=heldForReview");
  CHECK(capability_of(*platform_named("youtube"), DeedKind::hide).together == 50);
}

TEST_CASE("a used-up quota of YouTube is unavailable, comments switched off are one page's matter") {
  ChannelBench bench = own_channel();
  bench.http.reply_json(403,
                        R"({"error":{"code":403,"errors":[{"domain":"youtube.quota","reason":"quotaExceeded"}]}})");
  bench.http.reply_json(403, R"({"error":{"code":403,"errors":[{"reason":"commentsDisabled"}]}})");
  const auto kind = [&] {
    try {
      static_cast<void>(bench.read({"v1", ""}));
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::internal;
  };
  CHECK(kind() == ErrorKind::unavailable);
  CHECK(kind() == ErrorKind::refused);
}

TEST_CASE("a run does not ask YouTube for more than a day's quota") {
  ChannelBench bench("youtube", {{"channel_id", "UCacme"}, {"daily_quota", std::int64_t{60}}});
  bench.http.reply(204);
  static_cast<void>(bench.platform().carry_out(deed_on(target(), DeedKind::hide)));
  CHECK_THROWS_AS(static_cast<void>(bench.platform().carry_out(deed_on(target(), DeedKind::hide))), Error);
  CHECK(bench.http.requests.size() == 1);
}

TEST_CASE("a refresh token is traded for an access token, and again when that has expired") {
  ChannelBench bench = own_channel();
  bench.settings.base_url = "http://127.0.0.1:1";
  const std::string secret = R"({"client_id":"c","client_secret":"cs","refresh_token":"r1"})";
  const auto platform = make_youtube(
      {.channel = bench.settings, .secret = secret, .http = bench.http, .clock = bench.clock, .log = bench.log});
  bench.http.reply_json(200, R"({"access_token":"a1","expires_in":3599})");
  bench.http.reply_json(401, R"({"error":{"code":401,"errors":[{"reason":"authError"}]}})");
  bench.http.reply_json(200, R"({"access_token":"a2"})");
  bench.http.reply_json(200, R"({"items":[]})");
  CHECK_FALSE(platform->read_comment(target()));
  CHECK(bench.asked(0) == "POST http://127.0.0.1:1/token");
  CHECK(bench.http.requests[0].body == "grant_type=refresh_token&refresh_token=r1&client_id=c&client_secret=cs");
  CHECK(bench.http.requests[3].secret_headers == HttpHeaders{{"Authorization", "Bearer a2"}});
}

TEST_CASE("what an earlier run used of the day's quota is used up for the next") {
  const TemporaryFolder folder;
  const auto read_with = [&](ChannelBench& bench) {
    bench.settings.folder = folder.path();
    bench.http.reply_json(200, R"({"items":[]})");
    static_cast<void>(bench.read({"v1", ""}));
  };
  ChannelBench first("youtube", {{"channel_id", "UC9"}, {"daily_quota", std::int64_t{1}}});
  read_with(first);
  ChannelBench second("youtube", {{"channel_id", "UC9"}, {"daily_quota", std::int64_t{1}}});
  CHECK_THROWS_WITH_AS(read_with(second), doctest::Contains("units of the day are used up; they come back at"), Error);
  CHECK(second.http.requests.empty());
}

TEST_CASE("threads of the day before are read again, since replies to them stand below") {
  ChannelBench bench = own_channel();
  bench.http.reply_json(200, R"({"nextPageToken":"n2","items":[)" + thread_json("t1", 0) + "]}");
  const auto written = bench.read({"channel", ""}).comments.at(0).created_at.value();
  for (const auto& [hours, goes_on] : {std::pair{23, true}, std::pair{25, false}}) {
    bench.http.reply_json(200, R"({"nextPageToken":"n2","items":[)" + thread_json("t1", 0) + "]}");
    const CommentPage page = bench.read({"channel", ""}, {.newer_than = written + std::chrono::hours(hours)});
    CHECK((page.next_cursor == "published n2") == goes_on);
  }
}

}  // namespace cm
