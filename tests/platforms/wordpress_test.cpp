#include "platforms/wordpress.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"
#include "platforms/reply_json.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"

namespace cm {
namespace {

constexpr std::string_view editor = R"({"id":2,"capabilities":{"moderate_comments":true}})";

HttpReply json(int status, std::string body, HttpHeaders headers = {}) {
  headers.emplace_back("Content-Type", "application/json; charset=UTF-8");
  return {status, std::move(headers), std::move(body)};
}

/// What stands behind "name=" in a query; empty when it is not there.
std::string parameter(const std::string& url, const std::string& name) {
  for (const char* const before : {"?", "&"}) {
    const std::size_t at = url.find(before + name + "=");
    if (at == std::string::npos) continue;
    const std::size_t begin = at + name.size() + 2;
    return url.substr(begin, std::min(url.find('&', begin), url.size()) - begin);
  }
  return {};
}

/// A site that lists comments as WordPress does: by date and id, `after` exclusive, 100 at most.
class Site {
 public:
  struct Entry {
    int id;
    std::string date;
    std::string status = "approved";
  };

  Site() {
    channel.name = "blog";
    channel.platform = "wordpress";
    channel.options["url"] = "https://blog.example";
    channel.options["user"] = "moderator";
    reopen();
  }

  void reopen() { platform = make_platform({channel, "hush hush", http, clock, log}); }

  /// All ids of a pass, in the order in which they came.
  std::vector<std::string> read_all(ReadFrom from = {}) {
    std::vector<std::string> ids;
    do {
      const CommentPage page = platform->read_page(platform->pages().front(), from);
      for (const auto& comment : page.comments) ids.push_back(comment.id);
      from.cursor = page.next_cursor;
    } while (!from.cursor.empty() && ids.size() < 5000);
    return ids;
  }

  std::string refusal(ErrorKind kind) {
    try {
      (void)platform->read_page(platform->pages().front(), {});
    } catch (const Error& error) {
      const std::string message = error.what();
      CHECK(error.kind() == kind);
      CHECK(message.find("hush") == std::string::npos);
      return message;
    }
    FAIL("nothing was refused");
    return {};
  }

  Deed deed(DeedKind kind, CommentState state = CommentState::visible) const {
    Deed deed;
    deed.kind = kind;
    deed.target.id = "7";
    deed.target.post = "12";
    deed.target.state = state;
    deed.text = "Thank you";
    return deed;
  }

  std::vector<Entry> entries;
  std::map<std::string, HttpReply> fixed;  ///< route -> what it answers
  bool tells_total = true;
  ChannelSettings channel;
  FixedClock clock{"2026-11-20T10:00:00Z"};
  CollectingLog log;
  ScriptedHttpClient http{[this](const HttpRequest& request) { return answer(request); }};
  std::unique_ptr<Platform> platform;

 private:
  HttpReply answer(const HttpRequest& request) {
    const std::string route = request.method + " " + request.url.substr(std::string("https://blog.example").size());
    for (const auto& [known, reply] : fixed) {
      if (route.starts_with(known)) return reply;
    }
    if (route.starts_with("GET /wp-json/wp/v2/users/me")) return json(200, std::string(editor));
    if (route.starts_with("GET /wp-json/wp/v2/users?")) return json(403, R"({"code":"rest_forbidden"})");
    if (route.starts_with("GET /wp-json/wp/v2/comments?")) return list(request.url);
    return json(404, R"({"code":"rest_no_route"})");
  }

  HttpReply list(const std::string& url) const {
    std::string after = parameter(url, "after");
    for (std::size_t at = 0; (at = after.find("%3A")) != std::string::npos;) after.replace(at, 3, ":");
    const std::string offset = parameter(url, "offset");
    std::size_t skip = offset.empty() ? 0 : std::stoul(offset);
    const std::set<std::string> wanted = parameter(url, "status") == "all"
                                             ? std::set<std::string>{"approved", "hold"}
                                             : std::set<std::string>{parameter(url, "status")};
    std::vector<Entry> fitting;
    for (const auto& entry : entries) {
      if (wanted.contains(entry.status) && (after.empty() || entry.date + "Z" > after)) fitting.push_back(entry);
    }
    std::ranges::sort(fitting,
                      [](const Entry& a, const Entry& b) { return std::pair(a.date, a.id) < std::pair(b.date, b.id); });
    const std::size_t total = fitting.size();
    Json items = Json::array();
    for (; skip < fitting.size() && items.size() < 100; ++skip) {
      items.push_back({{"id", fitting[skip].id},
                       {"date_gmt", fitting[skip].date},
                       {"status", fitting[skip].status},
                       {"content", {{"raw", "text"}}}});
    }
    HttpHeaders headers{{"Date", "Fri, 20 Nov 2026 10:00:00 GMT"}};
    if (tells_total) headers.emplace_back("X-WP-Total", std::to_string(total));
    return json(200, items.dump(), headers);
  }
};

std::vector<std::string> ids_from_to(int first, int last) {
  std::vector<std::string> ids;
  for (int id = first; id <= last; ++id) ids.push_back(std::to_string(id));
  return ids;
}

constexpr const char* one_comment = R"({"id":7,"post":12,"parent":3,"author":0,"author_name":"Sam",
  "author_email":"sam@mail.example","author_ip":"192.0.2.1","date":"2026-11-20T11:00:00",
  "date_gmt":"2026-11-20T10:00:00","content":{"rendered":"<p>R&amp;D</p>","raw":"R&D"},
  "link":"https://blog.example/?p=12#comment-7","status":"hold","type":"comment","rating":5,"_links":{}})";

}  // namespace

TEST_CASE("a comment of WordPress becomes a comment, without the guest's addresses") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/comments/7"] = json(200, one_comment);
  Comment known;
  known.id = "7";
  known.page = "site";
  const Comment comment = site.platform->read_comment(known).value();

  CHECK(comment.channel == "blog");
  CHECK(comment.platform == "wordpress");
  CHECK(comment.page == "site");
  CHECK(comment.post == "12");
  CHECK(comment.parent == "3");
  CHECK(comment.author.name == "Sam");
  CHECK(comment.author.id.starts_with("guest-"));
  CHECK(comment.created_at == parse_iso8601("2026-11-20T10:00:00Z"));
  CHECK(comment.text == "R&D");
  CHECK(comment.state == CommentState::held);
  CHECK(comment.extra == R"({"rating":5,"type":"comment"})");
}

TEST_CASE("where only HTML is shown its text is taken") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/comments/7"] =
      json(200, R"({"id":7,"author":2,"content":{"rendered":"<p>R&amp;D</p>"},"status":"odd"})");
  const Comment comment = site.platform->read_comment(site.deed(DeedKind::hide).target).value();

  CHECK(comment.text == "R&D");
  CHECK(comment.author.role == "staff");
  CHECK(comment.state == CommentState::unknown);
  CHECK(comment.extra == R"({"status":"odd"})");
}

TEST_CASE("a comment that is gone is nothing, and a missing route is an error") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/comments/7"] = json(404, R"({"code":"rest_comment_invalid_id"})");
  CHECK_FALSE(site.platform->read_comment(site.deed(DeedKind::hide).target).has_value());

  site.fixed["GET /wp-json/wp/v2/comments/7"] = json(404, R"({"code":"rest_no_route"})");
  CHECK_THROWS_AS((void)site.platform->read_comment(site.deed(DeedKind::hide).target), Error);
}

TEST_CASE("every comment comes once, oldest first, however they share pages and seconds") {
  for (const int in_one_second : {1, 3, 99, 100, 101, 250}) {
    for (const bool tells_total : {true, false}) {
      CAPTURE(in_one_second);
      Site site;
      site.tells_total = tells_total;
      for (int id = 1; id <= 730; ++id) {
        const int second = id / in_one_second;
        char date[32];
        std::snprintf(date, sizeof date, "2026-11-19T%02d:%02d:%02d", second / 3600, second / 60 % 60, second % 60);
        site.entries.push_back({id, date});
      }
      CHECK(site.read_all() == ids_from_to(1, 730));
    }
  }
}

TEST_CASE("a comment that goes away between two pages takes no other with it") {
  Site site;
  for (int id = 1; id <= 300; ++id) site.entries.push_back({id, "2026-11-19T10:00:00"});
  ReadFrom from;
  std::set<std::string> seen;
  do {
    const CommentPage page = site.platform->read_page({"site", ""}, from);
    for (const auto& comment : page.comments) seen.insert(comment.id);
    from.cursor = page.next_cursor;
    site.entries.erase(site.entries.begin(), site.entries.begin() + 4);
  } while (!from.cursor.empty());

  CHECK(seen.size() == 300);
}

TEST_CASE("a pass for what is new gives what is newer and no more") {
  Site site;
  site.entries = {{1, "2026-11-19T09:59:59"}, {2, "2026-11-19T10:00:00"}, {3, "2026-11-19T10:00:01"}};
  ReadFrom from;
  from.newer_than = parse_iso8601("2026-11-19T10:00:00Z");

  CHECK(site.read_all(from) == std::vector<std::string>{"3"});
  // In the hour that a time zone has twice, "after" would leave some out: an hour more is asked for.
  CHECK(parameter(site.http.requests.back().url, "after") == "2026-11-19T09%3A00%3A00Z");
}

TEST_CASE("only a full pass lists spam and bin as well") {
  Site site;
  site.entries = {{1, "2026-11-19T10:00:00", "approved"},
                  {2, "2026-11-19T10:00:00", "hold"},
                  {3, "2026-11-19T10:00:00", "spam"},
                  {4, "2026-11-19T10:00:00", "trash"}};
  ReadFrom full;
  full.full = true;

  CHECK(site.read_all() == std::vector<std::string>{"1", "2"});
  CHECK(site.read_all(full) == std::vector<std::string>{"1", "2", "3", "4"});
}

TEST_CASE("the second that still runs is waited out, so that its late comments are not lost") {
  Site site;
  site.entries = {{1, "2026-11-20T10:00:00"}};
  int lists = 0;
  ScriptedHttpClient http([&](const HttpRequest& request) {
    if (request.url.find("/comments?") != std::string::npos && ++lists == 2) {
      site.entries.push_back({2, "2026-11-20T10:00:00"});
      site.entries.push_back({3, "2026-11-20T10:00:01"});
    }
    return site.http.send(request);
  });
  const auto platform = make_platform({site.channel, "hush", http, site.clock, site.log});
  const CommentPage page = platform->read_page({"site", ""}, {});

  CHECK(site.clock.sleeps.size() == 1);
  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments.at(1).id == "2");  // 3 is of a second that runs; the next pass asks for it
}

TEST_CASE("an item that is no comment is named and the rest goes on") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/comments?"] = json(
      200, R"([{"id":1,"content":{"raw":"a"}},7,{"content":{"raw":"b"}},{"id":4},{"id":5,"content":{"raw":"c"}}])");
  const CommentPage page = site.platform->read_page({"site", ""}, {});

  CHECK(page.comments.size() == 2);
  REQUIRE(page.unreadable.size() == 3);
  CHECK(page.unreadable[0].item == "item 2");
  CHECK(page.unreadable[2].item == "comment 4");
}

TEST_CASE("a wrong password is found although public lists do not mind it") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/users/me"] = json(401, R"({"code":"rest_not_logged_in"})");
  CHECK(site.refusal(ErrorKind::login).find("application password") != std::string::npos);

  site.fixed["GET /wp-json/wp/v2/users/me"] = json(200, R"({"id":9,"capabilities":{"read":true}})");
  CHECK(site.refusal(ErrorKind::login).find("may not moderate comments") != std::string::npos);
}

TEST_CASE("a site that closes its list of users is asked for held comments instead") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/users/me"] = json(404, R"({"code":"rest_no_route"})");
  CHECK(site.read_all().empty());

  site.reopen();
  site.fixed["GET /wp-json/wp/v2/comments?status=hold"] = json(401, R"({"code":"rest_forbidden_param"})");
  (void)site.refusal(ErrorKind::login);
}

TEST_CASE("answers that are no list of comments say what to do") {
  Site site;
  const auto list_answers = [&](HttpReply reply, ErrorKind kind) {
    site.fixed["GET /wp-json/wp/v2/comments?"] = std::move(reply);
    return site.refusal(kind);
  };

  CHECK(list_answers({200, {{"Content-Type", "text/html"}}, "<html>"}, ErrorKind::unavailable).find("HTML") !=
        std::string::npos);
  CHECK(list_answers(json(200, R"([{"id":1,)"), ErrorKind::unavailable).find("cut off") != std::string::npos);
  CHECK(list_answers(json(200, "{}"), ErrorKind::unavailable).find("plugin") != std::string::npos);
  CHECK(list_answers({500, {}, "oops"}, ErrorKind::unavailable).find("500") != std::string::npos);
  CHECK(list_answers({403, {}, "<html>"}, ErrorKind::unavailable).find("firewall") != std::string::npos);
  CHECK(list_answers(json(400, R"({"code":"rest_invalid_param"})"), ErrorKind::refused).find("rest_invalid_param") !=
        std::string::npos);
}

TEST_CASE("a cursor of another kind is refused") {
  Site site;
  ReadFrom from;
  from.cursor = "page 2";

  CHECK_THROWS_AS((void)site.platform->read_page({"site", ""}, from), Error);
}

TEST_CASE("without pretty permalinks the API is found by its query") {
  Site site;
  site.fixed["GET /wp-json"] = {404, {{"Content-Type", "text/html"}}, "<html>"};
  site.fixed["GET /?rest_route=/wp/v2/users/me&context=edit"] = json(200, std::string(editor));
  site.fixed["GET /?rest_route=/wp/v2/comments&context=edit"] = json(200, "[]");

  CHECK(site.read_all().empty());
}

TEST_CASE("each deed sets the status that it means, and the answer is compared") {
  for (const auto& [kind, status, state] : {std::tuple{DeedKind::hide, "hold", CommentState::held},
                                            {DeedKind::hold, "hold", CommentState::held},
                                            {DeedKind::unhide, "approved", CommentState::visible},
                                            {DeedKind::approve, "approved", CommentState::visible},
                                            {DeedKind::spam, "spam", CommentState::spam}}) {
    Site site;
    site.fixed["POST /wp-json/wp/v2/comments/7"] = json(200, Json{{"id", 7}, {"status", status}}.dump());
    const DeedOutcome outcome = site.platform->carry_out(site.deed(kind, CommentState::deleted));
    CHECK(outcome.state_after == state);
    CHECK(site.platform->state_after(kind) == state);
    CHECK_FALSE(outcome.was_already_so);
    CHECK(site.http.requests.back().body == Json{{"status", status}}.dump());
    CHECK(site.http.requests.back().repeatable);
    const HttpHeaders& headers = site.http.requests.back().headers;
    CHECK(std::ranges::count(headers, std::pair<std::string, std::string>("User-Agent", "")) == 1);
  }
}

TEST_CASE("a deed leaves the author's address as it was, where WordPress would put the moderator's") {
  Site site;
  site.fixed["GET /wp-json/wp/v2/comments/7?context=edit"] =
      json(200, R"({"id":7,"post":12,"status":"approved","content":{"raw":"hi"},"date_gmt":"2026-11-20T10:00:00",)"
                R"("author_ip":"192.0.2.7"})");
  site.fixed["POST /wp-json/wp/v2/comments/7"] = json(200, R"({"id":7,"status":"hold"})");
  REQUIRE(site.platform->read_comment(site.deed(DeedKind::hide).target));
  (void)site.platform->carry_out(site.deed(DeedKind::hide));

  CHECK(site.http.requests.back().body == R"({"author_ip":"192.0.2.7","status":"hold"})");
}

TEST_CASE("hide_as files what is hidden under spam") {
  Site site;
  site.channel.options["hide_as"] = "spam";
  site.reopen();

  CHECK(site.platform->state_after(DeedKind::hide) == CommentState::spam);
  site.channel.options["hide_as"] = "bin";
  CHECK_THROWS_AS(site.reopen(), Error);
}

TEST_CASE("a deed that the site answers and does not do is refused") {
  Site site;
  site.fixed["POST /wp-json/wp/v2/comments/7"] = json(200, R"({"id":7,"status":"approved"})");
  CHECK_THROWS_WITH_AS((void)site.platform->carry_out(site.deed(DeedKind::hide)),
                       "blog.example was asked to hide comment 7 and left it \"approved\"; a plugin may be in the way",
                       Error);

  site.fixed["POST /wp-json/wp/v2/comments/7"] = json(403, R"({"code":"rest_cannot_edit"})");
  try {
    (void)site.platform->carry_out(site.deed(DeedKind::hide));
    FAIL("nothing was refused");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::login);
    CHECK(std::string(error.what()).find("permission") != std::string::npos);
  }
}

TEST_CASE("deleting puts into the bin, and what lies there already is so already") {
  Site site;
  site.fixed["DELETE /wp-json/wp/v2/comments/7"] = json(200, R"({"id":7,"status":"trash"})");
  CHECK_FALSE(site.platform->carry_out(site.deed(DeedKind::remove)).was_already_so);
  site.fixed["DELETE /wp-json/wp/v2/comments/7"] = json(410, R"({"code":"rest_already_trashed"})");
  CHECK(site.platform->carry_out(site.deed(DeedKind::remove)).was_already_so);
  site.fixed["DELETE /wp-json/wp/v2/comments/7"] = json(501, R"({"code":"rest_trash_not_supported"})");
  CHECK_THROWS_AS((void)site.platform->carry_out(site.deed(DeedKind::remove)), Error);
}

TEST_CASE("a reply is sent once, and told by its id") {
  Site site;
  site.fixed["POST /wp-json/wp/v2/comments"] = json(201, R"({"id":99})");
  CHECK(site.platform->carry_out(site.deed(DeedKind::reply)).remote_id == "99");
  CHECK_FALSE(site.http.requests.back().repeatable);
  CHECK(Json::parse(site.http.requests.back().body) == Json{{"post", 12}, {"parent", 7}, {"content", "Thank you"}});

  site.fixed["POST /wp-json/wp/v2/comments"] = json(409, R"({"code":"comment_duplicate"})");
  CHECK(site.platform->carry_out(site.deed(DeedKind::reply)).was_already_so);
}

TEST_CASE("pages are the whole site or posts") {
  Site site;
  CHECK(site.platform->pages().front().id == "site");
  site.channel.pages = {"12", "13"};
  CHECK(site.platform->pages().size() == 2);
  (void)site.platform->read_page({"12", ""}, {});
  CHECK(parameter(site.http.requests.back().url, "post") == "12");
  site.channel.pages = {"hello-world"};
  CHECK_THROWS_AS((void)site.platform->pages(), Error);
}

TEST_CASE("the password goes into the secret headers and nowhere else") {
  Site site;
  (void)site.read_all();
  for (const auto& request : site.http.requests) {
    CHECK(request.secret_headers == basic_authorization("moderator", "hush hush"));
    CHECK(request.url.find("hush") == std::string::npos);
  }
}

TEST_CASE("the doctor sees login, permission, clock and permalinks") {
  Site site;
  site.fixed["GET /wp-json/"] = json(200, R"({"name":"Acme"})", {{"Date", "Fri, 20 Nov 2026 11:00:00 GMT"}});
  std::map<std::string, bool> good;
  for (const auto& line : site.platform->diagnose()) good[line.check] = line.good;
  CHECK(good.at("site"));
  CHECK_FALSE(good.at("clock"));

  site.fixed["GET /wp-json/"] = {500, {}, ""};
  CHECK_FALSE(site.platform->diagnose().front().good);
}

}  // namespace cm
