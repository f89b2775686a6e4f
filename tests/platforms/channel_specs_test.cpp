// Every request of every channel over real HTTP, held against its vendor's own description of the API,
// and recorded answers read with nothing dropped.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "base/files.h"
#include "http/url.h"
#include "platforms/channel_http.h"
#include "platforms/item_reader.h"
#include "support/channel_bench.h"
#include "support/recordings.h"
#include "support/request_spec.h"

namespace cm {
namespace {

/// A channel over HTTP to a server that answers by path, the same for every call.
class Exercise {
 public:
  Exercise(RequestSpec spec, std::string platform, std::initializer_list<ChannelBench::Option> options,
           std::vector<std::string> pages, LoopbackServer::Answer answer)
      : server_(std::move(spec), std::move(answer)), bench_(std::move(platform), options, std::move(pages)) {
    bench_.settings.base_url = server_.url();
    http_ = std::make_unique<ChannelHttp>(bench_.settings, bench_.clock, bench_.log);
    platform_ = make_platform({.channel = bench_.settings,
                               .secret = "token-sample",
                               .http = http_->client(),
                               .clock = bench_.clock,
                               .log = bench_.log});
  }

  /// Reads all pages, new comments and everything, cursors included; gives the comments of the full pass.
  CommentPage read_all() {
    CommentPage all;
    for (const bool full : {false, true}) {
      for (const auto& page : platform_->pages()) {
        ReadFrom from{.full = full};
        if (!full) from.newer_than = bench_.clock.now() - std::chrono::hours(24);
        for (int calls = 0; calls < 10; ++calls) {
          CommentPage part = platform_->read_page(page, from);
          from.cursor = part.next_cursor;
          if (full) {
            std::move(part.comments.begin(), part.comments.end(), std::back_inserter(all.comments));
            std::move(part.unreadable.begin(), part.unreadable.end(), std::back_inserter(all.unreadable));
          }
          if (from.cursor.empty()) break;
        }
      }
    }
    return all;
  }

  /// Reads the comment anew and does to it everything that the platform can; what it refuses, it refuses.
  void do_everything_to(const Comment& target) {
    static_cast<void>(platform_->read_comment(target));
    for (const auto& capability : platform_named(bench_.settings.platform)->capabilities) {
      if (capability.support == Support::no || capability.support == Support::local) continue;
      for (const char* const role : {"", "staff"}) {
        Deed deed = deed_on(target, capability.deed, "We hear you, sorry about that.");
        deed.target.author.role = role;
        deed.tried_before = deed.target.author.role.empty();
        try {
          static_cast<void>(platform_->carry_out(deed));
        } catch (const Error& error) {
          CHECK_MESSAGE(error.kind() == ErrorKind::refused, error.what());
        }
      }
    }
    do_together(target);
    static_cast<void>(platform_->diagnose());
  }

  void do_together(const Comment& target) {
    for (const auto& capability : platform_named(bench_.settings.platform)->capabilities) {
      if (capability.together < 2) continue;
      Comment other = target;
      other.id += "0";
      const std::vector<Deed> deeds{deed_on(target, capability.deed), deed_on(other, capability.deed)};
      CHECK(platform_->carry_out_together(deeds).size() == 2);
    }
  }

  void check_nothing_unknown() const {
    CHECK(server_.visits() > 0);
    for (const auto& complaint : server_.complaints()) FAIL_CHECK(complaint);
    CHECK(bench_.log.all().find("token-sample") == std::string::npos);
  }

 private:
  SpecServer server_;
  ChannelBench bench_;
  std::unique_ptr<ChannelHttp> http_;
  std::unique_ptr<Platform> platform_;
};

LoopbackReply json_reply(const Json& body, int status = 200) {
  return {.status = status, .headers = {{"Content-Type", "application/json"}}, .body = body.dump()};
}

bool asks(const LoopbackRequest& request, std::string_view piece) {
  return request.target.find(piece) != std::string::npos;
}

Comment sample(std::string id, std::string post) {
  Comment comment;
  comment.id = std::move(id);
  comment.channel = "shop";
  comment.post = std::move(post);
  comment.author.id = "5";
  comment.state = CommentState::visible;
  return comment;
}

/// The bodies of a cassette, in order.
std::vector<Json> bodies_of(const Json& cassette) {
  std::vector<Json> bodies;
  for (const Json& interaction : cassette["interactions"]) {
    bodies.push_back(Json::parse(interaction["response"]["body"].get<std::string>(), nullptr, false));
  }
  return bodies;
}

}  // namespace

TEST_CASE("requests to X are such as its description knows") {
  const auto spec = shared_platform_file("x/spec/x_api_v2.openapi.trimmed.json");
  const auto recorded = shared_platform_file("x/recorded/tweepy_client_search_recent_tweets.json");
  if (!spec || !recorded) return;
  const Json page = bodies_of(*recorded).front();
  for (const std::string kind : {"posts", "mentions", "search"}) {
    Exercise x(openapi_spec(*spec), "x", {{"user", "acme"}, {"kind", kind}},
               {kind == "search"  ? "acme shoes"
                : kind == "posts" ? "10"
                                  : "*"},
               [&](const LoopbackRequest& request) {
                 if (asks(request, "/users/") && !asks(request, "/mentions"))
                   return json_reply({{"data", {{"id", "7"}, {"username", "acme"}}}});
                 if (request.method != "GET")
                   return json_reply({{"data", {{"id", "8"}, {"hidden", true}}}}, request.method == "POST" ? 201 : 200);
                 return json_reply(page);
               });
    const CommentPage read = x.read_all();
    CHECK(read.comments.size() >= page["data"].size());
    CHECK(read.unreadable.empty());
    Comment target = sample("11", "10");
    x.do_everything_to(target);
    target.author.id = "7";
    x.do_everything_to(target);
    x.check_nothing_unknown();
  }
}

TEST_CASE("requests to YouTube are such as its description knows") {
  const auto spec = shared_platform_file("youtube/spec/youtube.v3.discovery.trimmed.json");
  const auto first = shared_platform_file("youtube/recorded/comment_threads__comment_threads_by_video_paged_1.json");
  const auto second = shared_platform_file("youtube/recorded/comment_threads__comment_threads_by_video_paged_2.json");
  const auto replies = shared_platform_file("youtube/recorded/comments__comments_by_parent_paged_1.json");
  if (!spec || !first || !second || !replies) return;
  Exercise youtube(discovery_spec(*spec), "youtube", {{"channel_id", "UCacme"}}, {"*", "v1"},
                   [&](const LoopbackRequest& request) {
                     if (request.method == "POST" && asks(request, "setModerationStatus"))
                       return LoopbackReply{.status = 204};
                     if (request.method == "DELETE") return LoopbackReply{.status = 204};
                     if (request.method == "POST") return json_reply({{"id", "new"}});
                     if (asks(request, "commentThreads"))
                       return json_reply(asks(request, "pageToken") ? *second : *first);
                     Json page = *replies;
                     page.erase("nextPageToken");
                     return json_reply(page);
                   });
  const CommentPage read = youtube.read_all();
  CHECK(read.comments.size() >= (*first)["items"].size());
  CHECK(read.unreadable.empty());
  Comment target = sample("t1", "v1");
  youtube.do_everything_to(target);
  target.author.id = "UCacme";
  youtube.do_everything_to(target);
  youtube.check_nothing_unknown();
}

TEST_CASE("requests to Bluesky are such as its lexicons know") {
  if (!shared_platform_file("bluesky/spec/lexicons/com/atproto/server/createSession.json")) return;
  const auto lexicon = [](const std::string& id) {
    std::string file = id;
    std::ranges::replace(file, '.', '/');
    const auto path = source_folder().parent_path() / "shared/platforms/bluesky/spec/lexicons" / (file + ".json");
    return std::filesystem::exists(path) ? Json::parse(read_file(path)) : Json();
  };
  const std::string root = "at://did:plc:acme/app.bsky.feed.post/r1";
  const std::string reply = "at://did:plc:sam/app.bsky.feed.post/c1";
  const Json post{{"uri", reply}, {"cid", "c"}, {"author", {{"did", "did:plc:sam"}}}, {"record", {{"text", "t"}}}};
  for (const std::string kind : {"posts", "mentions", "search"}) {
    for (const std::string labeler : {"", "did:plc:labeler"}) {
      std::vector<std::string> pages{"*"};
      if (kind == "search") pages = {"acme"};
      if (kind == "posts") pages = {"*", "https://bsky.app/profile/acme.example/post/r1"};
      Exercise bluesky(
          lexicon_spec(lexicon), "bluesky", {{"user", "acme.example"}, {"kind", kind}, {"labeler", labeler}}, pages,
          [&](const LoopbackRequest& request) {
            if (asks(request, "createSession"))
              return json_reply({{"did", "did:plc:acme"}, {"accessJwt", "a"}, {"refreshJwt", "r"}});
            if (asks(request, "resolveHandle")) return json_reply({{"did", "did:plc:acme"}});
            if (asks(request, "getRecord")) return json_reply({{"error", "RecordNotFound"}}, 400);
            if (asks(request, "getAuthorFeed"))
              return json_reply({{"feed", {{{"post", {{"uri", root}, {"replyCount", 1}}}}}}});
            if (asks(request, "getPostThread"))
              return json_reply({{"thread", {{"post", {{"uri", root}}}, {"replies", {{{"post", post}}}}}}});
            if (asks(request, "getConvoForMembers")) return json_reply({{"convo", {{"id", "convo"}}}});
            return json_reply({{"posts", {post}}, {"notifications", Json::array()}, {"records", Json::array()}});
          });
      const CommentPage read = bluesky.read_all();
      CHECK((read.comments.empty()) == (kind == "mentions"));
      Comment target = sample(reply, root);
      target.author.id = "did:plc:sam";
      bluesky.do_everything_to(target);
      target.state = CommentState::deleted;
      bluesky.do_everything_to(target);
      bluesky.check_nothing_unknown();
    }
  }
}

TEST_CASE("requests to Mastodon are such as its description knows") {
  auto spec = shared_platform_file("mastodon/spec/mastodon.openapi.trimmed.json");
  const auto for_moderators = shared_platform_file("mastodon/spec/admin_endpoints.derived.json");
  const auto recorded = shared_platform_file("mastodon/recorded/mpy_entity_context.json");
  if (!spec || !recorded || !for_moderators) return;
  // What moderators of a server may do stands beside the description; lists are paged there as everywhere.
  for (const Json& endpoint : (*for_moderators)["endpoints"]) {
    const bool is_list = endpoint["path"] == "/api/v1/admin/reports";
    Json parameters = Json::array();
    for (const char* const name : {"limit", "max_id"}) {
      if (is_list) parameters.push_back({{"name", name}, {"in", "query"}, {"schema", {{"type", "string"}}}});
    }
    const std::string method = endpoint["method"] == "GET" ? "get" : endpoint["method"] == "PUT" ? "put" : "post";
    (*spec)["paths"][endpoint["path"].get<std::string>()][method] = {{"parameters", parameters}};
  }
  Json context;
  for (const Json& body : bodies_of(*recorded)) {
    if (body.is_object() && body.contains("descendants")) context = body;
  }
  REQUIRE(context.is_object());
  for (const std::string kind : {"posts", "mentions", "search"}) {
    std::vector<std::string> pages{"*"};
    if (kind == "search") pages = {"#acme", "acme shoes"};
    if (kind == "posts") pages = {"*", "10", "reports"};
    Exercise mastodon(openapi_spec(*spec), "mastodon", {{"url", "https://social.example"}, {"kind", kind}}, pages,
                      [&](const LoopbackRequest& request) {
                        if (asks(request, "verify_credentials")) return json_reply({{"id", "1"}, {"acct", "acme"}});
                        if (asks(request, "/context")) return json_reply(context);
                        if (request.method == "GET" && asks(request, "/admin/reports") && !asks(request, "max_id"))
                          return json_reply({{{"id", "9"}, {"statuses", {{{"id", "11"}, {"content", "rude"}}}}}});
                        if (asks(request, "/api/v2/instance")) return json_reply(Json::object());
                        if (asks(request, "/api/v2/search")) return json_reply({{"statuses", Json::array()}});
                        if (asks(request, "/accounts/1/statuses"))
                          return json_reply(asks(request, "max_id") ? Json::array() : Json::array({{{"id", "10"}}}));
                        if (request.method == "GET" && asks(request, "/statuses/"))
                          return json_reply({{"id", "11"}, {"account", {{"id", "5"}, {"acct", "sam"}}}});
                        if (request.method == "GET" && !asks(request, "search")) return json_reply(Json::array());
                        return json_reply({{"id", "12"}});
                      });
    const CommentPage read = mastodon.read_all();
    if (kind == "posts") CHECK(read.comments.size() >= context["descendants"].size());
    CHECK(read.unreadable.empty());
    Comment target = sample("11", "10");
    mastodon.do_everything_to(target);
    target.author.id = "1";
    mastodon.do_everything_to(target);
    target.page = "reports";
    target.extra = R"({"cm_report_id":"9"})";
    mastodon.do_everything_to(target);
    mastodon.check_nothing_unknown();
  }
}

TEST_CASE("requests to Reddit are such as its list of endpoints knows") {
  auto spec = shared_platform_file("reddit/spec/endpoints.derived.json");
  const auto recorded =
      shared_platform_file("reddit/recorded/praw_TestSubredditModeration.test_modqueue__only_comments.json");
  if (!spec || !recorded) return;
  // The list has no private messages and no account's own comments; Reddit's documentation has.
  const Json more = {{{"method", "POST"},
                      {"path", "/api/mod/conversations/"},
                      {"form", {"to", "subject", "body", "srName", "isAuthorHidden"}}},
                     {{"method", "POST"}, {"path", "/api/compose/"}, {"form", {"api_type", "to", "subject", "text"}}},
                     {{"method", "GET"}, {"path", "/user/{name}/comments"}, {"query", {"limit"}}}};
  for (const Json& endpoint : more) (*spec)["endpoints"].push_back(endpoint);
  const Json queue = bodies_of(*recorded).back();
  for (const std::string kind : {"posts", "mentions", "search"}) {
    Exercise reddit(
        endpoint_list_spec((*spec)["endpoints"], "", {"raw_json"}), "reddit", {{"user", "acme"}, {"kind", kind}},
        {kind == "mentions" ? "*" : "acme"}, [&](const LoopbackRequest& request) {
          // Searches go on by the same names as any listing.
          return request.method == "GET" ? json_reply(queue) : json_reply({{"json", {{"errors", Json::array()}}}});
        });
    const CommentPage read = reddit.read_all();
    CHECK(read.comments.size() >= queue["data"]["children"].size());
    CHECK(read.unreadable.empty());
    reddit.do_everything_to(sample("t1_c1", "t3_p"));
    reddit.check_nothing_unknown();
  }
}

TEST_CASE("requests to Discourse are such as its description knows") {
  auto spec = shared_platform_file("discourse/spec/discourse.openapi.trimmed.json");
  const auto recorded = shared_platform_file("discourse/recorded/api_posts_latest.json");
  const auto topic = shared_platform_file("discourse/recorded/api_topic.json");
  const auto posts = shared_platform_file("discourse/recorded/api_topic_posts.json");
  if (!spec || !recorded || !topic || !posts) return;
  // Discourse's own pages recover a post by this call; its published description leaves it out.
  (*spec)["paths"]["/posts/{id}/recover.json"]["put"] = {{"parameters", Json::array()}};
  // It also puts the ids of posts into the body of a GET, where Discourse reads them from the query,
  // and describes a body for deleting that is only needed to destroy a post for good.
  Json& some_posts = (*spec)["paths"]["/t/{id}/posts.json"]["get"];
  some_posts.erase("requestBody");
  some_posts["parameters"].push_back({{"name", "post_ids[]"}, {"in", "query"}, {"schema", {{"type", "integer"}}}});
  (*spec)["paths"]["/posts/{id}.json"]["delete"].erase("requestBody");
  // The review queue is known from Discourse's own pages (spec/review_queue.derived.json).
  (*spec)["paths"]["/review.json"]["get"] = {{"parameters", Json::array()}};
  (*spec)["paths"]["/review/{id}.json"]["get"] = {{"parameters", Json::array()}};
  (*spec)["paths"]["/review/{id}/perform/{action}.json"]["put"] = {
      {"parameters", {{{"name", "version"}, {"in", "query"}, {"schema", {{"type", "integer"}}}}}}};
  Exercise discourse(
      openapi_spec(*spec), "discourse", {{"url", "https://forum.example"}, {"user", "mod"}}, {"*", "11", "review"},
      [&](const LoopbackRequest& request) {
        if (asks(request, "/perform/")) return json_reply({{"reviewable_perform_result", {{"success", true}}}});
        if (asks(request, "/review")) {
          const Json waiting{{"id", 4}, {"type", "ReviewableQueuedPost"}, {"payload", {{"raw", "free"}}}};
          const Json flagged{{"id", 5}, {"type", "ReviewableFlaggedPost"}, {"raw", "rude"}};
          return json_reply({{"reviewables", {waiting, flagged}}, {"reviewable", waiting}});
        }
        if (asks(request, "/t/11/posts")) return json_reply(*posts);
        if (asks(request, "/t/11")) return json_reply(*topic);
        if (asks(request, "/posts/15.json")) return json_reply((*recorded)["latest_posts"][0]);
        if (request.method == "GET")
          return json_reply(asks(request, "before") ? Json{{"latest_posts", Json::array()}} : *recorded);
        return json_reply({{"id", 77}});
      });
  const CommentPage read = discourse.read_all();
  CHECK(read.comments.size() >= (*recorded)["latest_posts"].size());
  // One recorded post has a number for its text: it is named, and the rest of the page is read.
  for (const UnreadableItem& item : read.unreadable) CHECK(item.why.find("\"raw\" is not a text") != std::string::npos);
  discourse.do_everything_to(sample("15", "11"));
  for (const char* const type : {"ReviewableQueuedPost", "ReviewableFlaggedPost"}) {
    Comment waiting = sample("review-4", "11");
    waiting.page = "review";
    waiting.extra = Json{{"type", type}, {"version", 1}}.dump();
    discourse.do_everything_to(waiting);
  }
  discourse.check_nothing_unknown();
}

TEST_CASE("requests to Threads are such as its list of endpoints knows") {
  auto spec = shared_platform_file("threads/spec/endpoints.derived.json");
  const auto recorded = shared_platform_file("threads/recorded/restfb_basic-list-reply.json");
  if (!spec || !recorded) return;
  // The list is about replies. The account, its posts and a single reply are read as Meta's pages say, and a
  // container is made under the account's id as well as under "me".
  const Json more = {{{"method", "GET"}, {"path", "/{id}"}, {"query", {"fields"}}},
                     {{"method", "GET"}, {"path", "/{id}/threads"}, {"query", {"fields", "since", "until"}}},
                     {{"method", "POST"}, {"path", "/{id}/threads"}, {"form", {"media_type", "text", "reply_to_id"}}}};
  for (const Json& endpoint : more) (*spec)["endpoints"].push_back(endpoint);
  std::vector<std::string> fields_asked;
  Exercise threads(endpoint_list_spec((*spec)["endpoints"], "/v1.0", {"limit", "after"}), "threads", {}, {"*", "1"},
                   [&](const LoopbackRequest& request) {
                     const std::string fields = query_value("http://x" + request.target, "fields").value_or("");
                     if (asks(request, "/conversation") || asks(request, "/replies")) {
                       fields_asked.push_back(fields);
                       return json_reply(*recorded);
                     }
                     if (asks(request, "/threads?")) return json_reply({{"data", {{{"id", "1"}}}}});
                     return json_reply({{"id", "9"}, {"username", "acme"}, {"text", "x"}, {"success", true}});
                   });
  const CommentPage read = threads.read_all();
  CHECK(read.comments.size() >= (*recorded)["data"].size());
  CHECK(read.unreadable.empty());
  Comment target = sample("9", "1");
  target.page = "1";
  threads.do_everything_to(target);
  threads.check_nothing_unknown();
  REQUIRE_FALSE(fields_asked.empty());
  for (std::string field; const char letter : fields_asked.front() + ",") {
    if (letter != ',') {
      field += letter;
      continue;
    }
    const Json& known = (*spec)["reply_fields"];
    CHECK_MESSAGE(std::ranges::find(known, Json(field)) != known.end(), field);
    field.clear();
  }
}

TEST_CASE("requests to LinkedIn are such as its list of endpoints knows") {
  const auto spec = shared_platform_file("linkedin/spec/endpoints.derived.json");
  if (!spec) return;
  Exercise linkedin(endpoint_list_spec((*spec)["endpoints"], "/rest"), "linkedin", {{"organization", "42"}},
                    {"urn:li:ugcPost:1"}, [](const LoopbackRequest& request) {
                      if (request.method == "DELETE") return LoopbackReply{.status = 204};
                      const bool one = asks(request, "/comments/");
                      const Json item{
                          {"id", "7"},
                          {"message", {{"text", "rude"}}},
                          {"commentsSummary", {{"aggregatedTotalComments", asks(request, "ugcPost") ? 1 : 0}}}};
                      return json_reply(one || request.method == "POST" ? item : Json{{"elements", {item}}});
                    });
  CHECK(linkedin.read_all().comments.size() == 2);
  linkedin.do_everything_to(sample("urn:li:comment:(urn:li:activity:1,7)", "urn:li:ugcPost:1"));
  linkedin.check_nothing_unknown();
}

TEST_CASE("requests to TikTok are such as its list of endpoints knows") {
  const auto spec = shared_platform_file("tiktok/spec/endpoints.derived.json");
  const auto comments = shared_platform_file("tiktok/recorded/pytt_comment_list.json");
  const auto replies = shared_platform_file("tiktok/recorded/pytt_comment_reply_list.json");
  if (!spec || !comments || !replies) return;
  Exercise tiktok(endpoint_list_spec((*spec)["endpoints"], "/open_api/v1.3"), "tiktok", {{"business_id", "b"}}, {"v1"},
                  [&](const LoopbackRequest& request) {
                    if (request.method == "POST") return json_reply({{"code", 0}, {"data", Json::object()}});
                    return json_reply(asks(request, "reply") ? *replies : *comments);
                  });
  const CommentPage read = tiktok.read_all();
  CHECK(read.comments.size() == 3);
  CHECK(read.unreadable.empty());
  tiktok.do_everything_to(sample("7110150495453840130", "v1"));
  tiktok.check_nothing_unknown();
}

TEST_CASE("calls to Disqus are such as its list of interfaces knows") {
  const auto spec = shared_platform_file("disqus/spec/interfaces.json");
  const auto recorded = shared_platform_file("disqus/recorded/one_post_object.json");
  if (!spec || !recorded) return;
  const RequestSpec known = [&](const LoopbackRequest& request) {
    std::vector<std::string> complaints;
    for (const auto& [resource, calls] : spec->items()) {
      for (const auto& [name, call] : calls.items()) {
        if (request.target.substr(0, request.target.find('?')) != "/api/3.0/" + resource + "/" + name + ".json")
          continue;
        if (call["method"] != request.method) complaints.emplace_back("wrong verb");
        for (const Json& needed : call["required"]) {
          if ((request.target + "&" + request.body).find(needed.get<std::string>() + "=") == std::string::npos) {
            complaints.push_back("\"" + needed.get<std::string>() + "\" is missing");
          }
        }
        return complaints;
      }
    }
    return std::vector<std::string>{"no such call"};
  };
  Exercise disqus(
      known, "disqus", {{"forum", "acme"}, {"api_key", "public"}}, {"*"}, [&](const LoopbackRequest& request) {
        const Json post = (*recorded)["post"];
        if (asks(request, "users/details")) return json_reply({{"code", 0}, {"response", {{"username", "acme"}}}});
        const bool is_list = asks(request, "posts/list");
        return json_reply(
            {{"code", 0}, {"response", is_list ? Json::array({post}) : post}, {"cursor", {{"hasNext", false}}}});
      });
  const CommentPage read = disqus.read_all();
  REQUIRE(read.comments.size() == 1);
  CHECK(read.comments[0].likes == 75);
  CHECK(read.unreadable.empty());
  disqus.do_everything_to(sample("5", "9"));
  disqus.check_nothing_unknown();
}

}  // namespace cm
