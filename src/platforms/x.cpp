#include "platforms/x.h"

#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/oauth1.h"
#include "platforms/oauth_login.h"
#include "platforms/quota_ledger.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

// What a call costs, in tenths of a US cent (X's price list of 2026).
constexpr std::int64_t cost_of_reading = 5;
constexpr std::int64_t cost_of_writing = 15;
constexpr std::int64_t cost_of_writing_a_link = 200;
constexpr std::int64_t usual_limit_in_cents = 500;
constexpr std::int64_t usual_limit_of_a_month = 10'000;

// Recent search knows a week; a little less, so that the request is still right when it arrives.
constexpr std::chrono::minutes searchable = std::chrono::hours(24 * 7) - std::chrono::minutes(5);

constexpr std::string_view post_fields =
    "conversation_id,created_at,entities,id,lang,note_post,public_metrics,reply_settings,text";
constexpr std::string_view expansions = "author_id,in_reply_to_user_id,referenced_posts";
constexpr std::string_view user_fields = "created_at,id,name,username,verified";

bool has_data(const Json& body) { return !value_at(body, "data").is_null(); }

/// The first of a reply's problems, as X words it for machines: "resource-not-found".
std::string problem_of(const Json& body) {
  const Json& errors = value_at(body, "errors");
  const Json& problem = errors.is_array() && !errors.empty() ? errors.front() : body;
  const std::string type = text_at(problem, "type");
  const auto slash = type.rfind('/');
  return slash == std::string::npos ? text_at(problem, "title") : type.substr(slash + 1);
}

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  // X puts errors into replies that say 200; beside data they concern single posts.
  if (!refused && value_at(body, "errors").is_array() && !has_data(body)) refused = ApiRefusal{};
  if (!refused) return std::nullopt;
  refused->code = problem_of(body);
  if (reply.status == 402) {
    refused->kind = ErrorKind::unavailable;
    refused->fix = "the account's credits are used up; top them up in X's developer console";
  } else if (refused->code == "resource-not-found" || refused->code == "not-authorized-for-resource") {
    refused->kind = ErrorKind::refused;
  } else if (reply.status == 403) {
    refused->fix =
        "use a token of this very account that carries tweet.read, tweet.write, tweet.moderate.write, users.read";
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "X",
    .base = "https://api.x.com",
    .rate = {"x-rate-limit-remaining", "x-rate-limit-reset", ResetUnit::epoch_seconds},
    .refusal = refusal,
};

// Refresh tokens of X are good for one use: what "cm login" made is kept anew with each. Else the secret is
// an access token, or the four keys of OAuth 1.0a, which do not expire.
constexpr OauthEndpoint oauth{.token_url = "https://api.x.com/2/oauth2/token", .secret_in_header = true};

struct User {
  std::string id;
  std::string name;
  std::string username;
  std::optional<Timestamp> created_at;
};

class X final : public Platform {
 public:
  explicit X(PlatformParts parts)
      : Platform(x_capabilities),
        channel_(parts.channel),
        clock_(parts.clock),
        kind_(page_kind_of(parts.channel)),
        user_(option_text(parts.channel, "user")),
        cost_limit_(option_number(parts.channel, "max_cost_cents").value_or(usual_limit_in_cents) * 10),
        limit_of_month_(option_number(parts.channel, "max_cost_cents_a_month").value_or(usual_limit_of_a_month) * 10),
        ledger_(ledger_file(parts.channel)),
        api_(parts, manners) {
    if (auto keys = parse_oauth1_keys(parts.secret)) {
      api_.sign_with([keys = std::move(*keys), this](const HttpRequest& request) {
        return oauth1_authorization(keys, request.method, request.url, clock_.now(), random_nonce());
      });
    } else {
      login_.emplace(api_, parts, oauth);
    }
  }

  std::vector<PageRef> pages() override {
    if (kind_ == PageKind::search) return search_pages(channel_);
    if (kind_ == PageKind::mentions) return {{"mentions", "mentions of @" + user_}};
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      pages.push_back(page == "*" ? PageRef{"replies", "replies to @" + user_} : PageRef{page, "conversation " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  // Recent search knows a week.
  [[nodiscard]] bool sees_everything() const override { return false; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    check_bill();
    UrlParameters query;
    std::string path = "/2/tweets/search/recent";
    if (page.id == "mentions") {
      path = "/2/users/" + own_id() + "/mentions";
    } else if (page.id == "replies") {
      query.add("query", "(to:" + user_ + " OR from:" + user_ + ") is:reply");
    } else if (const auto words = query_of(page); !words.empty()) {
      query.add("query", words);
    } else {
      query.add("query", "conversation_id:" + page.id);
    }
    query.add("max_results", "100");
    add_start(query, from, page.id != "mentions");
    query.add_unless_empty(page.id == "mentions" ? "pagination_token" : "next_token", from.cursor);
    add_fields(query);
    Json reply = api_.call({.path = path, .query = query});
    CommentPage result;
    read_posts(reply, result);
    result.next_cursor = text_at(value_at(reply, "meta"), "next_token");
    for (auto& comment : result.comments) comment.page = page.id;
    spend(static_cast<std::int64_t>(result.comments.size()) * cost_of_reading);
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    pay(cost_of_reading);
    UrlParameters query{{"ids", known.id}};
    add_fields(query);
    const ApiCall call{.path = "/2/tweets", .query = query};
    auto [reply, body] = api_.try_call(call);
    if (reply.status < 400 && !has_data(body) && problem_of(body) == "resource-not-found") return std::nullopt;
    api_.check(call, reply, body);
    CommentPage found;
    read_posts(body, found);
    if (found.comments.empty()) return std::nullopt;
    Comment comment = std::move(found.comments.front());
    comment.page = known.page;
    // X does not tell whether a reply is hidden: what cm did last is the best there is to know.
    comment.state = known.state;
    return comment;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    DeedOutcome outcome{.state_after = deed.target.state};
    switch (deed.kind) {
      case DeedKind::hide:
      case DeedKind::unhide:
      case DeedKind::approve: {
        const bool hide = deed.kind == DeedKind::hide;
        static_cast<void>(api_.call(json_call("PUT", "/2/tweets/" + deed.target.id + "/hidden", {{"hidden", hide}})));
        outcome.state_after = hide ? CommentState::hidden : CommentState::visible;
        return outcome;
      }
      case DeedKind::remove:
        if (deed.target.author.id != own_id()) {
          throw refused(deed.target, "X lets an account delete only its own posts; hide it with \"cm hide\"");
        }
        static_cast<void>(api_.call({.method = "DELETE", .path = "/2/tweets/" + deed.target.id}));
        outcome.state_after = CommentState::deleted;
        return outcome;
      case DeedKind::reply:
        check_length(deed);
        if (const auto before = sent_before(deed, [&] { return own_replies_in(deed.target); })) return *before;
        pay(deed.text.find("http") == std::string::npos ? cost_of_writing : cost_of_writing_a_link);
        outcome.remote_id =
            made_by(json_call("POST", "/2/tweets",
                              {{"text", deed.text}, {"reply", {{"in_reply_to_tweet_id", deed.target.id}}}}),
                    "id");
        return outcome;
      case DeedKind::private_reply:
        check_length(deed);
        refuse_second_try(deed);
        pay(cost_of_writing);
        outcome.remote_id = made_by(
            json_call("POST", "/2/dm_conversations/with/" + deed.target.author.id + "/messages", {{"text", deed.text}}),
            "dm_event_id");
        return outcome;
      default:
        throw cannot(deed);
    }
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      const Json me = api_.call({.path = "/2/users/me"});
      const std::string name = text_at(value_at(me, "data"), "username");
      found.push_back({"login", true, "logged in as @" + name, {}});
      const bool same = name == user_;
      found.push_back({"account", same, same ? "the token is this account's" : "the token is @" + name + "'s",
                       same ? std::string() : "hide works in own conversations only: use a token of @" + user_});
      const Json usage = api_.call({.path = "/2/usage/tweets"});
      const Json& data = value_at(usage, "data");
      const Json& used = value_at(data, "project_usage");
      const Json& cap = value_at(data, "project_cap");
      found.push_back({"quota",
                       true,
                       (used.is_string() ? used.get<std::string>() : used.dump()) + " of " +
                           (cap.is_string() ? cap.get<std::string>() : cap.dump()) + " posts read this month",
                       {}});
    } catch (const Error& error) {
      found.push_back(
          {found.empty() ? "login" : "quota", false, error.what(),
           "give the channel an access token of @" + user_ +
               " (OAuth 2.0, user context), or its four OAuth 1.0a keys as one line of JSON, as its secret"});
    }
    return found;
  }

 private:
  // X calls the month by UTC.
  std::string month() const { return to_iso8601(clock_.now()).substr(0, 7); }

  /// Throws Error(unavailable) when the run or the month has cost what it may, or would with the next call.
  /// What a page costs is known when it is there, so that the last one may pass the limit: it is paid for, and kept.
  void check_bill(std::int64_t next = 0) {
    const auto used_up = [this](std::string_view whose, std::int64_t limit, std::string_view fix) {
      return Error(ErrorKind::unavailable, "channel \"" + channel_.name + "\": this " + std::string(whose) + "'s " +
                                               std::to_string(limit / 10) + " US cents for X are spent; " +
                                               std::string(fix));
    };
    if (cost_limit_ > 0 && spent_ + next >= cost_limit_) {
      throw used_up("run", cost_limit_, "the next run goes on, or set \"max_cost_cents\" higher");
    }
    if (limit_of_month_ > 0 && ledger_.used(month()) + next >= limit_of_month_) {
      throw used_up("month", limit_of_month_,
                    "run again on the first of the next, or set \"max_cost_cents_a_month\" higher");
    }
  }

  void pay(std::int64_t tenths_of_a_cent) {
    check_bill(tenths_of_a_cent);
    spend(tenths_of_a_cent);
  }

  void spend(std::int64_t tenths_of_a_cent) {
    spent_ += tenths_of_a_cent;
    static_cast<void>(ledger_.spend(month(), tenths_of_a_cent, std::numeric_limits<std::int64_t>::max()));
  }

  const std::string& own_id() {
    if (own_id_.empty())
      own_id_ = text_at(value_at(api_.call({.path = "/2/users/by/username/" + user_}), "data"), "id");
    return own_id_;
  }

  void add_start(UrlParameters& query, const ReadFrom& from, bool is_search) const {
    std::optional<Timestamp> start = from.newer_than;
    const Timestamp oldest = clock_.now() - searchable;
    if (is_search && start && *start < oldest) start = oldest;
    if (start) query.add("start_time", to_iso8601(std::chrono::floor<std::chrono::seconds>(*start)));
  }

  static void add_fields(UrlParameters& query) {
    query.add("post.fields", post_fields).add("expansions", expansions).add("user.fields", user_fields);
  }

  void read_posts(Json& reply, CommentPage& result) const {
    std::map<std::string, User> users;
    if (reply.is_object() && reply.contains("includes")) {
      CommentPage ignored;
      for (const Json& user : array_in(reply["includes"], "users", ignored)) {
        users[text_at(user, "id")] = {text_at(user, "id"), text_at(user, "name"), text_at(user, "username"),
                                      parse_iso8601(text_at(user, "created_at"))};
      }
    }
    std::size_t position = 0;
    for (Json& item : array_in(reply, "data", result)) {
      add_item(result, std::move(item), ++position,
               [&](ItemReader& post, Comment& comment) { read_post(post, users, comment); });
    }
    for (const Json& error : array_in(reply, "errors", result)) {
      const std::string item = text_at(error, "resource_id");
      result.unreadable.push_back({item.empty() ? text_at(error, "value") : item, text_at(error, "title")});
    }
  }

  void read_post(ItemReader& post, const std::map<std::string, User>& users, Comment& comment) const {
    comment.platform = "x";
    comment.state = CommentState::visible;
    comment.id = post.required_id("id");
    comment.text = post.body("text");
    // A long post comes whole beside its cut text; newer replies call it a post, older ones a tweet.
    for (const char* const note : {"note_post", "note_tweet"}) {
      if (std::string whole = post.object(note).text("text"); !whole.empty()) comment.text = std::move(whole);
    }
    comment.author.id = post.id("author_id");
    if (const auto user = users.find(comment.author.id); user != users.end()) {
      comment.author.name = user->second.name;
      comment.author.created_at = user->second.created_at;
      if (user->second.username == user_) comment.author.role = "staff";
      if (!user->second.username.empty())
        comment.url = "https://x.com/" + user->second.username + "/status/" + comment.id;
    }
    comment.post = post.id("conversation_id");
    comment.created_at = post.time("created_at");
    comment.lang = post.text("lang");
    if (comment.lang == "und" || comment.lang == "zxx") comment.lang.clear();
    comment.likes = post.object("public_metrics").count("like_count");
    for (const char* const key : {"referenced_posts", "referenced_tweets"}) {
      const Json* const references = post.peek(key);
      if (references == nullptr || !references->is_array()) continue;
      for (const Json& reference : *references) {
        if (text_at(reference, "type") == "replied_to") comment.parent = text_at(reference, "id");
      }
    }
    if (comment.parent == comment.post) comment.parent.clear();
  }

  CommentPage own_replies_in(const Comment& target) {
    UrlParameters query{{"query", "conversation_id:" + target.post + " from:" + user_}, {"max_results", "100"}};
    add_fields(query);
    Json reply = api_.call({.path = "/2/tweets/search/recent", .query = query});
    CommentPage result;
    read_posts(reply, result);
    std::erase_if(result.comments, [&](const Comment& comment) {
      return (comment.parent.empty() ? comment.post : comment.parent) != target.id;
    });
    spend(static_cast<std::int64_t>(result.comments.size()) * cost_of_reading);
    return result;
  }

  std::string made_by(ApiCall call, std::string_view id) {
    call.repeatable = false;
    return text_at(value_at(api_.call(call), "data"), id);
  }

  const ChannelSettings& channel_;
  Clock& clock_;
  PageKind kind_;
  std::string user_;
  std::int64_t cost_limit_;
  std::int64_t limit_of_month_;
  std::int64_t spent_ = 0;
  QuotaLedger ledger_;
  WebApi api_;
  std::optional<OauthLogin> login_;  // nothing: each request is signed
  std::string own_id_;
};

}  // namespace

std::unique_ptr<Platform> make_x(PlatformParts parts) { return std::make_unique<X>(std::move(parts)); }

}  // namespace cm
