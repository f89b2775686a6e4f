// Requests held against the vendors' own specs: an endpoint, field or parameter that the spec does
// not know fails the test.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "http/url.h"
#include "platforms/reply_json.h"
#include "support/channel_bench.h"
#include "support/recordings.h"
#include "support/sample_comments.h"

namespace cm {
namespace {

/// Method, path behind the host, and the names of everything that was sent along.
struct Sent {
  std::string method;
  std::string path;
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> body;
};

std::map<std::string, std::string> pairs_of(std::string_view encoded) {
  std::map<std::string, std::string> pairs;
  while (!encoded.empty()) {
    const std::string_view pair = encoded.substr(0, encoded.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    pairs[percent_decoded(pair.substr(0, equals))] = percent_decoded(pair.substr(std::min(equals + 1, pair.size())));
    encoded.remove_prefix(std::min(pair.size() + 1, encoded.size()));
  }
  return pairs;
}

Sent taken_apart(const HttpRequest& request) {
  Sent sent;
  sent.method = request.method;
  const std::size_t host = request.url.find("://") + 3;
  const std::size_t path = request.url.find('/', host);
  const std::size_t query = std::min(request.url.find('?'), request.url.size());
  sent.path = request.url.substr(path, query - path);
  if (query < request.url.size()) sent.query = pairs_of(std::string_view(request.url).substr(query + 1));
  const Json body = Json::parse(request.body, nullptr, false);
  if (body.is_object()) {
    for (const auto& [name, value] : body.items()) sent.body[name] = value.dump();
  } else {
    sent.body = pairs_of(request.body);
  }
  return sent;
}

/// The word before a "{…}" list, each of a list: "id,replies.limit(5){id}" gives id and replies.
std::set<std::string> names_of_fields(const std::string& fields) {
  std::set<std::string> names;
  std::string name;
  int depth = 0;
  for (const char letter : fields + ",") {
    if (letter == '{' || letter == '(') ++depth;
    if (depth == 0 && letter == ',') {
      names.insert(name.substr(0, name.find('.')));
      name.clear();
    } else if (depth == 0) {
      name += letter;
    }
    if (letter == '}' || letter == ')') --depth;
  }
  return names;
}

class GraphNode {
 public:
  explicit GraphNode(Json spec) : spec_(std::move(spec)) {}

  [[nodiscard]] bool has_field(const std::string& name) const {
    return std::ranges::any_of(spec_["fields"], [&](const Json& field) { return field["name"] == name; });
  }

  /// The parameters of an edge, or of the node itself ("#get", "#update", "#delete"); nothing: no such call.
  [[nodiscard]] std::optional<std::set<std::string>> parameters(const std::string& method,
                                                                const std::string& edge) const {
    for (const Json& call : spec_["apis"]) {
      if (call["method"] != method || call.value("endpoint", call.value("name", "")) != edge) continue;
      std::set<std::string> names;
      for (const Json& parameter : call["params"]) names.insert(parameter["name"].get<std::string>());
      return names;
    }
    return std::nullopt;
  }

 private:
  Json spec_;
};

/// Node types and whether a call fits them, by the ids that the test uses.
void check_graph(const std::vector<HttpRequest>& requests, const std::map<std::string, GraphNode>& node_of_id,
                 const std::map<std::string, GraphNode>& items_of_edge) {
  const std::set<std::string> everywhere{"fields", "limit", "after", "summary", "appsecret_proof"};
  for (const auto& request : requests) {
    const Sent sent = taken_apart(request);
    CAPTURE(sent.method);
    CAPTURE(sent.path);
    const std::string rest = sent.path.substr(sent.path.find('/', 1) + 1);
    const std::string id = rest.substr(0, rest.find('/'));
    const std::string edge = rest.find('/') == std::string::npos ? std::string() : rest.substr(rest.find('/') + 1);
    const auto node = node_of_id.find(id);
    REQUIRE(node != node_of_id.end());
    const std::string itself = sent.method == "GET" ? "#get" : sent.method == "POST" ? "#update" : "#delete";
    const auto known = node->second.parameters(sent.method, edge.empty() ? itself : edge);
    if (!edge.empty() || sent.method != "GET") REQUIRE(known.has_value());
    for (const auto* const part : {&sent.query, &sent.body}) {
      for (const auto& sent_pair : *part) {
        const std::string& name = sent_pair.first;
        CHECK_MESSAGE((everywhere.contains(name) || (known && known->contains(name))), name);
      }
    }
    if (!sent.query.contains("fields")) continue;
    const GraphNode& asked = edge.empty() ? node->second : items_of_edge.at(edge);
    for (const auto& field : names_of_fields(sent.query.at("fields"))) {
      CHECK_MESSAGE((asked.has_field(field) || asked.parameters("GET", field).has_value()), field);
    }
  }
}

}  // namespace

TEST_CASE("requests to Facebook are such as its spec knows") {
  const auto comment = shared_platform_file("facebook/spec/Comment.json");
  const auto page = shared_platform_file("facebook/spec/Page.json");
  const auto post = shared_platform_file("facebook/spec/PagePost.json");
  const auto video = shared_platform_file("facebook/spec/AdVideo.json");
  const auto photo = shared_platform_file("facebook/spec/Photo.json");
  if (!comment || !page || !post || !video || !photo) return;
  const GraphNode page_node(*page);
  const GraphNode post_node(*post);
  const std::map<std::string, GraphNode> items_of_edge{
      {"feed", post_node},           {"ads_posts", post_node},      {"published_posts", post_node},
      {"visitor_posts", post_node},  {"tagged", post_node},         {"video_reels", GraphNode(*video)},
      {"videos", GraphNode(*video)}, {"photos", GraphNode(*photo)}, {"comments", GraphNode(*comment)}};
  for (const std::string kind : {"posts", "mentions"}) {
    CAPTURE(kind);
    ChannelBench bench("facebook", {{"kind", kind}}, {"*", "posts", "visitors", "videos", "photos"});
    bench.http = ScriptedHttpClient([](const HttpRequest& request) -> HttpReply {
      const bool is_list = request.method == "GET" && request.url.find("/comments") == std::string::npos &&
                           request.url.find("/me?") == std::string::npos &&
                           request.url.find("/100/") != std::string::npos;
      if (is_list) return {200, {}, R"({"data":[{"id":"100_1","message":"x"}]})"};
      if (request.url.find("/comments?") != std::string::npos && request.method == "GET")
        return {200, {}, R"({"data":[{"id":"1_2","message":"x"}],"summary":{"total_count":1}})"};
      return {200, {}, R"({"id":"100","success":true,"message":"x"})"};
    });
    for (const PageRef& found : bench.platform().pages()) {
      static_cast<void>(bench.read(found));
      static_cast<void>(bench.platform().count_comments(found));
    }
    Comment target = comment_saying("x", "1_2");
    Comment visitors = comment_saying("x", "100_1");
    visitors.page = "visitor_posts";
    for (const DeedKind deed :
         {DeedKind::hide, DeedKind::unhide, DeedKind::remove, DeedKind::reply, DeedKind::private_reply}) {
      static_cast<void>(bench.platform().carry_out(deed_on(target, deed, "Hi")));
      static_cast<void>(bench.platform().carry_out(deed_on(visitors, deed, "Hi")));
    }
    Deed again = deed_on(target, DeedKind::reply, "Hi");
    again.tried_before = true;
    static_cast<void>(bench.platform().carry_out(again));

    check_graph(bench.http.requests,
                {{"me", page_node}, {"100", page_node}, {"100_1", post_node}, {"1_2", GraphNode(*comment)}},
                items_of_edge);
  }
}

TEST_CASE("requests to Instagram are such as its spec knows, by either login") {
  const auto comment = shared_platform_file("instagram/spec/IGComment.json");
  const auto media = shared_platform_file("instagram/spec/IGMedia.json");
  const auto user = shared_platform_file("instagram/spec/IGUser.json");
  const auto own_user = shared_platform_file("instagram/spec/IGUserForIGOnlyAPI.json");
  const auto page = shared_platform_file("facebook/spec/Page.json");
  if (!comment || !media || !user || !own_user || !page) return;
  for (const std::string login : {"facebook", "instagram"}) {
    for (const std::string kind : {"posts", "mentions"}) {
      CAPTURE(login);
      CAPTURE(kind);
      ChannelBench bench("instagram", {{"account", "17"}, {"login", login}, {"kind", kind}});
      bench.http = ScriptedHttpClient([](const HttpRequest& request) -> HttpReply {
        if (request.url.find("/17?") != std::string::npos) return {200, {}, R"({"id":"17"})"};
        if (request.method == "GET" && request.url.find("/17/") != std::string::npos)
          return {200, {}, R"({"data":[{"id":"900","caption":"x"}]})"};
        if (request.method == "GET" && request.url.find("/2?") == std::string::npos)
          return {200, {}, R"({"data":[{"id":"2","text":"x"}]})"};
        return {200, {}, R"({"id":"2","text":"x","success":true})"};
      });
      for (const PageRef& found : bench.platform().pages()) static_cast<void>(bench.read(found));
      const Comment target = comment_saying("x", "2");
      static_cast<void>(bench.platform().read_comment(target));
      for (const DeedKind deed :
           {DeedKind::hide, DeedKind::unhide, DeedKind::remove, DeedKind::reply, DeedKind::private_reply}) {
        static_cast<void>(bench.platform().carry_out(deed_on(target, deed, "Hi")));
      }
      Comment tagging = comment_saying("x", "900");
      tagging.page = "tags";
      static_cast<void>(bench.platform().carry_out(deed_on(tagging, DeedKind::reply, "Hi")));

      check_graph(bench.http.requests,
                  {{"17", GraphNode(login == "facebook" ? *user : *own_user)},
                   {"me", GraphNode(*page)},
                   {"900", GraphNode(*media)},
                   {"2", GraphNode(*comment)}},
                  {{"media", GraphNode(*media)},
                   {"tags", GraphNode(*media)},
                   {"comments", GraphNode(*comment)},
                   {"replies", GraphNode(*comment)}});
    }
  }
}

TEST_CASE("requests to WordPress are such as the index of its routes knows") {
  const auto index = shared_platform_file("wordpress/spec/wp_v2_index.comments_routes.json");
  if (!index) return;
  ChannelBench bench("wordpress", {{"url", "https://blog.example"}, {"user", "moderator"}}, {"12"});
  bench.http.reply_json(200, R"({"id":1,"capabilities":{"moderate_comments":true}})").reply_json(403, "{}");
  Json items = Json::array();
  for (int id = 1; id <= 100; ++id) {
    items.push_back({{"id", id}, {"date_gmt", "2026-01-01T00:00:00"}, {"content", {{"raw", "x"}}}});
  }
  ReadFrom from;
  from.newer_than = parse_iso8601("2025-01-01T00:00:00Z");
  for (int i = 0; i < 3; ++i) {
    bench.http.reply_json(200, items.dump());
    from.cursor = bench.read({"12", ""}, from).next_cursor;
  }
  Comment target = comment_saying("x", "7");
  bench.http.reply_json(200, items[6].dump());
  (void)bench.platform().read_comment(target);
  for (const auto& [kind, status] :
       {std::pair{DeedKind::hide, "hold"}, {DeedKind::reply, ""}, {DeedKind::remove, ""}}) {
    bench.http.reply_json(200, Json{{"id", 9}, {"status", status}}.dump());
    (void)bench.platform().carry_out(deed_on(target, kind, "Hi"));
  }

  for (const auto& request : bench.http.requests) {
    const Sent sent = taken_apart(request);
    CAPTURE(sent.method);
    CAPTURE(sent.path);
    std::string route = sent.path.substr(std::string("/wp-json").size());
    if (route == "/wp/v2/users") continue;  // the index at hand is cut to the routes of comments
    if (route == "/wp/v2/comments/7") route = R"(/wp/v2/comments/(?P<id>[\d]+))";
    REQUIRE((*index)["routes"].contains(route));
    Json arguments;
    for (const Json& endpoint : (*index)["routes"][route]["endpoints"]) {
      const Json& methods = endpoint["methods"];
      if (std::ranges::find(methods, Json(sent.method)) != methods.end()) arguments = endpoint["args"];
    }
    REQUIRE(arguments.is_object());
    for (const auto* const part : {&sent.query, &sent.body}) {
      for (const auto& sent_pair : *part) CHECK_MESSAGE(arguments.contains(sent_pair.first), sent_pair.first);
    }
  }
}

}  // namespace cm
