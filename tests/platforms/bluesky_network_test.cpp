// Bluesky on real servers: run by tests/end_to_end/sky_sweep.py, which starts them and sets ATP_….

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string_view>

#include "base/error.h"
#include "platforms/bluesky_posts.h"
#include "platforms/channel_http.h"
#include "platforms/item_reader.h"
#include "platforms/platform_table.h"
#include "support/collecting_log.h"

namespace cm {
namespace {

std::string env(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

const bool no_network = env("ATP_PDS_URL").empty();

/// One account of the network, as a channel.
class Account {
 public:
  explicit Account(const std::string& who, std::map<std::string, std::string> options = {},
                   std::vector<std::string> pages = {"*"}) {
    settings_.name = "sky";
    settings_.platform = "bluesky";
    settings_.base_url = env("ATP_PDS_URL");
    settings_.pages = std::move(pages);
    settings_.options["user"] = env(("ATP_" + who + "_HANDLE").c_str());
    for (auto& [name, value] : options) settings_.options[name] = value;
    http_ = std::make_unique<ChannelHttp>(settings_, clock_, log_);
    platform_ = make_platform({.channel = settings_,
                               .secret = env(("ATP_" + who + "_APP_PASSWORD").c_str()),
                               .http = http_->client(),
                               .clock = clock_,
                               .log = log_});
    api_ = std::make_unique<WebAccess>(http_->client(), settings_.base_url, did_of(who), who);
  }

  static std::string did_of(const std::string& who) { return env(("ATP_" + who + "_DID").c_str()); }

  Platform& operator*() { return *platform_; }
  Platform* operator->() { return platform_.get(); }

  /// Posts without the platform's help: what others do.
  std::string post(const std::string& text, const std::string& root = {}) { return api_->post(text, root); }

  /// Reads until `wanted` holds: the AppView is a little behind the server that was written to, and may not know the
  /// post itself yet.
  template <typename Wanted>
  CommentPage read_until(const PageRef& page, const ReadFrom& from, Wanted wanted) {
    CommentPage all;
    for (int attempt = 0; attempt < 600; ++attempt) {
      try {
        all = read_all(page, from);
        if (wanted(all)) return all;
      } catch (const Error& error) {
        if (std::string_view(error.what()).find("\"NotFound\"") == std::string_view::npos) throw;
      }
      clock_.sleep_for(std::chrono::milliseconds(100));
    }
    return all;
  }

  Clock& clock() { return clock_; }
  const CollectingLog& log() const { return log_; }

 private:
  CommentPage read_all(const PageRef& page, ReadFrom at) {
    CommentPage all;
    do {
      CommentPage part = platform_->read_page(page, at);
      at.cursor = part.next_cursor;
      std::ranges::move(part.comments, std::back_inserter(all.comments));
      std::ranges::move(part.unreadable, std::back_inserter(all.unreadable));
    } while (!at.cursor.empty());
    return all;
  }

  class WebAccess {
   public:
    WebAccess(HttpClient& http, std::string base, std::string did, const std::string& who)
        : http_(http), base_(std::move(base)), did_(std::move(did)) {
      const Json session =
          send("com.atproto.server.createSession", {{"identifier", env(("ATP_" + who + "_HANDLE").c_str())},
                                                    {"password", env(("ATP_" + who + "_APP_PASSWORD").c_str())}});
      token_ = session.at("accessJwt").get<std::string>();
    }

    std::string post(const std::string& text, const std::string& root) {
      Json record{{"$type", "app.bsky.feed.post"}, {"text", text}, {"createdAt", to_iso8601(SystemClock().now())}};
      if (!root.empty()) {
        const auto uri = parse_at_uri(root).value();
        const HttpReply reply = http_.send({.url = base_ + "/xrpc/com.atproto.repo.getRecord?repo=" + uri.repo +
                                                   "&collection=" + uri.collection + "&rkey=" + uri.key});
        const Json cid = Json::parse(reply.body).at("cid");
        record["reply"] = {{"root", {{"uri", root}, {"cid", cid}}}, {"parent", {{"uri", root}, {"cid", cid}}}};
      }
      const std::string uri = send("com.atproto.repo.createRecord",
                                   {{"repo", did_}, {"collection", "app.bsky.feed.post"}, {"record", record}})
                                  .at("uri")
                                  .get<std::string>();
      wait_until_shown(uri);
      return uri;
    }

   private:
    /// The AppView notifies nobody of a reply to a post that it does not know yet.
    void wait_until_shown(const std::string& uri) {
      SystemClock clock;
      for (int attempt = 0; attempt < 600; ++attempt) {
        const HttpReply reply = http_.send({.url = base_ + "/xrpc/app.bsky.feed.getPosts?uris=" + uri,
                                            .secret_headers = {{"Authorization", "Bearer " + token_}}});
        REQUIRE_MESSAGE(reply.status == 200, reply.body);
        if (!Json::parse(reply.body).at("posts").empty()) return;
        clock.sleep_for(std::chrono::milliseconds(100));
      }
      FAIL("the AppView does not show ", uri);
    }

    Json send(const std::string& method, const Json& body) {
      HttpRequest request{.method = "POST", .url = base_ + "/xrpc/" + method};
      request.headers = {{"Content-Type", "application/json"}};
      request.body = body.dump();
      if (!token_.empty()) request.secret_headers = {{"Authorization", "Bearer " + token_}};
      const HttpReply reply = http_.send(request);
      REQUIRE_MESSAGE(reply.status == 200, method << ": " << reply.body);
      return Json::parse(reply.body);
    }

    HttpClient& http_;
    std::string base_;
    std::string did_;
    std::string token_;
  };

  ChannelSettings settings_;
  SystemClock clock_;
  CollectingLog log_;
  std::unique_ptr<ChannelHttp> http_;
  std::unique_ptr<Platform> platform_;
  std::unique_ptr<WebAccess> api_;
};

const Comment* find(const CommentPage& page, const std::string& id) {
  const auto at = std::ranges::find(page.comments, id, &Comment::id);
  return at == page.comments.end() ? nullptr : &*at;
}

Deed deed(const Comment& target, DeedKind kind, std::int64_t entry, Clock& clock, std::string text = {}) {
  Deed made;
  made.kind = kind;
  made.target = target;
  made.target.channel = "sky";
  made.run = "r";
  made.entry = entry;
  made.text = std::move(text);
  made.at = clock.now();
  return made;
}

}  // namespace

TEST_CASE("real Bluesky: replies are read, hidden, shown again, reported, answered and deleted" *
          doctest::skip(no_network)) {
  Account owner("OWNER");
  Account troll("TROLL");
  const std::string root = owner.post("we are open until six");
  const std::string rude = troll.post("you are rude", root);
  const std::string nested = troll.post("and you are late", root);

  const PageRef posts{"posts", ""};
  CommentPage page =
      owner.read_until(posts, {}, [&](const CommentPage& read) { return find(read, rude) && find(read, nested); });
  REQUIRE(find(page, rude) != nullptr);
  CHECK(page.unreadable.empty());
  const Comment target = *find(page, rude);
  CHECK(target.state == CommentState::visible);
  CHECK(target.post == root);
  CHECK(target.author.id == Account::did_of("TROLL"));

  CHECK_FALSE(owner->carry_out(deed(target, DeedKind::hide, 1, owner.clock())).was_already_so);
  CHECK(owner->carry_out(deed(target, DeedKind::hide, 1, owner.clock())).was_already_so);
  CHECK(owner->read_comment(target).value().state == CommentState::hidden);
  CHECK(owner->read_comment(*find(page, nested)).value().state == CommentState::visible);
  page = owner.read_until(posts, {.full = true}, [&](const CommentPage& read) { return find(read, rude) != nullptr; });
  CHECK(find(page, rude)->state == CommentState::hidden);

  CHECK(owner->carry_out(deed(target, DeedKind::unhide, 2, owner.clock())).state_after == CommentState::visible);
  CHECK(owner->read_comment(target).value().state == CommentState::visible);

  CHECK(owner->carry_out(deed(target, DeedKind::spam, 3, owner.clock())).state_after == CommentState::hidden);

  const Deed answer = deed(target, DeedKind::reply, 4, owner.clock(), "we hear you: https://acme.example/help");
  const DeedOutcome sent = owner->carry_out(answer);
  CHECK_FALSE(sent.was_already_so);
  CHECK(owner->carry_out(answer).remote_id == sent.remote_id);
  page = owner.read_until(posts, {}, [&](const CommentPage& read) { return find(read, sent.remote_id) != nullptr; });
  REQUIRE(find(page, sent.remote_id) != nullptr);
  CHECK(find(page, sent.remote_id)->author.role == "staff");
  CHECK(find(page, sent.remote_id)->parent == rude);

  CHECK_THROWS_AS(static_cast<void>(owner->carry_out(deed(target, DeedKind::remove, 5, owner.clock()))), Error);
  static_cast<void>(owner->carry_out(deed(*find(page, sent.remote_id), DeedKind::remove, 6, owner.clock())));
  page = owner.read_until(posts, {}, [&](const CommentPage& read) { return find(read, sent.remote_id) == nullptr; });
  CHECK(find(page, sent.remote_id) == nullptr);
}

TEST_CASE("real Bluesky: new replies and mentions come by notification" * doctest::skip(no_network)) {
  Account owner("OWNER");
  Account mentions("OWNER", {{"kind", "mentions"}});
  Account reader("READER");
  const Timestamp start = owner.clock().now() - std::chrono::seconds(5);
  const std::string root = owner.post("a second post");
  const std::string reply = reader.post("when do you open", root);
  const CommentPage page = owner.read_until({"posts", ""}, {.newer_than = start},
                                            [&](const CommentPage& read) { return find(read, reply) != nullptr; });
  REQUIRE(find(page, reply) != nullptr);
  CHECK(find(page, reply)->post == root);
  const CommentPage none = mentions.read_until({"mentions", ""}, {}, [](const CommentPage&) { return true; });
  CHECK(find(none, reply) == nullptr);
}

TEST_CASE("real Bluesky: a moderator labels and takes down through Ozone" * doctest::skip(no_network)) {
  Account owner("OWNER");
  Account troll("TROLL");
  const std::string root = owner.post("a third post");
  const std::string spam = troll.post("cheap watches", root);
  Account moderator("MOD", {{"labeler", env("ATP_OZONE_DID")}}, {root});
  CommentPage page =
      moderator.read_until({root, ""}, {}, [&](const CommentPage& read) { return find(read, spam) != nullptr; });
  REQUIRE(find(page, spam) != nullptr);
  const Comment target = *find(page, spam);
  const auto wait_for = [&](CommentState state) {
    return moderator.read_until({root, ""}, {}, [&](const CommentPage& read) {
      const Comment* const now = find(read, spam);
      return now != nullptr && now->state == state;
    });
  };
  for (const auto& line : moderator->diagnose()) CHECK_MESSAGE(line.good, line.check << ": " << line.found);
  static_cast<void>(moderator->carry_out(deed(target, DeedKind::spam, 1, owner.clock())));
  page = wait_for(CommentState::spam);
  REQUIRE(find(page, spam) != nullptr);
  CHECK(find(page, spam)->state == CommentState::spam);
  static_cast<void>(moderator->carry_out(deed(*find(page, spam), DeedKind::unhide, 2, owner.clock())));
  page = wait_for(CommentState::visible);
  CHECK(find(page, spam)->state == CommentState::visible);
  static_cast<void>(moderator->carry_out(deed(target, DeedKind::remove, 3, owner.clock())));
  page = wait_for(CommentState::deleted);
  REQUIRE(find(page, spam) != nullptr);
  CHECK(find(page, spam)->state == CommentState::deleted);
}

}  // namespace cm
