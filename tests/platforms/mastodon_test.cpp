#include "platforms/mastodon.h"

#include <doctest/doctest.h>

#include "platforms/item_reader.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

constexpr const char* me = R"({"id":"1","acct":"acme"})";

std::string status(const std::string& id, const std::string& answers, const std::string& account,
                   const std::string& html) {
  return R"({"id":")" + id + R"(","in_reply_to_id":)" + (answers.empty() ? "null" : "\"" + answers + "\"") +
         R"(,"in_reply_to_account_id":"1","content":")" + html + R"(","account":{"id":")" + account +
         R"(","acct":"sam@s.example","display_name":"Sam","created_at":"2024-01-01T00:00:00.000Z"},)"
         R"("created_at":"2026-11-20T09:00:00.000Z","favourites_count":2,"language":"en","url":"https://s.example/@sam/)" +
         id + R"(","replies_count":0})";
}

ChannelBench bench(std::initializer_list<ChannelBench::Option> more = {}) {
  ChannelBench made("mastodon", {{"url", "https://social.example/"}});
  for (const auto& [name, value] : more) made.settings.options[name] = value;
  return made;
}

Comment target() {
  Comment comment;
  comment.id = "11";
  comment.channel = "shop";
  comment.author.id = "5";
  comment.extra = R"({"account":{"acct":"sam@s.example"}})";
  return comment;
}

}  // namespace

TEST_CASE("a full pass over Mastodon reads the thread of each own post") {
  ChannelBench channel = bench();
  channel.http.reply_json(200, me);
  channel.http.reply_json(200, R"([{"id":"10"},{"id":"9"}])");
  channel.http.reply_json(200, R"({"ancestors":[],"descendants":[)" + status("11", "10", "5", "<p>bad &amp; late</p>") +
                                   "," + status("12", "11", "1", "<p>sorry</p>") + R"(,{"id":"13","content":7}]})");
  channel.http.reply_json(200, R"({"descendants":[]})");
  channel.http.reply_json(200, "[]");
  CommentPage page = channel.read({"posts", ""});
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].text == "bad & late");
  CHECK(page.comments[0].post == "10");
  CHECK(page.comments[0].parent.empty());
  CHECK(page.comments[1].parent == "11");
  CHECK(page.comments[1].author.role == "staff");
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.unreadable[0].item == "13");
  CHECK(page.next_cursor == "10");
  page = channel.read({"posts", ""}, {.cursor = "10"});
  CHECK(page.next_cursor == "9");
  page = channel.read({"posts", ""}, {.cursor = "9"});
  CHECK(page.next_cursor.empty());
  CHECK(
      channel.asked(4) ==
      "GET "
      "https://social.example/api/v1/accounts/1/statuses?exclude_reblogs=true&exclude_replies=true&limit=40&max_id=9");
}

TEST_CASE("answers to own posts come by notification, other mentions stay apart") {
  const std::string list = R"([{"id":"n2","type":"mention","created_at":"2026-11-20T09:30:00Z","status":)" +
                           status("11", "10", "5", "a") +
                           R"(},{"id":"n1","type":"mention","created_at":"2026-11-20T09:20:00Z","status":)" +
                           R"({"id":"20","content":"hey","in_reply_to_account_id":null}}])";
  ChannelBench posts = bench();
  posts.http.reply_json(200, me).reply_json(200, list);
  CommentPage page = posts.read({"posts", ""}, {.newer_than = parse_iso8601("2026-11-20T09:00:00Z")});
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "11");
  CHECK(page.next_cursor == "n1");
  ChannelBench mentions = bench({{"kind", "mentions"}});
  mentions.http.reply_json(200, me).reply_json(200, list);
  page = mentions.read({"mentions", ""});
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "20");
}

TEST_CASE("a reply on Mastodon carries a key that makes it happen once, and the length the server allows") {
  ChannelBench channel = bench();
  channel.http.reply_json(200, R"({"configuration":{"statuses":{"max_characters":30}}})");
  channel.http.reply_json(200, R"({"id":"99"})");
  channel.http.reply_json(200, R"({"configuration":{"statuses":{"max_characters":30}}})");
  CHECK(channel.platform().carry_out(deed_on(target(), DeedKind::private_reply, "write us")).remote_id == "99");
  const Json body = Json::parse(channel.http.requests[1].body);
  CHECK(body["status"] == "@sam@s.example write us");
  CHECK(body["visibility"] == "direct");
  CHECK(channel.http.requests[1].headers.back().first == "Accept");
  bool keyed = false;
  for (const auto& [name, value] : channel.http.requests[1].headers)
    keyed = keyed || (name == "Idempotency-Key" && value == "cm-r1-7");
  CHECK(keyed);
  CHECK_THROWS_AS(
      static_cast<void>(channel.platform().carry_out(deed_on(target(), DeedKind::reply, std::string(40, 'a')))), Error);
}

TEST_CASE("Mastodon's quota comes back at a moment written as text") {
  ChannelBench channel = bench();
  channel.http.reply_json(200, me,
                          {{"X-RateLimit-Remaining", "0"}, {"X-RateLimit-Reset", "2026-11-20T10:02:00.000000Z"}});
  channel.http.reply_json(200, R"({"descendants":[]})");
  static_cast<void>(channel.read({"10", ""}));
  CHECK(channel.clock.sleeps == std::vector<std::chrono::milliseconds>{std::chrono::seconds(120)});
}

TEST_CASE("posts that were reported on the account's own server are read report by report") {
  ChannelBench channel("mastodon", {{"url", "https://social.example"}}, {"reports"});
  channel.http.reply_json(200, R"([{"id":"9","statuses":[{"id":"11","content":"<p>rude</p>","account":{"id":"5"}}]},
    {"id":"8","statuses":[]}])");
  channel.http.reply_json(200, "[]");
  const auto pages = channel.platform().pages();
  CommentPage page = channel.read(pages.at(0));
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].text == "rude");
  CHECK(page.next_cursor == "8");
  CHECK(channel.asked(0) == "GET https://social.example/api/v1/admin/reports?limit=40");
  page = channel.read(pages.at(0), {.cursor = "8"});
  CHECK(page.next_cursor.empty());
}

TEST_CASE("a report on the account's own server is resolved, and nothing is where nobody reported") {
  ChannelBench channel("mastodon", {{"url", "https://social.example"}}, {"reports"});
  channel.http.reply_json(200, R"([{"id":"9","statuses":[{"id":"11","content":"<p>rude</p>","account":{"id":"5"}}]}])");
  Comment reported = channel.read({"reports", ""}).comments.at(0);
  channel.http.reply_json(200, R"({"id":"11","content":"<p>rude</p>","account":{"id":"5"}})").reply_json(200, "{}");
  const Comment now = channel.platform().read_comment(reported).value();
  CHECK(channel.platform().carry_out(deed_on(now, DeedKind::approve)).state_after == CommentState::visible);
  CHECK(channel.asked(2) == "POST https://social.example/api/v1/admin/reports/9/resolve");
  CHECK_THROWS_WITH_AS(static_cast<void>(channel.platform().carry_out(deed_on(target(), DeedKind::approve))),
                       doctest::Contains("nobody reported it"), Error);
}

}  // namespace cm
