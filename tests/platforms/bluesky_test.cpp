#include "platforms/bluesky.h"

#include <doctest/doctest.h>

#include "platforms/bluesky_posts.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

constexpr const char* session =
    R"({"accessJwt":"access-1","refreshJwt":"refresh-1","did":"did:plc:acme","handle":"acme.example"})";
constexpr const char* no_gates = R"({"records":[]})";
const std::string root = "at://did:plc:acme/app.bsky.feed.post/r1";
const std::string reply_uri = "at://did:plc:sam/app.bsky.feed.post/c1";

std::string post_json(const std::string& uri, const std::string& text, const std::string& extra = {}) {
  return R"({"uri":")" + uri + R"(","cid":"cid-1","author":{"did":")" + repo_of(uri) +
         R"(","handle":"sam.example","displayName":"Sam Sample","createdAt":"2025-01-01T00:00:00Z"},"record":{)"
         R"("$type":"app.bsky.feed.post","text":")" +
         text + R"(","createdAt":"2026-11-20T09:00:00Z","langs":["en"],"reply":{"root":{"uri":")" + root +
         R"(","cid":"cr"},"parent":{"uri":")" + root +
         R"(","cid":"cr"}}},"likeCount":3,"replyCount":0,"indexedAt":)"
         R"("2026-11-20T09:00:01Z")" +
         extra + "}";
}

Comment reply_comment() {
  Comment comment;
  comment.id = reply_uri;
  comment.channel = "shop";
  comment.post = root;
  comment.author.id = "did:plc:sam";
  comment.extra = R"({"cid":"cid-1"})";
  return comment;
}

ChannelBench bench_with_session() {
  ChannelBench bench("bluesky", {{"user", "acme.example"}});
  bench.http.reply_json(200, session);
  return bench;
}

}  // namespace

TEST_CASE("a Bluesky thread is read however deep, with what the gate hides") {
  ChannelBench bench("bluesky", {{"user", "acme.example"}}, {root});
  bench.http.reply_json(200, session);
  bench.http.reply_json(200, R"({"records":[{"uri":"at://g","cid":"g","value":{"post":")" + root +
                                 R"(","hiddenReplies":[")" + reply_uri + R"("]}}]})");
  const std::string own = post_json("at://did:plc:acme/app.bsky.feed.post/a1", "thanks");
  bench.http.reply_json(200, R"({"thread":{"post":)" + post_json(root, "root") + R"(,"replies":[{"post":)" +
                                 post_json(reply_uri, "bad") + R"(,"replies":[{"post":)" + own +
                                 R"(,"replies":[]}]},{"notFound":true,"uri":"at://x"},{"post":{"uri":5}}]}})");
  const auto pages = bench.platform().pages();
  REQUIRE(pages.size() == 1);
  const CommentPage page = bench.read(pages[0]);
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].id == reply_uri);
  CHECK(page.comments[0].state == CommentState::hidden);
  CHECK(page.comments[0].author.role.empty());
  CHECK(page.comments[0].likes == 3);
  CHECK(page.comments[0].parent.empty());
  CHECK(page.comments[0].url == "https://bsky.app/profile/sam.example/post/c1");
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].state == CommentState::visible);
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.next_cursor.empty());
  CHECK(bench.asked(2).find("getPostThread?uri=at%3A%2F%2Fdid%3Aplc%3Aacme") != std::string::npos);
  CHECK(bench.http.requests[2].secret_headers == HttpHeaders{{"Authorization", "Bearer access-1"}});
  CHECK(bench.log.all().find("s3cret") == std::string::npos);
}

TEST_CASE("an answer of Bluesky that is no object ends in a page of nothing, not in an internal error") {
  for (const char* odd : {"[]", "7", R"({"records":[3,{"value":"x"}]})", R"({"records":{"a":1}})"}) {
    ChannelBench bench("bluesky", {{"user", "acme.example"}}, {root});
    bench.http.reply_json(200, session);
    bench.http.reply_json(200, odd);
    bench.http.reply_json(200, R"({"thread":"none"})");
    const auto pages = bench.platform().pages();
    const CommentPage page = bench.read(pages.at(0));
    CHECK(page.comments.empty());
    CHECK(page.unreadable.size() == 1);
  }
}

TEST_CASE("a post from the future counts as written when the network saw it") {
  std::vector<std::string> odd;
  Json post = Json::parse(post_json(reply_uri, "x"));
  post["record"]["createdAt"] = "2099-01-01T00:00:00Z";
  ItemReader reader(post, odd);
  Comment comment;
  read_bluesky_post(reader, {}, comment);
  CHECK(comment.created_at == parse_iso8601("2026-11-20T09:00:01Z"));
}

TEST_CASE("an expired Bluesky token is renewed and the call made once more") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(400, R"({"error":"ExpiredToken","message":"Token has expired"})");
  bench.http.reply_json(200, R"({"accessJwt":"access-2","refreshJwt":"refresh-2","did":"did:plc:acme"})");
  bench.http.reply_json(200, R"({"posts":[]})");
  CHECK_FALSE(bench.platform().read_comment(Comment{.id = reply_uri}));
  CHECK(bench.asked(2) == "POST https://bsky.social/xrpc/com.atproto.server.refreshSession");
  CHECK(bench.http.requests[2].secret_headers == HttpHeaders{{"Authorization", "Bearer refresh-1"}});
  CHECK(bench.http.requests[3].secret_headers == HttpHeaders{{"Authorization", "Bearer access-2"}});
}

TEST_CASE("a wrong app password is a login error that names the fix") {
  ChannelBench bench("bluesky", {{"user", "acme.example"}});
  bench.http.reply_json(401, R"({"error":"AuthenticationRequired","message":"Invalid identifier or password"})");
  try {
    static_cast<void>(bench.platform().read_comment(Comment{.id = reply_uri}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    CHECK(std::string(error.what()).find("app password") != std::string::npos);
  }
}

TEST_CASE("hiding on Bluesky keeps the rules of the gate and swaps against the version read") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(
      200, R"({"uri":"g","cid":"gate-1","value":{"$type":"app.bsky.feed.threadgate","post":")" + root +
               R"(","allow":[{"$type":"app.bsky.feed.threadgate#mentionRule"}],"hiddenReplies":["at://a/b/c"]}})");
  bench.http.reply_json(400, R"({"error":"InvalidSwap","message":"Record was at x"})");
  bench.http.reply_json(400, R"({"error":"RecordNotFound","message":"Could not locate record"})");
  bench.http.reply_json(200, R"({"uri":"g","cid":"gate-2"})");
  const DeedOutcome outcome = bench.platform().carry_out(deed_on(reply_comment(), DeedKind::hide));
  CHECK(outcome.state_after == CommentState::hidden);
  const Json first = Json::parse(bench.http.requests[2].body);
  CHECK(first["swapRecord"] == "gate-1");
  CHECK(first["record"]["allow"].size() == 1);
  CHECK(first["record"]["hiddenReplies"] == Json({"at://a/b/c", reply_uri}));
  const Json second = Json::parse(bench.http.requests[4].body);
  CHECK(second["swapRecord"].is_null());
  CHECK(second["rkey"] == "r1");
}

TEST_CASE("hiding twice is done once") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(200,
                        R"({"cid":"g","value":{"post":")" + root + R"(","hiddenReplies":[")" + reply_uri + R"("]}})");
  CHECK(bench.platform().carry_out(deed_on(reply_comment(), DeedKind::hide)).was_already_so);
  CHECK(bench.http.requests.size() == 2);
}

TEST_CASE("a full gate gives up entries of deleted posts and nothing else") {
  Json hidden = Json::array();
  for (int i = 0; i < 300; ++i) hidden.push_back("at://did:plc:x/app.bsky.feed.post/" + std::to_string(i));
  const std::string gate = Json{{"cid", "g"}, {"value", {{"post", root}, {"hiddenReplies", hidden}}}}.dump();
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(200, gate);
  for (int call = 0; call < 12; ++call) {
    Json posts = Json::array();
    for (int i = 0; i < 25; ++i) {
      if (call != 0 || i != 0) posts.push_back({{"uri", hidden[static_cast<std::size_t>(call * 25 + i)]}});
    }
    bench.http.reply_json(200, Json{{"posts", posts}}.dump());
  }
  bench.http.reply_json(200, R"({"uri":"g","cid":"g2"})");
  static_cast<void>(bench.platform().carry_out(deed_on(reply_comment(), DeedKind::hide)));
  const Json put = Json::parse(bench.http.requests.back().body);
  CHECK(put["record"]["hiddenReplies"].size() == 300);
  CHECK(put["record"]["hiddenReplies"].front() == hidden[1]);
  CHECK(put["record"]["hiddenReplies"].back() == reply_uri);
}

TEST_CASE("nobody hides replies in another account's thread") {
  ChannelBench bench = bench_with_session();
  Comment elsewhere = reply_comment();
  elsewhere.post = "at://did:plc:other/app.bsky.feed.post/r9";
  CHECK_THROWS_AS(static_cast<void>(bench.platform().carry_out(deed_on(elsewhere, DeedKind::hide))), Error);
  CHECK(bench.http.requests.size() == 1);
}

TEST_CASE("a Bluesky reply that was sent before is met and not sent again") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(200, R"({"posts":[{"uri":")" + root + R"(","cid":"cr"}]})");
  bench.http.reply_json(400, R"({"error":"InvalidSwap","message":"Record was at x"})");
  const DeedOutcome outcome =
      bench.platform().carry_out(deed_on(reply_comment(), DeedKind::reply, "see \u00E9 https://acme.example/help."));
  CHECK(outcome.was_already_so);
  const Json put = Json::parse(bench.http.requests[2].body);
  CHECK(put["record"]["facets"][0]["index"] == Json({{"byteStart", 7}, {"byteEnd", 32}}));
  CHECK(put["record"]["reply"]["parent"]["cid"] == "cid-1");
  CHECK(outcome.remote_id == "at://did:plc:acme/app.bsky.feed.post/" + put["rkey"].get<std::string>());
  CHECK(put["rkey"].get<std::string>().size() == 13);
}

TEST_CASE("a reply longer than Bluesky takes is refused before anything is sent") {
  ChannelBench bench = bench_with_session();
  CHECK_THROWS_AS(
      static_cast<void>(bench.platform().carry_out(deed_on(reply_comment(), DeedKind::reply, std::string(301, 'a')))),
      Error);
  CHECK(bench.http.requests.empty());
}

TEST_CASE("new replies come from notifications until one is older than the pass wants") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(200, no_gates);
  const auto notification = [](const std::string& id, const std::string& seen) {
    return R"({"uri":"at://did:plc:sam/app.bsky.feed.post/)" + id +
           R"(","cid":"c","author":{"did":"did:plc:sam","handle":"sam.example"},)"
           R"("reason":"reply","record":{"text":"t","reply":{"root":{"uri":")" +
           root + R"("},"parent":{"uri":")" + root + R"("}}},"isRead":false,"indexedAt":")" + seen + R"("})";
  };
  bench.http.reply_json(200, R"({"cursor":"more","notifications":[)" + notification("n2", "2026-11-20T09:30:00Z") +
                                 "," + notification("n1", "2026-11-20T08:00:00Z") + "]}");
  const CommentPage page = bench.read({"posts", ""}, {.newer_than = parse_iso8601("2026-11-20T09:00:00Z")});
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "at://did:plc:sam/app.bsky.feed.post/n2");
  CHECK(page.comments[0].page == "posts");
  CHECK(page.next_cursor.empty());
  CHECK(bench.asked(2) ==
        "GET https://bsky.social/xrpc/app.bsky.notification.listNotifications?limit=100&reasons=reply");
}

TEST_CASE("an empty page with a cursor is not the end") {
  ChannelBench bench("bluesky", {{"user", "acme.example"}, {"kind", "search"}}, {"acme shoes"});
  bench.http.reply_json(200, session);
  bench.http.reply_json(200, no_gates);
  bench.http.reply_json(200, R"({"cursor":"next","posts":[]})");
  const auto pages = bench.platform().pages();
  CHECK(pages[0].id == "search:acme shoes");
  CHECK(bench.read(pages[0]).next_cursor == "next");
  CHECK(bench.asked(2) ==
        "GET https://bsky.social/xrpc/app.bsky.feed.searchPosts?q=acme%20shoes&sort=latest&limit=100");
}

TEST_CASE("a used-up quota is waited for, a long one is left to the next run") {
  ChannelBench bench = bench_with_session();
  bench.http.reply_json(200, R"({"posts":[]})", {{"RateLimit-Remaining", "0"}, {"RateLimit-Reset", "1795168830"}});
  bench.http.reply_json(429, R"({"error":"RateLimitExceeded"})", {{"Retry-After", "3600"}});
  static_cast<void>(bench.platform().read_comment(Comment{.id = reply_uri}));
  CHECK(bench.clock.sleeps.empty());
  try {
    static_cast<void>(bench.platform().read_comment(Comment{.id = reply_uri}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
  }
  CHECK(bench.clock.sleeps == std::vector<std::chrono::milliseconds>{std::chrono::seconds(30)});
}

TEST_CASE("a record key depends on the moment and the entry alone") {
  const auto moment = parse_iso8601("2026-11-20T10:00:00Z").value();
  CHECK(tid_of(moment, 7) == tid_of(moment, 7));
  CHECK(tid_of(moment, 7) != tid_of(moment, 8));
  CHECK(tid_of(moment, 7) != tid_of(moment, 7 + 1024));
  CHECK(tid_of(moment, 7) < tid_of(moment + std::chrono::milliseconds(1), 7));
}

}  // namespace cm
