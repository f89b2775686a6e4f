#include "platforms/instagram.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/channel_bench.h"
#include "support/sample_comments.h"

namespace cm {
namespace {

constexpr const char* page_of_token = R"({"id":"100","instagram_business_account":{"id":"17"}})";
constexpr const char* account = R"({"id":"17","username":"acme"})";
const PageRef media{"900", "media"};

}  // namespace

TEST_CASE("comments and the replies inside them are read, further replies are asked for") {
  ChannelBench bench("instagram");
  bench.http.reply_json(200, R"({"data":[
      {"id":"1","text":"Nice","timestamp":"2026-11-19T10:00:00+0000","username":"sam","like_count":0,"hidden":false,
       "replies":{"data":[{"id":"2","text":"Thanks","username":"acme","timestamp":"2026-11-19T11:00:00+0000"}],
                  "paging":{"cursors":{"after":"r2"},"next":"https://graph.facebook.com/x"}}}]})");
  bench.http.reply_json(200, page_of_token).reply_json(200, account);
  bench.http.reply_json(200, R"({"data":[{"id":"3","text":"More","from":{"id":"8","username":"kim"},"hidden":true}]})");
  const CommentPage page = bench.read(media);

  REQUIRE(page.comments.size() == 3);
  CHECK(page.unreadable.empty());
  CHECK(page.comments[0].author.id == "sam");
  CHECK(page.comments[0].extra.empty());
  CHECK(page.comments[1].parent == "1");
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[2].parent == "1");
  CHECK(page.comments[2].author.id == "8");
  CHECK(page.comments[2].author.name == "kim");
  CHECK(page.comments[2].state == CommentState::hidden);
}

TEST_CASE("new replies below an older comment are found, older comments are not given again") {
  ChannelBench bench("instagram", {{"account", "17"}});
  bench.http.reply_json(200, R"({"data":[{"id":"1","text":"old","timestamp":"2026-11-18T10:00:00+0000","username":"sam",
      "replies":{"data":[{"id":"2","text":"new","username":"kim","timestamp":"2026-11-19T11:00:00+0000"}]}}],
      "paging":{"cursors":{"after":"c"},"next":"https://graph.facebook.com/x"}})");
  bench.http.reply_json(200, account);
  ReadFrom from;
  from.newer_than = parse_iso8601("2026-11-19T10:00:00Z");
  const CommentPage page = bench.read(media, from);

  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "2");
  CHECK(page.next_cursor == "c");
}

TEST_CASE("hiding is written as hide and read as hidden") {
  ChannelBench bench("instagram");
  bench.http.reply_json(200, R"({"success":true})");
  (void)bench.platform().carry_out(deed_on(comment_saying("x", "1"), DeedKind::hide));
  CHECK(bench.http.requests[0].body == "hide=true");
  bench.http.reply_json(200, R"({"success":true})");
  (void)bench.platform().carry_out(deed_on(comment_saying("x", "1"), DeedKind::unhide));
  CHECK(bench.http.requests[1].body == "hide=false");
}

TEST_CASE("an answer to a reply goes below the top comment, and none to what is hidden") {
  ChannelBench bench("instagram");
  Comment target = comment_saying("x", "2");
  target.parent = "1";
  bench.http.reply_json(200, R"({"id":"5"})");
  CHECK(bench.platform().carry_out(deed_on(target, DeedKind::reply, "Hi")).remote_id == "5");
  CHECK(bench.asked(0) == "POST https://graph.facebook.com/v25.0/1/replies");
  target.state = CommentState::hidden;
  CHECK_THROWS_AS((void)bench.platform().carry_out(deed_on(target, DeedKind::reply, "Hi")), Error);
}

TEST_CASE("with Instagram's own login another host is asked") {
  ChannelBench bench("instagram", {{"login", "instagram"}});
  bench.http.reply_json(200, account).reply_json(200, R"({"data":[{"id":"900"}]})");
  CHECK(bench.platform().pages().at(0).id == "900");
  CHECK(bench.asked(0).starts_with("GET https://graph.instagram.com/v25.0/me?"));
}

TEST_CASE("a Page without an Instagram account says what to do") {
  ChannelBench bench("instagram");
  bench.http.reply_json(200, R"({"id":"100"})");
  CHECK_THROWS_AS((void)bench.platform().pages(), Error);
}

TEST_CASE("media that tag the account are read by their caption and can be answered, nothing more") {
  ChannelBench bench("instagram", {{"account", "9"}, {"kind", "mentions"}});
  const char* const list = R"({"data":[{"id":"m1","caption":"@acme is late","username":"sam",
      "timestamp":"2026-11-20T09:00:00+0000","permalink":"https://instagram.example/m1"}]})";
  bench.http.reply_json(200, R"({"id":"9","username":"acme"})");
  bench.http.reply_json(200, list);
  const auto pages = bench.platform().pages();
  REQUIRE(pages.size() == 1);
  const CommentPage page = bench.read(pages[0]);
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].text == "@acme is late");
  CHECK(page.comments[0].post == "m1");
  CHECK(bench.asked(1).find("/v25.0/9/tags?fields=id%2Ccaption") != std::string::npos);
  bench.http.reply_json(200, list);
  CHECK(bench.platform().read_comment(page.comments[0]).has_value());
  CHECK_THROWS_AS(static_cast<void>(bench.platform().carry_out(deed_on(page.comments[0], DeedKind::hide))), Error);
  bench.http.reply_json(200, R"({"id":"r1"})");
  CHECK(bench.platform().carry_out(deed_on(page.comments[0], DeedKind::reply, "Sorry!")).remote_id == "r1");
  CHECK(bench.asked(3) == "POST https://graph.facebook.com/v25.0/9/mentions");
  CHECK(bench.http.requests[3].body == "media_id=m1&message=Sorry%21");
}

}  // namespace cm
