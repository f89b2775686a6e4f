#include "platforms/linkedin.h"

#include <doctest/doctest.h>

#include "support/channel_bench.h"

namespace cm {

TEST_CASE("comments on LinkedIn are read with their replies") {
  ChannelBench channel("linkedin", {{"organization", "42"}}, {"urn:li:ugcPost:1"});
  channel.http.reply_json(200, R"json({"paging":{"start":0,"count":100},"elements":[
    {"id":"7","$URN":"urn:li:comment:(urn:li:activity:1,7)","actor":"urn:li:person:a","message":{"attributes":[],"text":"rude"},
     "created":{"time":1795165200000},"likesSummary":{"totalLikes":3},"commentsSummary":{"aggregatedTotalComments":1},"content":[1]
},
    {"id":"8","actor":"urn:li:organization:42","message":{"text":"thanks"}},
    {"id":"9","message":{"text":5}}]
})json");
  channel.http.reply_json(200, R"json({"elements":[{"id":"10","actor":"urn:li:person:b","message":{"text":"me too"},
     "parentComment":"urn:li:comment:(urn:li:activity:1,7)"
}]
})json");
  const auto pages = channel.platform().pages();
  const CommentPage page = channel.read(pages[0]);
  REQUIRE(page.comments.size() == 3);
  CHECK(page.comments[0].created_at == parse_iso8601("2026-11-20T09:00:00Z"));
  CHECK(page.comments[0].likes == 3);
  CHECK(page.comments[1].author.role == "staff");
  CHECK(page.comments[1].id == "urn:li:comment:(urn:li:ugcPost:1,8)");
  CHECK(page.comments[2].parent == page.comments[0].id);
  CHECK(page.unreadable.size() == 1);
  CHECK(page.next_cursor.empty());
  CHECK(channel.asked(0) ==
        "GET https://api.linkedin.com/rest/socialActions/urn%3Ali%3AugcPost%3A1/comments?start=0&count=100");
  CHECK(channel.http.requests[0].headers[1] ==
        std::pair<std::string, std::string>("X-Restli-Protocol-Version", "2.0.0"));
}

TEST_CASE("a LinkedIn version that was switched off names the setting to change") {
  ChannelBench channel("linkedin", {{"organization", "42"}}, {"urn:li:ugcPost:1"});
  channel.http.reply_json(
      426, R"({"status":426,"code":"NONEXISTENT_VERSION","message":"Requested version 202301 is not active"})");
  try {
    static_cast<void>(channel.read({"urn:li:ugcPost:1", ""}));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
    CHECK(std::string(error.what()).find("\"version\"") != std::string::npos);
  }
}

TEST_CASE("deleting is all that LinkedIn offers, in the organisation's name") {
  ChannelBench channel("linkedin", {{"organization", "42"}}, {"urn:li:ugcPost:1"});
  channel.http.reply(204);
  Comment target;
  target.id = "urn:li:comment:(urn:li:activity:1,7)";
  target.post = "urn:li:ugcPost:1";
  static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::remove)));
  CHECK(channel.asked(0) ==
        "DELETE "
        "https://api.linkedin.com/rest/socialActions/urn%3Ali%3AugcPost%3A1/comments/"
        "7?actor=urn%3Ali%3Aorganization%3A42");
  CHECK_THROWS_AS(static_cast<void>(channel.platform().carry_out(deed_on(target, DeedKind::hide))), Error);
}

TEST_CASE("\"*\" stands for the organisation's newest posts on LinkedIn") {
  ChannelBench channel("linkedin", {{"organization", "42"}});
  channel.http.reply_json(200, R"({"elements":[{"id":"urn:li:share:1"},{"id":"urn:li:ugcPost:2"},{}]})");
  const auto pages = channel.platform().pages();
  REQUIRE(pages.size() == 2);
  CHECK(pages[1].id == "urn:li:ugcPost:2");
  CHECK(channel.asked(0) ==
        "GET https://api.linkedin.com/rest/posts?author=urn%3Ali%3Aorganization%3A42&q=author&count=100&"
        "sortBy=LAST_MODIFIED");
  CHECK(channel.http.requests[0].headers[2] == std::pair<std::string, std::string>("X-RestLi-Method", "FINDER"));
}

}  // namespace cm
