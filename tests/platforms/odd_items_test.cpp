// Recorded pages of every platform, spoiled one fact at a time: what is not known is kept, what is missing is
// unknown, what has an odd type is kept or named, and the rest of the page is read as before.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>

#include "ndjson/comment_json.h"
#include "platforms/web_api.h"
#include "support/channel_bench.h"
#include "support/recordings.h"

namespace cm {
namespace {

using Pointer = Json::json_pointer;

/// Where a recorded page lies, and the comments in it.
struct Recorded {
  const char* platform;
  std::vector<ChannelBench::Option> options;
  const char* page;
  const char* file;
  const char* list_path;  ///< stands in the address of the request that lists comments
  const char* items;      ///< where the list is in the reply
  const char* facts;      ///< where in an item its facts are
  /// To what is asked beside the list.
  std::vector<std::pair<const char*, const char*>> others = {};
  std::vector<std::string> left_out = {};  ///< facts that are nobody's business, or that another one says again
};

const std::vector<Recorded>& pages() {
  static const std::vector<Recorded> all{
      {"facebook",
       {},
       "p1",
       "facebook/recorded/thinkup_comments_cursor_page_n.json",
       "/comments?",
       "/data",
       "",
       {{"/me?", R"({"id":"9"})"}}},
      {"instagram",
       {{"account", "9"}},
       "p1",
       "instagram/recorded/pyfb_comments__replies.json",
       "/comments?",
       "/data",
       "",
       {{"/9?", R"({"id":"9"})"}}},
      {"threads",
       {},
       "p1",
       "threads/recorded/restfb_basic-list-reply.json",
       "/conversation?",
       "/data",
       "",
       {{"/me?", R"({"id":"9"})"}}},
      {"x",
       {{"user", "acme"}},
       "10",
       "x/recorded/tweepy_client_search_recent_tweets.json",
       "/search/recent?",
       "/data",
       ""},
      {"youtube",
       {{"channel_id", "UC9"}},
       "v1",
       "youtube/recorded/comment_threads__comment_threads_by_video_paged_1.json",
       "commentThreads?",
       "/items",
       "/snippet/topLevelComment/snippet",
       {{"/comments?", R"({"items":[]})"}}},
      {"bluesky",
       {{"user", "acme.example"}, {"kind", "search"}},
       "acme",
       "bluesky/recorded/bskyr_f_search.json",
       "searchPosts?",
       "/posts",
       "/record",
       {{"createSession", R"({"did":"did:plc:9","accessJwt":"a","refreshJwt":"r"})"},
        {"listRecords", R"({"records":[]})"}}},
      {"mastodon",
       {{"url", "https://social.example"}},
       "10",
       "mastodon/recorded/mpy_entity_context.json",
       "/context",
       "/descendants",
       "",
       {{"verify_credentials", R"({"id":"1"})"}}},
      {"reddit",
       {{"user", "acme"}},
       "acme",
       "reddit/recorded/praw_TestSubredditModeration.test_modqueue__only_comments.json",
       "/comments/",
       "/data/children",
       "/data"},
      {"discourse",
       {{"url", "https://forum.example"}, {"user", "mod"}},
       "*",
       "discourse/recorded/api_posts_latest.json",
       "/posts.json",
       "/latest_posts",
       ""},
      {"tiktok",
       {{"business_id", "9"}},
       "v1",
       "tiktok/recorded/pytt_comment_list.json",
       "/comment/list/",
       "/data/comments",
       "",
       {{"/reply/list/", R"({"code":0,"data":{"comments":[],"has_more":false}})"}}},
      {"wordpress",
       {{"url", "https://blog.example"}, {"user", "moderator"}},
       "*",
       "wordpress/recorded/cp_comments_collection.json",
       "status=all",
       "",
       "",
       {{"/users/me", R"({"id":9,"capabilities":{"moderate_comments":true}})"}, {"/users?", "[]"}},
       {"_links", "date", "author_email", "author_ip", "author_user_agent", "author_avatar_urls"}},
  };
  return all;
}

/// The reply that a recording has; of a cassette the last one with the list in it.
std::optional<Json> reply_of(const Recorded& recorded) {
  auto file = shared_platform_file(recorded.file);
  if (!file || !file->is_object() || !file->contains("interactions")) return file;
  std::optional<Json> reply;
  for (const Json& interaction : (*file)["interactions"]) {
    Json body = Json::parse(interaction["response"]["body"].get<std::string>(), nullptr, false);
    const Pointer items(recorded.items);
    if (body.is_object() && body.contains(items) && !body.at(items).empty()) reply = std::move(body);
  }
  return reply;
}

CommentPage read(const Recorded& recorded, const Json& reply) {
  ChannelBench bench(recorded.platform, {}, {recorded.page});
  for (const auto& [name, value] : recorded.options) bench.settings.options[name] = value;
  bench.http = ScriptedHttpClient([&](const HttpRequest& request) -> HttpReply {
    for (const auto& [path, body] : recorded.others) {
      if (request.url.find(path) != std::string::npos) return {200, {}, body};
    }
    return {200, {}, request.url.find(recorded.list_path) != std::string::npos ? reply.dump() : "{}"};
  });
  return bench.read(bench.platform().pages().front());
}

std::string written(const CommentPage& page) {
  std::string lines;
  for (const Comment& comment : page.comments) lines += to_json(comment) + "\n";
  return lines;
}

/// Calls `test` for every fact of the first item, by its name, with the place it has in the reply.
void for_each_fact(const std::function<void(const Recorded&, const Json& reply, const Pointer& fact)>& test) {
  for (const Recorded& recorded : pages()) {
    const auto reply = reply_of(recorded);
    if (!reply) return;
    CAPTURE(recorded.platform);
    const Pointer facts = Pointer(recorded.items) / 0 / Pointer(recorded.facts);
    REQUIRE(reply->at(facts).is_object());
    for (const auto& fact : reply->at(facts).items()) {
      CAPTURE(fact.key());
      test(recorded, *reply, facts / fact.key());
    }
  }
}

}  // namespace

TEST_CASE("a fact of a recorded comment that nobody knows yet is kept as it came") {
  for (const Recorded& recorded : pages()) {
    auto reply = reply_of(recorded);
    if (!reply) return;
    CAPTURE(recorded.platform);
    const std::size_t before = read(recorded, *reply).comments.size();
    Json& items = reply->at(Pointer(recorded.items));
    REQUIRE_FALSE(items.empty());
    for (Json& item : items) item.at(Pointer(recorded.facts))["of_next_year"] = {{"deep", {1, "kept-sample"}}};
    const CommentPage page = read(recorded, *reply);
    CHECK(page.comments.size() == before);
    const std::string lines = written(page);
    std::size_t kept = 0;
    for (std::size_t at = 0; (at = lines.find("kept-sample", at)) != std::string::npos; ++at) ++kept;
    CHECK(kept + page.unreadable.size() >= items.size());
  }
}

TEST_CASE("without any one of its facts a recorded comment is still read, or named, and so is the rest") {
  for_each_fact([](const Recorded& recorded, const Json& whole, const Pointer& fact) {
    const CommentPage before = read(recorded, whole);
    Json reply = whole;
    Json& facts = reply.at(fact.parent_pointer());
    facts.erase(fact.back());
    const CommentPage page = read(recorded, reply);
    CHECK(page.comments.size() + page.unreadable.size() >= before.comments.size());
    CHECK(page.comments.size() + 1 >= before.comments.size());
    if (page.comments.size() < before.comments.size()) return;
    // Unknown, and not zero.
    const auto& likes = page.comments.front().likes;
    CHECK((!likes || likes == before.comments.front().likes));
  });
}

TEST_CASE("a fact of an odd type is kept or named with its item, and the rest of the page goes on") {
  for_each_fact([](const Recorded& recorded, const Json& whole, const Pointer& fact) {
    const CommentPage before = read(recorded, whole);
    Json reply = whole;
    reply.at(fact) = {"odd-sample", {{"why", 7}}};
    const CommentPage page = read(recorded, reply);
    CHECK(page.comments.size() + 1 >= before.comments.size());
    const bool kept = written(page).find("odd-sample") != std::string::npos;
    if (std::ranges::find(recorded.left_out, fact.back()) != recorded.left_out.end()) return;
    CHECK((kept || page.unreadable.size() > before.unreadable.size()));
  });
}

}  // namespace cm
