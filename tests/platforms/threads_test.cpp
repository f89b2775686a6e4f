#include "platforms/threads.h"

#include <doctest/doctest.h>

#include "base/error.h"
#include "support/channel_bench.h"
#include "support/sample_comments.h"

namespace cm {

TEST_CASE("replies on Threads are read flat, with the state that their hide status means") {
  ChannelBench bench("threads");
  bench.http.reply_json(200, R"({"data":[
      {"id":"2","text":"top","username":"sam","timestamp":"2026-11-19T10:00:00+0000","root_post":{"id":"1"},
       "replied_to":{"id":"1"},"hide_status":"NOT_HUSHED","shortcode":"abc"},
      {"id":"3","text":"below","username":"acme","is_reply_owned_by_me":true,"root_post":{"id":"1"},
       "replied_to":{"id":"2"},"hide_status":"HIDDEN"},
      {"id":"4","text":"odd","hide_status":"BLOCKED"}]})");
  bench.http.reply_json(200, R"({"id":"9","username":"acme"})");
  const CommentPage page = bench.read({"1", "post"});

  REQUIRE(page.comments.size() == 3);
  CHECK(page.comments[0].parent.empty());
  CHECK(page.comments[0].state == CommentState::visible);
  CHECK(page.comments[0].extra == R"({"shortcode":"abc"})");
  CHECK(page.comments[1].parent == "2");
  CHECK(page.comments[1].state == CommentState::hidden);
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[2].state == CommentState::unknown);
  CHECK(page.comments[2].extra == R"({"hide_status":"BLOCKED"})");
  CHECK(bench.asked(0).starts_with("GET https://graph.threads.net/v1.0/1/conversation?"));
}

TEST_CASE("top-level replies are hidden, those below them are refused") {
  ChannelBench bench("threads");
  Comment target = comment_saying("x", "2");
  bench.http.reply_json(200, R"({"success":true})");
  (void)bench.platform().carry_out(deed_on(target, DeedKind::hide));
  CHECK(bench.asked(0) == "POST https://graph.threads.net/v1.0/2/manage_reply");
  target.parent = "1";
  CHECK_THROWS_AS((void)bench.platform().carry_out(deed_on(target, DeedKind::hide)), Error);
}

TEST_CASE("a reply on Threads is made and then published") {
  ChannelBench bench("threads");
  bench.http.reply_json(200, R"({"id":"9","username":"acme"})").reply_json(200, R"({"id":"c1"})");
  bench.http.reply_json(200, R"({"id":"55"})");
  CHECK(bench.platform().carry_out(deed_on(comment_saying("x", "2"), DeedKind::reply, "Hi")).remote_id == "55");
  CHECK(bench.asked(2) == "POST https://graph.threads.net/v1.0/9/threads_publish");
  CHECK(bench.http.requests[2].body == "creation_id=c1");
}

}  // namespace cm
