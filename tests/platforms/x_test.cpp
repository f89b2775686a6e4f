#include "platforms/x.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

constexpr const char* page_json = R"({"data":[
  {"id":"11","text":"cut\u2026","note_post":{"text":"the whole long text"},"author_id":"5","conversation_id":"10",
   "created_at":"2026-11-20T09:00:00.000Z","lang":"en","public_metrics":{"like_count":4,"reply_count":1},
   "referenced_posts":[{"type":"replied_to","id":"10"}],"edit_history_post_ids":["11"]},
  {"id":"12","text":"thanks","author_id":"7","conversation_id":"10","created_at":"2026-11-20T09:05:00.000Z","lang":"und",
   "referenced_tweets":[{"type":"replied_to","id":"11"}]},
  {"text":"nobody"}],
 "includes":{"users":[{"id":"5","name":"Sam Sample","username":"sam","created_at":"2020-01-01T00:00:00.000Z"},
                      {"id":"7","name":"Acme","username":"acme"}]},
 "errors":[{"resource_id":"99","title":"Not Found Error","type":"https://api.twitter.com/2/problems/resource-not-found"}],
 "meta":{"next_token":"n2","result_count":3}})";

Comment reply() {
  Comment comment;
  comment.id = "11";
  comment.channel = "shop";
  comment.author.id = "5";
  comment.state = CommentState::visible;
  return comment;
}

}  // namespace

TEST_CASE("replies on X are read with their authors, and what is wrong with one is said of it") {
  ChannelBench bench("x", {{"user", "acme"}});
  bench.http.reply_json(200, page_json);
  const auto pages = bench.platform().pages();
  const CommentPage page = bench.read(pages[0], {.newer_than = parse_iso8601("2026-11-19T00:00:00Z")});
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].text == "the whole long text");
  CHECK(page.comments[0].author.name == "Sam Sample");
  CHECK(page.comments[0].post == "10");
  CHECK(page.comments[0].parent.empty());
  CHECK(page.comments[0].likes == 4);
  CHECK(
      page.comments[0].extra ==
      R"({"edit_history_post_ids":["11"],"public_metrics":{"reply_count":1},"referenced_posts":[{"id":"10","type":"replied_to"}]})");
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].parent == "11");
  CHECK(page.comments[1].lang.empty());
  REQUIRE(page.unreadable.size() == 2);
  CHECK(page.unreadable[0].item == "item 3");
  CHECK(page.unreadable[1].item == "99");
  CHECK(page.next_cursor == "n2");
  CHECK(bench.asked(0).find("query=%28to%3Aacme%20OR%20from%3Aacme%29%20is%3Areply&max_results=100&start_time=2026-11-"
                            "19T00%3A00%3A00Z") != std::string::npos);
  CHECK(bench.http.requests[0].secret_headers == HttpHeaders{{"Authorization", "Bearer s3cret-sample"}});
}

TEST_CASE("recent search on X never asks for more than a week") {
  ChannelBench bench("x", {{"user", "acme"}}, {"10"});
  bench.http.reply_json(200, R"({"meta":{"result_count":0}})");
  const CommentPage page = bench.read({"10", ""}, {.newer_than = parse_iso8601("2026-01-01T00:00:00Z")});
  CHECK(page.comments.empty());
  CHECK(page.next_cursor.empty());
  CHECK(bench.asked(0).find("start_time=2026-11-13T10%3A05%3A00Z") != std::string::npos);
}

TEST_CASE("hiding on X writes the state, whatever it was") {
  ChannelBench bench("x", {{"user", "acme"}});
  bench.http.reply_json(200, R"({"data":{"hidden":true}})");
  CHECK(bench.platform().carry_out(deed_on(reply(), DeedKind::hide)).state_after == CommentState::hidden);
  CHECK(bench.asked(0) == "PUT https://api.x.com/2/tweets/11/hidden");
  CHECK(bench.http.requests[0].body == R"({"hidden":true})");
}

TEST_CASE("a post that is gone from X is gone, though X answers 200") {
  ChannelBench bench("x", {{"user", "acme"}});
  bench.http.reply_json(
      200,
      R"({"errors":[{"value":"11","title":"Not Found Error","type":"https://api.twitter.com/2/problems/resource-not-found"}]})");
  CHECK_FALSE(bench.platform().read_comment(reply()));
}

TEST_CASE("X keeps what cm knows of a hidden reply, for it tells nothing itself") {
  ChannelBench bench("x", {{"user", "acme"}});
  bench.http.reply_json(200, R"({"data":[{"id":"11","text":"t","author_id":"5"}]})");
  Comment known = reply();
  known.state = CommentState::hidden;
  CHECK(bench.platform().read_comment(known).value().state == CommentState::hidden);
}

TEST_CASE("a run stops before X costs more than it may") {
  ChannelBench bench("x", {{"user", "acme"}, {"max_cost_cents", std::int64_t{1}}});
  bench.http.reply_json(200, page_json);
  try {
    static_cast<void>(bench.read({"replies", ""}));
    static_cast<void>(bench.platform().carry_out(deed_on(reply(), DeedKind::reply, "see https://acme.example")));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(std::string(error.what()).find("max_cost_cents") != std::string::npos);
  }
  CHECK(bench.http.requests.size() == 1);
}

TEST_CASE("all runs of a month together cost no more than X may, and a page that is paid for is kept") {
  const TemporaryFolder folder;
  ChannelBench first("x", {{"user", "acme"}, {"max_cost_cents_a_month", std::int64_t{1}}});
  ChannelBench second("x", {{"user", "acme"}, {"max_cost_cents_a_month", std::int64_t{1}}});
  ChannelBench next_month("x", {{"user", "acme"}, {"max_cost_cents_a_month", std::int64_t{1}}});
  for (ChannelBench* const bench : {&first, &second, &next_month}) bench->settings.folder = folder.path();
  first.http.reply_json(200, page_json);
  CHECK(first.read({"replies", ""}).comments.size() == 2);  // half a cent each
  CHECK_THROWS_WITH_AS(static_cast<void>(second.read({"replies", ""})),
                       doctest::Contains("this month's 1 US cents for X are spent; run again on the first"), Error);
  CHECK(second.http.requests.empty());
  next_month.clock.sleep_for(std::chrono::hours(24 * 11));  // it is the 20th
  next_month.http.reply_json(200, page_json);
  CHECK(next_month.read({"replies", ""}).comments.size() == 2);
}

TEST_CASE("an expired token of X is a login error that names the fix") {
  ChannelBench bench("x", {{"user", "acme"}});
  bench.http.reply_json(401, R"({"title":"Unauthorized","type":"about:blank","status":401})");
  try {
    static_cast<void>(bench.read({"replies", ""}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    CHECK(std::string(error.what()).find("cm login shop") != std::string::npos);
  }
}

TEST_CASE("with the four keys of OAuth 1.0a each request is signed, and carries no key but the signature") {
  ChannelBench channel("x", {{"user", "acme"}});
  channel.secret = R"({"consumer_key":"ck","consumer_secret":"cs3cret","token":"tk","token_secret":"ts3cret"})";
  channel.http.reply_json(200, R"({"data":{"hidden":true}})");
  Comment target;
  target.id = "11";
  static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::hide)));
  const HttpHeaders& headers = channel.http.requests[0].secret_headers;
  REQUIRE(headers.size() == 1);
  CHECK(headers[0].second.starts_with("OAuth oauth_consumer_key=\"ck\", oauth_nonce="));
  CHECK(headers[0].second.find("oauth_signature=") != std::string::npos);
  CHECK(headers[0].second.find("s3cret") == std::string::npos);
}

}  // namespace cm
