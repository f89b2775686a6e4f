#include "platforms/bluesky.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/error.h"
#include "platforms/bluesky_posts.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

constexpr std::string_view post_collection = "app.bsky.feed.post";
constexpr std::string_view gate_collection = "app.bsky.feed.threadgate";
constexpr std::size_t most_hidden_replies = 300;
constexpr int tries_to_swap = 5;

// A record that somebody else wrote in the meantime; the caller reads it and tries again.
constexpr std::string_view stale_record = "InvalidSwap";
constexpr std::string_view no_such_record = "RecordNotFound";

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  if (!refused) return std::nullopt;
  if (body.is_object() && body.value("error", Json()).is_string()) refused->code = body["error"].get<std::string>();
  const std::string& code = refused->code;
  if (code == "ExpiredToken" || code == "InvalidToken" || code == "AuthMissing") {
    refused->kind = ErrorKind::login;
    refused->expired = true;
  } else if (code == "AuthenticationRequired" || code == "AuthFactorTokenRequired" || code == "AccountTakedown") {
    refused->kind = ErrorKind::login;
    refused->expired = false;
    refused->fix = "make an app password for this handle in Bluesky's settings and give it as the channel's secret";
  } else if (reply.status == 403) {
    refused->kind = ErrorKind::refused;
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "Bluesky",
    .base = "https://bsky.social",
    .rate = {"RateLimit-Remaining", "RateLimit-Reset", ResetUnit::epoch_seconds},
    .refusal = refusal,
};

Json strong_ref(std::string_view uri, std::string_view cid) {
  return {{"$type", "com.atproto.repo.strongRef"}, {"uri", uri}, {"cid", cid}};
}

/// Where a walk over the account's threads goes on: a page of its feed, behind one of its posts.
struct FeedPlace {
  std::string feed_cursor;
  std::string after;  ///< the last post whose thread was read
};

std::string to_cursor(const FeedPlace& place) {
  return Json{{"feed", place.feed_cursor}, {"after", place.after}}.dump();
}

FeedPlace parse_feed_place(const std::string& cursor) {
  const Json read = Json::parse(cursor, nullptr, false);
  return {text_at(read, "feed"), text_at(read, "after")};
}

class Bluesky final : public Platform {
 public:
  explicit Bluesky(PlatformParts parts)
      : Platform(bluesky_capabilities),
        channel_(parts.channel),
        secret_(std::move(parts.secret)),
        kind_(page_kind_of(parts.channel)),
        user_(option_text(parts.channel, "user")),
        api_(parts, manners) {
    view_.labeler = option_text(parts.channel, "labeler");
    view_.is_hidden = [this](const std::string& root, const std::string& uri) {
      const auto gate = hidden_.find(root);
      return gate != hidden_.end() && gate->second.contains(uri);
    };
    api_.renew_with([this] { log_in(); });
  }

  std::vector<PageRef> pages() override {
    if (kind_ == PageKind::search) return search_pages(channel_);
    if (kind_ == PageKind::mentions) return {{"mentions", "mentions of " + user_}};
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == "*") {
        pages.push_back({"posts", "posts of " + user_});
      } else {
        pages.push_back({post_address(page), page});
      }
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  [[nodiscard]] bool sees_everything() const override { return kind_ == PageKind::posts; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    CommentPage result;
    if (from.cursor.empty()) gates_are_known_ = false;
    know_gates();
    if (!query_of(page).empty()) {
      result = search(query_of(page), from);
    } else if (page.id.starts_with("at://")) {
      read_thread(page.id, result);
    } else if (kind_ == PageKind::posts && (from.full || !from.newer_than)) {
      result = walk_threads(from);
    } else {
      result = notifications(from);
    }
    for (auto& comment : result.comments) comment.page = page.id;
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    Json reply = get("app.bsky.feed.getPosts", {{"uris", known.id}});
    CommentPage found;
    const Json posts = needed_list(api_, reply, "posts", found);
    if (posts.empty()) return std::nullopt;
    // The gate is asked for itself: it is in the own repository and knows no delay.
    const std::string root = known.post.empty() ? known.id : known.post;
    if (repo_of(root) == own_did()) read_gate(root);
    add_item(found, posts.front(), 1,
             [this](ItemReader& post, Comment& comment) { read_bluesky_post(post, view_, comment); });
    if (found.comments.empty()) {
      throw Error(ErrorKind::refused,
                  "channel \"" + channel_.name + "\": cannot read " + known.id + ": " + found.unreadable.front().why);
    }
    Comment comment = std::move(found.comments.front());
    comment.page = known.page;
    return comment;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    switch (deed.kind) {
      case DeedKind::hide:
        return set_hidden(deed, true);
      case DeedKind::unhide:
      case DeedKind::approve:
        return unhide(deed);
      case DeedKind::spam:
        return report_spam(deed);
      case DeedKind::remove:
        return remove(deed);
      case DeedKind::reply:
        return reply(deed);
      case DeedKind::private_reply:
        return message(deed);
      default:
        throw cannot(deed);
    }
  }

  [[nodiscard]] CommentState state_after(DeedKind deed) const override {
    const bool labels = deed == DeedKind::spam && !view_.labeler.empty();
    return labels ? CommentState::spam : Platform::state_after(deed);
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      const Json session = get("com.atproto.server.getSession", {});
      found.push_back({"login", true, "logged in as " + text_at(session, "handle"), {}});
      const auto left = api_.standing().remaining;
      if (left) found.push_back({"quota", *left >= 1, std::to_string(std::llround(*left)) + " requests left", {}});
    } catch (const Error& error) {
      found.push_back(
          {"login", false, error.what(), "set the channel's \"user\" to the handle and its secret to an app password"});
      return found;
    }
    if (view_.labeler.empty()) return found;
    try {
      static_cast<void>(
          api_.call(for_labeler({.path = "/xrpc/tools.ozone.moderation.queryStatuses", .query = {{"limit", "1"}}})));
      found.push_back({"labeler", true, "may moderate " + view_.labeler, {}});
    } catch (const Error& error) {
      found.push_back(
          {"labeler", false, error.what(), "have " + user_ + " added to the labeler's team, or take \"labeler\" out"});
    }
    return found;
  }

 private:
  // --- login ----------------------------------------------------------------------------------
  // A session ends after hours; the refresh token makes a new one without the password, which the
  // server lets in only so often.
  void log_in() {
    if (!refresh_token_.empty()) {
      try {
        api_.log_in({{"Authorization", "Bearer " + std::exchange(refresh_token_, {})}});
        return take_session(api_.call({.method = "POST", .path = "/xrpc/com.atproto.server.refreshSession"}));
      } catch (const Error& error) {
        if (error.kind() == ErrorKind::unavailable) throw;
      }
    }
    api_.log_in({});
    take_session(api_.call(
        json_call("POST", "/xrpc/com.atproto.server.createSession", {{"identifier", user_}, {"password", secret_}})));
  }

  void take_session(const Json& session) {
    refresh_token_ = text_at(session, "refreshJwt");
    view_.own_did = text_at(session, "did");
    api_.log_in({{"Authorization", "Bearer " + text_at(session, "accessJwt")}});
  }

  const std::string& own_did() {
    if (view_.own_did.empty()) log_in();
    return view_.own_did;
  }

  // --- calls ----------------------------------------------------------------------------------
  Json get(std::string_view method, const UrlParameters& query) {
    ApiCall call{.path = "/xrpc/" + std::string(method), .query = query};
    // Without it a post that the labeler took down is not shown to its own moderators.
    if (!view_.labeler.empty()) call.headers.emplace_back("atproto-accept-labelers", view_.labeler);
    return api_.call(call);
  }

  Json post(std::string_view method, const Json& body) {
    return api_.call(json_call("POST", "/xrpc/" + std::string(method), body));
  }

  [[nodiscard]] ApiCall for_labeler(ApiCall call) const {
    call.headers.emplace_back("atproto-proxy", view_.labeler + "#atproto_labeler");
    return call;
  }

  /// The address of a page that the settings name by at:// or by its address in the app.
  std::string post_address(const std::string& page) {
    constexpr std::string_view web = "https://bsky.app/profile/";
    AtUri uri;
    if (const auto parsed = parse_at_uri(page)) {
      uri = *parsed;
    } else if (page.starts_with(web)) {
      const std::string rest = page.substr(web.size());
      const auto middle = rest.find("/post/");
      if (middle != std::string::npos) {
        uri = {rest.substr(0, middle), std::string(post_collection), rest.substr(middle + 6)};
      }
    }
    if (uri.key.empty()) {
      throw Error(ErrorKind::wrong_use, place_of(channel_) + "page \"" + page +
                                            "\" is neither \"*\" nor the address of a post (at://… or "
                                            "https://bsky.app/profile/…/post/…)");
    }
    if (!uri.repo.starts_with("did:")) {
      uri.repo = text_at(get("com.atproto.identity.resolveHandle", {{"handle", uri.repo}}), "did");
    }
    return to_string(uri);
  }

  // --- reading --------------------------------------------------------------------------------
  // Which replies own threads hide: only the gates know.
  void know_gates() {
    if (std::exchange(gates_are_known_, true)) return;
    hidden_.clear();
    std::string cursor;
    do {
      UrlParameters query{{"repo", own_did()}, {"collection", std::string(gate_collection)}, {"limit", "100"}};
      query.add_unless_empty("cursor", cursor);
      const Json reply = get("com.atproto.repo.listRecords", query);
      for (const Json& record : value_at(reply, "records")) take_gate(value_at(record, "value"));
      cursor = text_at(reply, "cursor");
    } while (!cursor.empty());
  }

  void take_gate(const Json& gate) {
    const std::string root = text_at(gate, "post");
    std::set<std::string>& hidden = hidden_[root];
    hidden.clear();
    for (const Json& uri : value_at(gate, "hiddenReplies")) {
      if (uri.is_string()) hidden.insert(uri.get<std::string>());
    }
  }

  void read_thread(const std::string& root, CommentPage& page) {
    std::vector<std::string> open{root};
    std::set<std::string> asked;
    while (!open.empty()) {
      const std::string uri = std::move(open.back());
      open.pop_back();
      if (!asked.insert(uri).second) continue;
      const Json reply = get("app.bsky.feed.getPostThread", {{"uri", uri}, {"depth", "1000"}, {"parentHeight", "0"}});
      read_bluesky_thread(value_at(reply, "thread"), view_, page,
                          [&open](const std::string& cut) { open.push_back(cut); });
    }
  }

  // One thread a call, so that little is read again when a run is cut off.
  CommentPage walk_threads(const ReadFrom& from) {
    FeedPlace place = parse_feed_place(from.cursor);
    CommentPage result;
    if (!feed_ || feed_->cursor != place.feed_cursor || place.after.empty()) read_feed(place.feed_cursor);
    const auto& posts = feed_->posts;
    auto next = posts.begin();
    if (!place.after.empty()) {
      const auto at = std::ranges::find(posts, place.after);
      // The post was deleted in the meantime: what was read twice costs less than what was never read.
      if (at != posts.end()) next = std::next(at);
    }
    if (next != posts.end()) {
      try {
        read_thread(*next, result);
      } catch (const Error& error) {
        if (error.kind() != ErrorKind::refused) throw;
        result.unreadable.push_back({*next, error.what()});
      }
    }
    const bool more_here = next != posts.end() && std::next(next) != posts.end();
    if (more_here) {
      result.next_cursor = to_cursor({place.feed_cursor, *next});
    } else if (!feed_->next.empty()) {
      result.next_cursor = to_cursor({feed_->next, {}});
    }
    return result;
  }

  /// The own posts of a page of the feed that have replies.
  void read_feed(const std::string& cursor) {
    UrlParameters query{{"actor", own_did()}, {"filter", "posts_no_replies"}, {"limit", "100"}};
    query.add_unless_empty("cursor", cursor);
    Json reply = get("app.bsky.feed.getAuthorFeed", query);
    FeedPage feed{.cursor = cursor, .next = text_at(reply, "cursor"), .posts = {}};
    CommentPage ignored;
    for (const Json& item : needed_list(api_, reply, "feed", ignored)) {
      const Json& shown = value_at(item, "post");
      const std::string uri = text_at(shown, "uri");
      const bool is_answered = value_at(shown, "replyCount") != 0;  // or it does not tell
      const bool is_own = repo_of(uri) == own_did();                // the feed holds others' posts that were reposted
      if (is_own && is_answered) feed.posts.push_back(uri);
    }
    feed_ = std::move(feed);
  }

  CommentPage notifications(const ReadFrom& from) {
    UrlParameters query{{"limit", "100"}};
    query.add("reasons", "reply");
    if (kind_ == PageKind::mentions) query.add("reasons", "mention").add("reasons", "quote");
    query.add_unless_empty("cursor", from.cursor);
    Json reply = get("app.bsky.notification.listNotifications", query);
    CommentPage result;
    result.next_cursor = text_at(reply, "cursor");
    std::size_t position = 0;
    for (Json& item : needed_list(api_, reply, "notifications", result)) {
      ++position;
      const auto seen = parse_iso8601(text_at(item, "indexedAt"));
      if (from.newer_than && seen && *seen < *from.newer_than) {
        result.next_cursor.clear();
        break;
      }
      add_item(result, std::move(item), position, [this](ItemReader& post, Comment& comment) {
        static_cast<void>(post.flag("isRead"));
        read_bluesky_post(post, view_, comment);
      });
      // Replies in others' threads are mentions; those below own posts are not.
      if (!result.comments.empty()) {
        const bool below_own_post = repo_of(result.comments.back().post) == own_did();
        const bool is_reply = result.comments.back().post != result.comments.back().id;
        if ((kind_ == PageKind::posts && !below_own_post) ||
            (kind_ == PageKind::mentions && is_reply && below_own_post)) {
          result.comments.pop_back();
        }
      }
    }
    return result;
  }

  CommentPage search(std::string_view query, const ReadFrom& from) {
    UrlParameters parameters{{"q", std::string(query)}, {"sort", "latest"}, {"limit", "100"}};
    if (from.newer_than) parameters.add("since", to_iso8601(*from.newer_than));
    parameters.add_unless_empty("cursor", from.cursor);
    Json reply = get("app.bsky.feed.searchPosts", parameters);
    CommentPage result;
    result.next_cursor = text_at(reply, "cursor");
    std::size_t position = 0;
    for (Json& item : needed_list(api_, reply, "posts", result)) {
      add_item(result, std::move(item), ++position,
               [this](ItemReader& post, Comment& comment) { read_bluesky_post(post, view_, comment); });
    }
    return result;
  }

  // --- deeds ----------------------------------------------------------------------------------
  struct Gate {
    Json record;      ///< as it stands, or a new one
    std::string cid;  ///< empty: there is none yet
  };

  Gate read_gate(const std::string& root) {
    const auto uri = parse_at_uri(root);
    const ApiCall call{
        .path = "/xrpc/com.atproto.repo.getRecord",
        .query = {{"repo", own_did()}, {"collection", std::string(gate_collection)}, {"rkey", uri ? uri->key : ""}}};
    const auto [reply, body] = api_.try_call(call);
    if (text_at(body, "error") == no_such_record) {
      hidden_.erase(root);
      return {};
    }
    api_.check(call, reply, body);
    Gate gate{value_at(body, "value"), text_at(body, "cid")};
    if (!gate.record.is_object()) gate.record = Json();
    take_gate(gate.record);
    return gate;
  }

  [[nodiscard]] std::string root_of(const Deed& deed) const {
    return deed.target.post.empty() ? deed.target.id : deed.target.post;
  }

  DeedOutcome set_hidden(const Deed& deed, bool hide) {
    const std::string root = root_of(deed);
    const auto uri = parse_at_uri(root);
    if (!uri || uri->repo != own_did() || root == deed.target.id) {
      throw refused(deed.target,
                    "Bluesky lets an account hide only replies below its own posts; report it "
                    "with \"cm spam\" or answer it");
    }
    DeedOutcome outcome{.state_after = hide ? CommentState::hidden : CommentState::visible};
    for (int attempt = 1;; ++attempt) {
      Gate gate = read_gate(root);
      if (gate.record.is_null()) {
        gate.record = {{"$type", gate_collection}, {"post", root}, {"createdAt", to_iso8601(deed.at)}};
      }
      Json hidden = value_at(gate.record, "hiddenReplies");
      if (!hidden.is_array()) hidden = Json::array();
      const auto at = std::find(hidden.begin(), hidden.end(), Json(deed.target.id));
      if ((at != hidden.end()) == hide) {
        outcome.was_already_so = true;
        return outcome;
      }
      if (hide) {
        if (hidden.size() >= most_hidden_replies) hidden = without_deleted(hidden);
        if (hidden.size() >= most_hidden_replies) {
          throw refused(deed.target,
                        "Bluesky keeps at most 300 hidden replies in a thread and this one is "
                        "full; unhide some, or close the thread to replies");
        }
        hidden.push_back(deed.target.id);
      } else {
        hidden.erase(at);
      }
      gate.record["hiddenReplies"] = std::move(hidden);
      const ApiCall put = json_call("POST", "/xrpc/com.atproto.repo.putRecord",
                                    {{"repo", own_did()},
                                     {"collection", gate_collection},
                                     {"rkey", uri->key},
                                     {"record", gate.record},
                                     {"swapRecord", gate.cid.empty() ? Json() : Json(gate.cid)}});
      const auto [reply, body] = api_.try_call(put);
      // Somebody else changed the gate since it was read: what they wrote is kept.
      if (text_at(body, "error") == stale_record && attempt < tries_to_swap) continue;
      api_.check(put, reply, body);
      take_gate(gate.record);
      return outcome;
    }
  }

  /// Entries of a full gate whose posts still exist. Only those that are gone make room: another
  /// entry dropped would show its reply again.
  Json without_deleted(const Json& hidden) {
    constexpr std::size_t posts_a_call = 25;
    Json kept = Json::array();
    for (std::size_t begin = 0; begin < hidden.size(); begin += posts_a_call) {
      UrlParameters query;
      const std::size_t end = std::min(begin + posts_a_call, hidden.size());
      for (std::size_t at = begin; at < end; ++at)
        query.add("uris", hidden[at].is_string() ? hidden[at].get<std::string>() : "");
      std::set<std::string> alive;
      const Json reply = get("app.bsky.feed.getPosts", query);
      for (const Json& found : value_at(reply, "posts")) {
        alive.insert(text_at(found, "uri"));
      }
      for (std::size_t at = begin; at < end; ++at) {
        if (hidden[at].is_string() && alive.contains(hidden[at].get<std::string>())) kept.push_back(hidden[at]);
      }
    }
    return kept;
  }

  DeedOutcome unhide(const Deed& deed) {
    DeedOutcome outcome{.state_after = CommentState::visible, .was_already_so = true};
    if (!view_.labeler.empty() && deed.target.state == CommentState::deleted) {
      emit(deed, {{"$type", "tools.ozone.moderation.defs#modEventReverseTakedown"}});
      outcome.was_already_so = false;
    }
    if (!view_.labeler.empty() && deed.target.state == CommentState::spam) {
      emit(deed, label_event(Json::array(), {"spam"}));
      outcome.was_already_so = false;
    }
    if (repo_of(root_of(deed)) != own_did() || root_of(deed) == deed.target.id) {
      if (outcome.was_already_so) return set_hidden(deed, false);  // says why it cannot
      return outcome;
    }
    const DeedOutcome shown = set_hidden(deed, false);
    outcome.was_already_so = outcome.was_already_so && shown.was_already_so;
    return outcome;
  }

  static Json label_event(const Json& create, const Json& negate) {
    return {{"$type", "tools.ozone.moderation.defs#modEventLabel"},
            {"createLabelVals", create},
            {"negateLabelVals", negate}};
  }

  void emit(const Deed& deed, const Json& event) {
    static_cast<void>(api_.call(for_labeler(json_call(
        "POST", "/xrpc/tools.ozone.moderation.emitEvent",
        {{"event", event}, {"subject", strong_ref(deed.target.id, cid_of(deed.target))}, {"createdBy", own_did()}}))));
  }

  /// The version of a post that was read: kept among what cm does not know of it.
  std::string cid_of(const Comment& comment) {
    const std::string kept = text_at(Json::parse(comment.extra.empty() ? "{}" : comment.extra, nullptr, false), "cid");
    if (!kept.empty()) return kept;
    const Json reply = get("app.bsky.feed.getPosts", {{"uris", comment.id}});
    const Json& posts = value_at(reply, "posts");
    return !posts.is_array() || posts.empty() ? std::string() : text_at(posts.front(), "cid");
  }

  DeedOutcome report_spam(const Deed& deed) {
    if (!view_.labeler.empty()) {
      emit(deed, label_event({"spam"}, Json::array()));
    } else {
      static_cast<void>(
          post("com.atproto.moderation.createReport", {{"reasonType", "com.atproto.moderation.defs#reasonSpam"},
                                                       {"subject", strong_ref(deed.target.id, cid_of(deed.target))}}));
    }
    const std::string root = root_of(deed);
    DeedOutcome outcome{.state_after = view_.labeler.empty() ? deed.target.state : CommentState::spam};
    if (repo_of(root) == own_did() && root != deed.target.id) {
      static_cast<void>(set_hidden(deed, true));
      if (view_.labeler.empty()) outcome.state_after = CommentState::hidden;
    }
    return outcome;
  }

  DeedOutcome remove(const Deed& deed) {
    const auto uri = parse_at_uri(deed.target.id);
    DeedOutcome outcome{.state_after = CommentState::deleted};
    if (uri && uri->repo == own_did()) {
      static_cast<void>(post("com.atproto.repo.deleteRecord",
                             {{"repo", uri->repo}, {"collection", uri->collection}, {"rkey", uri->key}}));
    } else if (!view_.labeler.empty()) {
      emit(deed, {{"$type", "tools.ozone.moderation.defs#modEventTakedown"}});
    } else {
      throw refused(deed.target, "nobody but its author can delete a post on Bluesky; hide it with \"cm hide\"");
    }
    return outcome;
  }

  DeedOutcome reply(const Deed& deed) {
    check_length(deed);
    const std::string root = root_of(deed);
    Comment root_post;
    root_post.id = root;
    const std::string parent_cid = cid_of(deed.target);
    const std::string root_cid = root == deed.target.id ? parent_cid : cid_of(root_post);
    Json record{
        {"$type", post_collection},
        {"text", deed.text},
        {"createdAt", to_iso8601(deed.at)},
        {"reply",
         {{"root", {{"uri", root}, {"cid", root_cid}}}, {"parent", {{"uri", deed.target.id}, {"cid", parent_cid}}}}}};
    if (Json facets = bluesky_facets(deed.text); !facets.empty()) record["facets"] = std::move(facets);
    // The key comes from the journal's entry: a reply that an earlier run sent is met, not sent twice.
    const std::string key = tid_of(deed.at, deed.entry);
    const ApiCall put = json_call("POST", "/xrpc/com.atproto.repo.putRecord",
                                  {{"repo", own_did()},
                                   {"collection", post_collection},
                                   {"rkey", key},
                                   {"record", record},
                                   {"swapRecord", Json()}});
    const auto [answer, body] = api_.try_call(put);
    DeedOutcome outcome{.state_after = deed.target.state,
                        .remote_id = to_string(AtUri{own_did(), std::string(post_collection), key})};
    if (text_at(body, "error") == stale_record) {
      outcome.was_already_so = true;
      return outcome;
    }
    api_.check(put, answer, body);
    return outcome;
  }

  DeedOutcome message(const Deed& deed) {
    check_length(deed);
    refuse_second_try(deed);
    const auto to_chat = [](ApiCall call) {
      call.headers.emplace_back("atproto-proxy", "did:web:api.bsky.chat#bsky_chat");
      return call;
    };
    const Json found = api_.call(
        to_chat({.path = "/xrpc/chat.bsky.convo.getConvoForMembers", .query = {{"members", deed.target.author.id}}}));
    ApiCall send =
        to_chat(json_call("POST", "/xrpc/chat.bsky.convo.sendMessage",
                          {{"convoId", text_at(value_at(found, "convo"), "id")}, {"message", {{"text", deed.text}}}}));
    send.repeatable = false;
    const Json sent = api_.call(send);
    return {.state_after = deed.target.state, .remote_id = text_at(sent, "id")};
  }

  struct FeedPage {
    std::string cursor;
    std::string next;
    std::vector<std::string> posts;
  };

  const ChannelSettings& channel_;
  std::string secret_;
  PageKind kind_;
  std::string user_;
  WebApi api_;
  BlueskyView view_;
  std::string refresh_token_;
  std::map<std::string, std::set<std::string>> hidden_;  // root -> what its gate hides
  bool gates_are_known_ = false;
  std::optional<FeedPage> feed_;
};

}  // namespace

std::unique_ptr<Platform> make_bluesky(PlatformParts parts) { return std::make_unique<Bluesky>(std::move(parts)); }

}  // namespace cm
