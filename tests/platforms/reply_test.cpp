// Replies on every platform: not too long, and not sent twice when a run was cut off.
#include <doctest/doctest.h>

#include "base/error.h"
#include "platforms/second_try.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

Comment own_reply(std::string text, std::string_view written) {
  Comment reply;
  reply.id = "r7";
  reply.author.role = "staff";
  reply.text = std::move(text);
  reply.created_at = parse_iso8601(written);
  return reply;
}

/// A second try, announced at 10:00.
Deed again(std::string text) {
  Comment target;
  target.id = "c1";
  target.channel = "shop";
  Deed deed = deed_on(target, DeedKind::reply, std::move(text));
  deed.tried_before = true;
  return deed;
}

std::function<CommentPage()> showing(Comment reply) {
  return [reply = std::move(reply)] { return CommentPage{.comments = {reply}}; };
}

}  // namespace

TEST_CASE("a reply that an earlier run sent is found by its text") {
  const auto found = sent_before(again("Sorry!  See https://acme.example/help"),
                                 showing(own_reply("@sam Sorry! See https://t.example/x", "2026-11-20T10:00:01Z")));
  REQUIRE(found.has_value());
  CHECK(found->remote_id == "r7");
  CHECK(found->was_already_so);
}

TEST_CASE("an older reply, somebody else's and another text are not the one that was sent") {
  CHECK_FALSE(sent_before(again("Sorry!"), showing(own_reply("Sorry!", "2026-11-20T09:00:00Z"))));
  CHECK_FALSE(sent_before(again("Sorry!"), showing(own_reply("Thanks!", "2026-11-20T10:00:01Z"))));
  Comment theirs = own_reply("Sorry!", "2026-11-20T10:00:01Z");
  theirs.author.role.clear();
  CHECK_FALSE(sent_before(again("Sorry!"), showing(theirs)));
}

TEST_CASE("a first try looks for nothing") {
  Deed deed = again("Sorry!");
  deed.tried_before = false;
  CHECK_FALSE(sent_before(deed, []() -> CommentPage { throw std::logic_error("asked"); }));
  CHECK_NOTHROW(refuse_second_try(deed));
}

TEST_CASE("a message of which nothing tells whether it arrived is not sent again") {
  CHECK_THROWS_WITH_AS(refuse_second_try(again("Sorry!")),
                       doctest::Contains("shop/c1: an earlier run was cut off while it sent this"), Error);
}

TEST_CASE("a reply that is too long is refused before anything is asked") {
  struct Case {
    const char* platform;
    std::initializer_list<ChannelBench::Option> options;
  };
  const Case cases[] = {
      {"facebook", {}},
      {"instagram", {}},
      {"threads", {}},
      {"x", {{"user", "acme"}}},
      {"youtube", {{"channel_id", "UC1"}}},
      {"bluesky", {{"user", "acme.example"}}},
      {"reddit", {{"user", "acme"}}},
      {"discourse", {{"url", "https://forum.acme.example"}, {"user", "acme"}}},
      {"linkedin", {{"organization", "1"}}},
      {"tiktok", {{"business_id", "1"}}},
      {"disqus", {{"forum", "acme"}, {"api_key", "k"}}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.platform);
    for (const DeedKind kind : {DeedKind::reply, DeedKind::private_reply}) {
      const Capability capability = capability_of(*platform_named(each.platform), kind);
      if (capability.support == Support::no) continue;
      ChannelBench bench(each.platform, each.options);
      Comment target;
      target.id = "c1";
      target.channel = "shop";
      const Deed deed = deed_on(target, kind, std::string(capability.limit.most + 1, 'a'));
      CHECK_THROWS_WITH_AS(static_cast<void>(bench.platform().carry_out(deed)), doctest::Contains("are allowed"),
                           Error);
      CHECK(bench.http.requests.empty());
    }
  }
}

TEST_CASE("a second try of a reply that arrived sends nothing on any platform") {
  struct Case {
    const char* platform;
    std::initializer_list<ChannelBench::Option> options;
    std::vector<const char*> answers;  // to what is asked before sending; the last shows the reply
  };
  const Case cases[] = {
      {"facebook",
       {},
       {R"({"data":[{"id":"r7","message":"Sorry!","created_time":"2026-11-20T10:00:01+0000","from":{"id":"9"}}]})",
        R"({"id":"9","name":"Acme"})"}},
      {"instagram",
       {{"account", "9"}},
       {R"({"data":[{"id":"r7","text":"Sorry!","timestamp":"2026-11-20T10:00:01+0000","from":{"id":"9"}}]})",
        R"({"id":"9","username":"acme"})"}},
      {"threads",
       {},
       {R"({"data":[{"id":"r7","text":"Sorry!","timestamp":"2026-11-20T10:00:01+0000","is_reply_owned_by_me":true}]})",
        R"({"id":"9","username":"acme"})"}},
      {"x",
       {{"user", "acme"}},
       {R"({"data":[{"id":"r7","text":"@sam Sorry!","author_id":"9","created_at":"2026-11-20T10:00:01Z",
            "conversation_id":"p1","referenced_tweets":[{"type":"replied_to","id":"c1"}]}],
            "includes":{"users":[{"id":"9","username":"acme","name":"Acme"}]}})"}},
      {"youtube",
       {{"channel_id", "UC9"}},
       {R"({"items":[{"id":"r7","snippet":{"textDisplay":"Sorry!","authorChannelId":{"value":"UC9"},
            "publishedAt":"2026-11-20T10:00:01Z"}}]})"}},
      {"reddit",
       {{"user", "acme"}},
       {R"({"data":{"children":[{"kind":"t1","data":{"name":"r7","body":"Sorry!","author":"acme","link_id":"p1",
            "parent_id":"c1","created_utc":1795168801}}]}})"}},
      {"discourse",
       {{"url", "https://forum.acme.example"}, {"user", "acme"}},
       {R"({"post_stream":{"stream":[5]}})",
        R"({"post_stream":{"posts":[{"id":"r7","raw":"Sorry!","username":"acme",
            "created_at":"2026-11-20T10:00:01Z"}]}})"}},
      {"linkedin",
       {{"organization", "9"}},
       {R"({"elements":[{"id":"7","$URN":"r7","actor":"urn:li:organization:9","message":{"text":"Sorry!"},
            "created":{"time":1795168801000}}]})"}},
      {"tiktok",
       {{"business_id", "9"}},
       {R"({"code":0,"data":{"comments":[{"comment_id":"r7","text":"Sorry!","owner":true,
            "create_time":1795168801}]}})"}},
      {"disqus",
       {{"forum", "acme"}, {"api_key", "k"}, {"user", "acme"}},
       {R"({"code":0,"response":[{"id":"r7","message":"Sorry!","author":{"username":"acme"},
            "createdAt":"2026-11-20T10:00:01"}]})"}},
  };
  for (const Case& each : cases) {
    CAPTURE(each.platform);
    ChannelBench bench(each.platform, each.options);
    for (const char* const answer : each.answers) bench.http.reply_json(200, answer);
    Deed deed = again("Sorry!");
    deed.target.post = "p1";
    const DeedOutcome outcome = bench.platform().carry_out(deed);
    CHECK(outcome.remote_id == "r7");
    CHECK(outcome.was_already_so);
    for (const HttpRequest& request : bench.http.requests) CHECK(request.method == "GET");
  }
}

}  // namespace cm
