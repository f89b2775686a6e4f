// What every channel must survive: told once for each platform, tried the same way on all of them.
#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "moderation/gather.h"
#include "platforms/web_api.h"
#include "store/store.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

/// A comment on a platform's wire.
struct Item {
  std::string id;
  Timestamp written{};
};
using Items = std::vector<Item>;

HttpReply json_reply(const Json& body, int status = 200) {
  return {status, {{"Content-Type", "application/json"}}, body.dump()};
}

HttpReply json_text(int status, std::string body) {
  return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

std::string seconds(Timestamp moment) { return to_iso8601(std::chrono::floor<std::chrono::seconds>(moment)); }
std::int64_t epoch(Timestamp moment) { return to_epoch_ms(moment) / 1000; }

/// How one platform says things.
struct Wire {
  const char* platform;
  std::vector<ChannelBench::Option> options;
  const char* page;       ///< what the channel's `pages` names
  const char* list_path;  ///< stands in the address of the request that lists comments
  std::function<Json(const Items& items, const std::string& next)> list;
  /// To what is asked beside the lists: who the account is, empty queues.
  std::vector<std::pair<const char*, const char*>> others;
  HttpReply expired;
  HttpReply cursor_refused;
  HttpReply gone;  ///< to reading one comment
  std::optional<HttpReply> error_in_200;
  ErrorKind error_in_200_kind = ErrorKind::unavailable;
  std::size_t items_of_a_page = 2;                       ///< where a page must be full to have a next one
  bool names_a_cursor = true;                            ///< else the place to go on from comes from the items
  bool oldest_first = false;                             ///< lists what came "after" a moment
  std::chrono::seconds apart = std::chrono::minutes(1);  ///< from one item to the next
};

template <typename Make>
Json array_of(const Items& items, Make make) {
  Json array = Json::array();
  for (const Item& item : items) array.push_back(make(item));
  return array;
}

Json graph_list(const Items& items, const std::string& next, const char* text, const char* time) {
  Json body{{"data", array_of(items, [&](const Item& item) {
               return Json{{"id", item.id}, {text, "hello"}, {time, seconds(item.written)}, {"from", {{"id", "5"}}}};
             })}};
  if (!next.empty()) body["paging"] = {{"cursors", {{"after", next}}}, {"next", "https://x.example/?after=" + next}};
  return body;
}

const HttpReply graph_expired = json_text(400, R"({"error":{"code":190,"message":"expired"}})");
const HttpReply graph_refused = json_text(400, R"({"error":{"code":100}})");
const HttpReply graph_gone = json_text(400, R"({"error":{"code":100,"error_subcode":33}})");
const HttpReply graph_in_200 = json_text(200, R"({"error":{"code":2}})");

Json bluesky_post(const Item& item) {
  return {{"uri", "at://did:plc:5/app.bsky.feed.post/" + item.id},
          {"cid", "c"},
          {"author", {{"did", "did:plc:5"}, {"handle", "sam.example"}}},
          {"record", {{"text", "hello"}, {"createdAt", seconds(item.written)}}},
          {"indexedAt", seconds(item.written)}};
}

const std::vector<Wire>& wires() {
  static const std::vector<Wire> all{
      {.platform = "facebook",
       .page = "p1",
       .list_path = "/comments?",
       .list = [](const Items& items,
                  const std::string& next) { return graph_list(items, next, "message", "created_time"); },
       .others = {{"/me?", R"({"id":"9","name":"Acme"})"}},
       .expired = graph_expired,
       .cursor_refused = graph_refused,
       .gone = graph_gone,
       .error_in_200 = graph_in_200},
      {.platform = "instagram",
       .options = {{"account", "9"}},
       .page = "p1",
       .list_path = "/comments?",
       .list = [](const Items& items, const std::string& next) { return graph_list(items, next, "text", "timestamp"); },
       .others = {{"/9?", R"({"id":"9","username":"acme"})"}},
       .expired = graph_expired,
       .cursor_refused = graph_refused,
       .gone = graph_gone,
       .error_in_200 = graph_in_200},
      {.platform = "threads",
       .page = "p1",
       .list_path = "/conversation?",
       .list = [](const Items& items, const std::string& next) { return graph_list(items, next, "text", "timestamp"); },
       .others = {{"/me?", R"({"id":"9","username":"acme"})"}},
       .expired = graph_expired,
       .cursor_refused = graph_refused,
       .gone = graph_gone,
       .error_in_200 = graph_in_200},
      {.platform = "x",
       .options = {{"user", "acme"}},
       .page = "10",
       .list_path = "/search/recent?",
       .list =
           [](const Items& items, const std::string& next) {
             Json body{{"meta", {{"result_count", items.size()}}}};
             if (!items.empty()) {
               body["data"] = array_of(items, [](const Item& item) {
                 return Json{{"id", item.id},
                             {"text", "hello"},
                             {"author_id", "5"},
                             {"conversation_id", "10"},
                             {"created_at", seconds(item.written)}};
               });
             }
             if (!next.empty()) body["meta"]["next_token"] = next;
             return body;
           },
       .expired = json_text(401, R"({"title":"Unauthorized","type":"about:blank"})"),
       .cursor_refused = json_text(400, R"({"errors":[{"title":"Invalid Request"}]})"),
       .gone = json_text(200, R"({"errors":[{"type":"https://api.twitter.com/2/problems/resource-not-found"}]})"),
       .error_in_200 =
           json_text(200, R"({"errors":[{"type":"https://api.twitter.com/2/problems/not-authorized-for-resource"}]})"),
       .error_in_200_kind = ErrorKind::refused},
      {.platform = "youtube",
       .options = {{"channel_id", "UC9"}},
       .page = "v1",
       .list_path = "moderationStatus=published",
       .list =
           [](const Items& items, const std::string& next) {
             Json body{{"items", array_of(items, [](const Item& item) {
                          return Json{{"id", item.id},
                                      {"snippet",
                                       {{"videoId", "v1"},
                                        {"topLevelComment",
                                         {{"id", item.id},
                                          {"snippet",
                                           {{"textDisplay", "hello"},
                                            {"publishedAt", seconds(item.written)},
                                            {"authorChannelId", {{"value", "5"}}}}}}}}}};
                        })}};
             if (!next.empty()) body["nextPageToken"] = next;
             return body;
           },
       .others = {{"moderationStatus=", R"({"items":[]})"}},
       .expired = json_text(401, R"({"error":{"code":401,"errors":[{"reason":"authError"}]}})"),
       .cursor_refused = json_text(400, R"({"error":{"code":400,"errors":[{"reason":"processingFailure"}]}})"),
       .gone = json_text(200, R"({"items":[]})"),
       .error_in_200 = json_text(200, R"({"error":{"code":503,"status":"UNAVAILABLE"}})")},
      {.platform = "bluesky",
       .options = {{"user", "acme.example"}, {"kind", "search"}},
       .page = "acme",
       .list_path = "searchPosts?",
       .list =
           [](const Items& items, const std::string& next) {
             Json body{{"posts", array_of(items, bluesky_post)}};
             if (!next.empty()) body["cursor"] = next;
             return body;
           },
       .others = {{"createSession", R"({"did":"did:plc:9","accessJwt":"a","refreshJwt":"r"})"},
                  {"listRecords", R"({"records":[]})"}},
       .expired = json_text(400, R"({"error":"ExpiredToken"})"),
       .cursor_refused = json_text(400, R"({"error":"InvalidRequest"})"),
       .gone = json_text(200, R"({"posts":[]})"),
       .error_in_200 = json_text(200, R"({"error":"UpstreamFailure"})")},
      {.platform = "mastodon",
       .options = {{"url", "https://social.example"}, {"kind", "search"}},
       .page = "#acme",
       .list_path = "/timelines/tag/",
       .list =
           [](const Items& items, const std::string& /*next*/) {
             return array_of(items, [](const Item& item) {
               return Json{{"id", item.id},
                           {"content", "<p>hello</p>"},
                           {"created_at", seconds(item.written)},
                           {"account", {{"id", "5"}, {"acct", "sam"}}}};
             });
           },
       .expired = json_text(401, R"({"error":"The access token was revoked"})"),
       .cursor_refused = json_text(422, R"({"error":"no such id"})"),
       .gone = json_text(404, R"({"error":"Record not found"})"),
       .error_in_200 = json_text(200, R"({"error":"busy"})"),
       .names_a_cursor = false},
      {.platform = "reddit",
       .options = {{"user", "acme"}},
       .page = "acme",
       .list_path = "/r/acme/comments/",
       .list =
           [](const Items& items, const std::string& next) {
             return Json{{"data",
                          {{"children", array_of(items,
                                                 [](const Item& item) {
                                                   return Json{{"kind", "t1"},
                                                               {"data",
                                                                {{"name", item.id},
                                                                 {"body", "hello"},
                                                                 {"author", "sam"},
                                                                 {"created_utc", epoch(item.written)}}}};
                                                 })},
                           {"after", next.empty() ? Json() : Json(next)}}}};
           },
       .others = {{"/modqueue/", R"({"data":{"children":[],"after":null}})"}},
       .expired = json_text(401, R"({"message":"Unauthorized","error":401})"),
       .cursor_refused = json_text(400, R"({"message":"Bad Request","error":400})"),
       .gone = json_text(200, R"({"data":{"children":[],"after":null}})"),
       .error_in_200 = json_text(200, R"({"json":{"errors":[["RATELIMIT","slow down","ratelimit"]]}})")},
      {.platform = "discourse",
       .options = {{"url", "https://forum.example"}, {"user", "acme"}},
       .page = "*",
       .list_path = "/posts.json",
       .list =
           [](const Items& items, const std::string& /*next*/) {
             return Json{{"latest_posts", array_of(items, [](const Item& item) {
                            return Json{{"id", std::stoll(item.id)},
                                        {"raw", "hello"},
                                        {"username", "sam"},
                                        {"topic_id", 3},
                                        {"created_at", seconds(item.written)}};
                          })}};
           },
       .expired = json_text(403, R"({"errors":["no"],"error_type":"invalid_access"})"),
       .cursor_refused = json_text(400, R"({"errors":["no"]})"),
       .gone = json_text(404, R"({"errors":["no"],"error_type":"not_found"})"),
       .error_in_200 = json_text(200, R"({"error":"busy"})"),
       .names_a_cursor = false},
      {.platform = "linkedin",
       .options = {{"organization", "9"}},
       .page = "urn:li:ugcPost:1",
       .list_path = "/comments?",
       .list =
           [](const Items& items, const std::string& /*next*/) {
             return Json{{"elements", array_of(items, [](const Item& item) {
                            return Json{{"id", item.id},
                                        {"$URN", item.id},
                                        {"actor", "urn:li:person:5"},
                                        {"message", {{"text", "hello"}}},
                                        {"created", {{"time", to_epoch_ms(item.written)}}}};
                          })}};
           },
       .expired = json_text(401, R"({"code":"EXPIRED_ACCESS_TOKEN","status":401})"),
       .cursor_refused = json_text(400, R"({"code":"ILLEGAL_ARGUMENT","status":400})"),
       .gone = json_text(404, R"({"code":"NOT_FOUND","status":404})"),
       .error_in_200 = json_text(200, R"({"error":"busy"})"),
       .items_of_a_page = 100,
       .names_a_cursor = false},
      {.platform = "tiktok",
       .options = {{"business_id", "9"}},
       .page = "v1",
       .list_path = "/comment/list/",
       .list =
           [](const Items& items, const std::string& next) {
             return Json{{"code", 0},
                         {"data",
                          {{"comments", array_of(items,
                                                 [](const Item& item) {
                                                   return Json{{"comment_id", item.id},
                                                               {"video_id", "v1"},
                                                               {"text", "hello"},
                                                               {"user_id", "5"},
                                                               {"create_time", epoch(item.written)}};
                                                 })},
                           {"cursor", next},
                           {"has_more", !next.empty()}}}};
           },
       .expired = json_text(200, R"({"code":40105,"message":"Access token is incorrect or has been revoked."})"),
       .cursor_refused = json_text(200, R"({"code":40002,"message":"cursor"})"),
       .gone = json_text(200, R"({"code":0,"data":{"comments":[],"has_more":false}})"),
       .error_in_200 = json_text(200, R"({"code":50002,"message":"busy"})")},
      {.platform = "disqus",
       .options = {{"forum", "acme"}, {"api_key", "k"}, {"user", "acme"}},
       .page = "*",
       .list_path = "/posts/list.json",
       .list =
           [](const Items& items, const std::string& next) {
             return Json{{"code", 0},
                         {"response", array_of(items,
                                               [](const Item& item) {
                                                 return Json{{"id", item.id},
                                                             {"raw_message", "hello"},
                                                             {"author", {{"id", "5"}, {"username", "sam"}}},
                                                             {"createdAt", seconds(item.written)}};
                                               })},
                         {"cursor", {{"hasNext", !next.empty()}, {"next", next}}}};
           },
       .expired = json_text(400, R"({"code":18,"response":"Invalid access token"})"),
       .cursor_refused = json_text(400, R"({"code":2,"response":"Invalid argument"})"),
       .gone = json_text(400, R"({"code":8,"response":"no such post"})"),
       .error_in_200 = json_text(200, R"({"code":15,"response":"Internal server error"})")},
      {.platform = "wordpress",
       .options = {{"url", "https://blog.example"}, {"user", "moderator"}},
       .page = "*",
       .list_path = "status=all",
       .list =
           [](const Items& items, const std::string& /*next*/) {
             return array_of(items, [](const Item& item) {
               return Json{{"id", std::stoi(item.id)},
                           {"content", {{"raw", "hello"}}},
                           {"date_gmt", seconds(item.written).substr(0, 19)},
                           {"author_name", "Sam"},
                           {"status", "approved"}};
             });
           },
       .others = {{"/users/me", R"({"id":9,"capabilities":{"moderate_comments":true}})"},
                  {"/users?", "[]"},
                  {"status=", "[]"}},
       .expired = json_text(401, R"({"code":"incorrect_password"})"),
       .cursor_refused = json_text(400, R"({"code":"rest_invalid_param"})"),
       .gone = json_text(404, R"({"code":"rest_comment_invalid_id"})"),
       .error_in_200 = json_text(200, R"({"code":"internal_server_error","message":"busy"})"),
       .items_of_a_page = 100,
       .names_a_cursor = false,
       .oldest_first = true,
       .apart = std::chrono::seconds(2)},
  };
  return all;
}

/// A channel whose host answers as a test says, with a store of its own.
class Survivor {
 public:
  explicit Survivor(const Wire& wire) : wire_(wire), bench_(wire.platform, {}, {wire.page}) {
    for (const auto& [name, value] : wire.options) bench_.settings.options[name] = value;
    bench_.http = ScriptedHttpClient([this](const HttpRequest& request) { return answer(request); });
  }

  /// From the newest to the oldest, as many as make a page each; their ids go down from `first`.
  Items page_of(int first, Timestamp newest) const {
    Items items;
    for (std::size_t i = 0; i < wire_.items_of_a_page; ++i) {
      items.push_back({std::to_string(first - static_cast<int>(i)), newest - i * wire_.apart});
    }
    return items;
  }

  GatherReport gather_now() { return gather(bench_.platform(), "shop", store_, bench_.clock, bench_.log, {}); }

  std::size_t stored() {
    std::size_t count = 0;
    store_.for_each({}, [&](const StoredComment&) { ++count; });
    return count;
  }

  std::optional<Comment> any() {
    std::optional<Comment> found;
    store_.for_each({}, [&](const StoredComment& stored) { found = stored.comment; });
    return found;
  }

  ChannelBench& bench() { return bench_; }

  std::vector<Items> pages;                  ///< of the list; behind them nothing
  std::map<std::size_t, HttpReply> instead;  ///< to the nth page
  std::optional<std::size_t> expires_at;     ///< from this page on the token is no longer taken
  std::optional<HttpReply> beside_lists;     ///< to whatever is no business of the wire's `others`

  void renew_the_token() {
    expires_at.reset();
    expired_ = false;
  }

 private:
  HttpReply answer(const HttpRequest& request) {
    if (expired_) return wire_.expired;
    const bool is_list = request.method == "GET" && request.url.find(wire_.list_path) != std::string::npos;
    if (is_list && !beside_lists) {
      const std::size_t number = page_asked_for(request.url);
      if (expires_at && number >= *expires_at) {
        expired_ = true;
        return wire_.expired;
      }
      if (const auto found = instead.find(number); found != instead.end()) return found->second;
      if (wire_.oldest_first) return json_reply(wire_.list(after(request.url), {}));
      const bool last = number + 1 >= pages.size();
      return json_reply(
          wire_.list(number < pages.size() ? pages[number] : Items{}, last ? "" : "n" + std::to_string(number + 1)));
    }
    for (const auto& [path, body] : wire_.others) {
      if (request.url.find(path) != std::string::npos) return json_text(200, body);
    }
    return beside_lists.value_or(json_text(404, "{}"));
  }

  /// The items that came after what the address says, oldest first, as many as make a page.
  [[nodiscard]] Items after(const std::string& url) const {
    const auto after = query_value(url, "after");
    Items items;
    for (const Items& page : pages) items.insert(items.end(), page.begin(), page.end());
    std::ranges::sort(items, {}, &Item::written);
    if (after) std::erase_if(items, [&](const Item& item) { return item.written <= parse_iso8601(*after).value(); });
    items.resize(std::min(items.size(), wire_.items_of_a_page));
    return items;
  }

  /// By the cursor, as real hosts do it: a name that the page before gave, a count, or the id above.
  [[nodiscard]] std::size_t page_asked_for(const std::string& url) const {
    if (const auto named = url.find("=n"); wire_.names_a_cursor) {
      return named == std::string::npos ? 0 : std::stoul(url.substr(named + 2));
    }
    if (wire_.oldest_first) return query_value(url, "after") ? 1 : 0;
    if (const auto start = query_value(url, "start")) return std::stoul(*start) / wire_.items_of_a_page;
    std::optional<std::string> below = query_value(url, "max_id");
    if (!below) below = query_value(url, "before");
    if (!below) return 0;
    std::size_t number = 0;
    while (number < pages.size() && std::stoi(pages[number].back().id) >= std::stoi(*below)) ++number;
    return number;
  }

  const Wire& wire_;
  ChannelBench bench_;
  Database database_ = Database::open("sqlite::memory:", ".");
  Store store_{database_};
  bool expired_ = false;
};

template <typename Test>
void on_every_platform(Test test) {
  for (const Wire& wire : wires()) {
    CAPTURE(wire.platform);
    Survivor survivor(wire);
    const Timestamp now = survivor.bench().clock.now();
    survivor.pages = {survivor.page_of(490, now - std::chrono::hours(1)),
                      survivor.page_of(190, now - std::chrono::hours(5))};
    test(wire, survivor);
  }
}

}  // namespace

TEST_CASE("a token that expires in the middle of a run costs nothing that was read, and the next run goes on") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    survivor.expires_at = 1;
    const GatherReport cut = survivor.gather_now();
    REQUIRE(cut.failures.size() == 1);
    CHECK(cut.failures.front().kind == ErrorKind::login);
    const std::string& why = cut.failures.front().why;
    CHECK_MESSAGE((why.find(';') != std::string::npos || why.find(": check") != std::string::npos), why);
    CHECK(cut.failures.front().why.find("s3cret") == std::string::npos);
    CHECK(survivor.stored() == wire.items_of_a_page);

    survivor.renew_the_token();
    survivor.gather_now();
    CHECK(survivor.stored() == 2 * wire.items_of_a_page);
  });
}

TEST_CASE("a cursor that is no longer taken starts the stretch over") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    survivor.instead[1] = json_text(503, "{}");
    CHECK(survivor.gather_now().failures.front().kind == ErrorKind::unavailable);
    // The next run reads what is new, then finds that the place it was cut off at is gone.
    survivor.instead = {{1, wire.cursor_refused}};
    survivor.gather_now();
    survivor.instead.clear();
    survivor.gather_now();
    CHECK(survivor.stored() == 2 * wire.items_of_a_page);
  });
}

TEST_CASE("an item that comes on two pages is one comment") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    survivor.pages[1].front() = survivor.pages[0].back();
    CHECK(survivor.gather_now().failures.empty());
    CHECK(survivor.stored() == 2 * wire.items_of_a_page - 1);
  });
}

TEST_CASE("an empty page with a next one does not end the pass") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    if (!wire.names_a_cursor) return;  // there an empty page is the last one
    survivor.pages.insert(survivor.pages.begin() + 1, Items{});
    CHECK(survivor.gather_now().failures.empty());
    CHECK(survivor.stored() == 2 * wire.items_of_a_page);
  });
}

TEST_CASE("an error inside a 200 is an error, and takes no comment for deleted") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    if (!wire.error_in_200) return;
    survivor.gather_now();
    for (const std::size_t page : {0U, 1U}) survivor.instead[page] = *wire.error_in_200;
    const GatherReport report = survivor.gather_now();
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures.front().kind == wire.error_in_200_kind);
    CHECK(report.deleted == 0);
  });
}

TEST_CASE("a list that is missing from a 200 is not an empty list") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    if (std::string_view(wire.platform) == "x") return;  // there a search without result has no list
    survivor.gather_now();
    for (const std::size_t page : {0U, 1U}) survivor.instead[page] = json_text(200, "{}");
    const GatherReport report = survivor.gather_now();
    REQUIRE(report.failures.size() == 1);
    CHECK(report.failures.front().kind == ErrorKind::unavailable);
    CHECK(report.deleted == 0);
  });
}

TEST_CASE("a comment that was deleted since it was read is gone, and no deed on it is an alarm") {
  on_every_platform([](const Wire& wire, Survivor& survivor) {
    survivor.gather_now();
    const auto known = survivor.any();
    REQUIRE(known.has_value());
    survivor.beside_lists = wire.gone;
    CHECK_FALSE(survivor.bench().platform().read_comment(*known).has_value());
    // A 404 of WordPress that does not say what is missing is a missing API.
    if (!wire.oldest_first) survivor.beside_lists = json_text(404, "{}");
    const PlatformKind& kind = *platform_named(wire.platform);
    for (const DeedKind deed : {DeedKind::hide, DeedKind::remove}) {
      if (capability_of(kind, deed).support == Support::no) continue;
      try {
        static_cast<void>(survivor.bench().platform().carry_out(deed_on(*known, deed)));
      } catch (const Error& error) {
        CHECK_MESSAGE(error.kind() == ErrorKind::refused, error.what());
      }
    }
  });
}

TEST_CASE("clocks that do not agree lose no comment") {
  for (const auto skew : {std::chrono::hours(-1), std::chrono::hours(1)}) {
    on_every_platform([&](const Wire& wire, Survivor& survivor) {
      const Timestamp there = survivor.bench().clock.now() + skew;
      survivor.pages = {survivor.page_of(190, there - std::chrono::minutes(5))};
      survivor.gather_now();
      survivor.pages.insert(survivor.pages.begin(), survivor.page_of(490, there));
      CHECK(survivor.gather_now().failures.empty());
      CHECK(survivor.stored() == 2 * wire.items_of_a_page);
    });
  }
}

}  // namespace cm
