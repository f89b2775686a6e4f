#include "platforms/reddit.h"

#include <array>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/oauth_login.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

/// The first word of `json.errors`, where form endpoints put refusals into a 200.
std::string form_error(const Json& body) {
  const Json& errors = value_at(value_at(body, "json"), "errors");
  if (!errors.is_array() || errors.empty()) return {};
  const Json& first = errors.front();
  const Json& word = first.is_array() && !first.empty() ? first.front() : first;
  return word.is_string() ? word.get<std::string>() : "error";
}

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  const std::string error = form_error(body);
  if (!refused && error.empty()) return std::nullopt;
  if (!refused) refused = ApiRefusal{};
  refused->code = error.empty() ? text_at(body, "reason") : error;
  if (refused->code.empty()) refused->code = text_at(body, "message");
  if (error == "RATELIMIT") refused->kind = ErrorKind::unavailable;
  if (error == "USER_REQUIRED") refused->kind = ErrorKind::login;
  if (reply.status == 403) {
    refused->fix = "the account must moderate the subreddit, and its token carry read, modposts, submit";
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "Reddit",
    .base = "https://oauth.reddit.com",
    .rate = {"x-ratelimit-remaining", "x-ratelimit-reset", ResetUnit::seconds_left},
    .refusal = refusal,
};

constexpr OauthEndpoint oauth{
    .token_url = "https://www.reddit.com/api/v1/access_token", .client_in_header = true, .scheme = "bearer "};

/// What a pass over a subreddit reads, one after the other: everything new, then what waits for a moderator.
constexpr std::array<std::string_view, 2> listings{"comments", "about/modqueue"};

constexpr std::string_view deleted_name = "[deleted]";

class Reddit final : public Platform {
 public:
  explicit Reddit(PlatformParts parts)
      : Platform(reddit_capabilities),
        channel_(parts.channel),
        kind_(page_kind_of(parts.channel)),
        user_(option_text(parts.channel, "user")),
        api_(parts, manners),
        login_(api_, parts, oauth) {}

  std::vector<PageRef> pages() override {
    if (kind_ == PageKind::search) return search_pages(channel_);
    if (kind_ == PageKind::mentions) return {{"mentions", "mentions of u/" + user_}};
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == "*") {
        add_moderated(pages);
        continue;
      }
      const std::string name = page.starts_with("r/") ? page.substr(2) : page;
      pages.push_back({name, "r/" + name});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  // A listing ends after about a thousand items.
  [[nodiscard]] bool sees_everything() const override { return false; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    // The cursor of a subreddit says which listing it is in: "0 t1_abc".
    const std::size_t listing = from.cursor.starts_with("1 ") ? 1 : 0;
    const bool is_subreddit = page.id != "mentions" && query_of(page).empty();
    const std::string after = is_subreddit && from.cursor.size() >= 2 ? from.cursor.substr(2) : from.cursor;
    UrlParameters query;
    std::string path = "/r/" + page.id + "/" + std::string(listings[listing]) + "/";
    if (page.id == "mentions") {
      path = "/message/mentions";
    } else if (!is_subreddit) {
      path = "/r/all/search/";
      query.add("q", query_of(page)).add("sort", "new").add("restrict_sr", "False");
    } else if (listing == 1) {
      query.add("only", "comments");
    }
    query.add("limit", "100").add("raw_json", "1").add_unless_empty("after", after);
    const Json reply = get(path, query);
    CommentPage result;
    bool reached_known = false;
    read_listing(reply, result);
    for (auto& comment : result.comments) {
      comment.page = page.id;
      if (listing == 0 && from.newer_than && comment.created_at && *comment.created_at < *from.newer_than)
        reached_known = true;
    }
    const std::string next = text_at(value_at(reply, "data"), "after");
    if (!next.empty() && !reached_known) {
      result.next_cursor = is_subreddit ? std::to_string(listing) + " " + next : next;
    } else if (is_subreddit && listing == 0) {
      result.next_cursor = "1 ";
    }
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    CommentPage found;
    read_listing(get("/api/info/", {{"id", known.id}, {"raw_json", "1"}}), found);
    if (found.comments.empty() || found.comments.front().state == CommentState::deleted) return std::nullopt;
    found.comments.front().page = known.page;
    return std::move(found.comments.front());
  }

  DeedOutcome carry_out(const Deed& deed) override {
    switch (deed.kind) {
      case DeedKind::hide:
        post("/api/remove/", {{"api_type", "json"}, {"id", deed.target.id}, {"spam", "False"}});
        return {.state_after = CommentState::hidden};
      case DeedKind::spam:
        if (kind_ != PageKind::posts) {
          post("/api/report/", {{"api_type", "json"}, {"id", deed.target.id}, {"reason", "spam"}});
          return {.state_after = deed.target.state};
        }
        post("/api/remove/", {{"api_type", "json"}, {"id", deed.target.id}, {"spam", "True"}});
        return {.state_after = CommentState::hidden};
      case DeedKind::unhide:
      case DeedKind::approve:
        post("/api/approve/", {{"id", deed.target.id}});
        return {.state_after = CommentState::visible};
      case DeedKind::remove:
        if (deed.target.author.role != "staff") {
          throw refused(deed.target,
                        "Reddit lets an account delete only its own comments; "
                        "remove it from the subreddit with \"cm hide\"");
        }
        post("/api/del/", {{"id", deed.target.id}});
        return {.state_after = CommentState::deleted};
      case DeedKind::reply:
        return reply(deed);
      case DeedKind::private_reply:
        return message(deed);
      default:
        throw cannot(deed);
    }
  }

  // Elsewhere the subreddit's own moderators decide.
  [[nodiscard]] CommentState state_after(DeedKind deed) const override {
    const bool reports = deed == DeedKind::spam && kind_ != PageKind::posts;
    return reports ? CommentState::unknown : Platform::state_after(deed);
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    if (kind_ != PageKind::posts) {
      found.push_back({"login", true, "not asked: a listening channel does nothing", {}});
      return found;
    }
    try {
      for (const auto& page : pages()) {
        static_cast<void>(
            get("/r/" + page.id + "/about/modqueue/", {{"only", "comments"}, {"limit", "1"}, {"raw_json", "1"}}));
        found.push_back({"moderator of r/" + page.id, true, "the mod queue can be read", {}});
      }
      if (const auto left = api_.standing().remaining) {
        found.push_back({"quota", *left >= 1, std::to_string(std::llround(*left)) + " requests left", {}});
      }
    } catch (const Error& error) {
      found.push_back({"login", false, error.what(), "make u/" + user_ + " a moderator, and log in with \"cm login\""});
    }
    return found;
  }

 private:
  /// The subreddits that the account moderates.
  void add_moderated(std::vector<PageRef>& pages) {
    std::string after;
    do {
      UrlParameters query{{"limit", "100"}, {"raw_json", "1"}};
      query.add_unless_empty("after", after);
      Json reply = get("/subreddits/mine/moderator", query);
      Json data = value_at(reply, "data");
      CommentPage ignored;
      for (const Json& subreddit : needed_list(api_, data, "children", ignored)) {
        const std::string name = text_at(value_at(subreddit, "data"), "display_name");
        if (!name.empty()) pages.push_back({name, "r/" + name});
      }
      after = text_at(data, "after");
    } while (!after.empty());
  }

  // Reddit slows down programs that do not say who they are.
  void name_us(ApiCall& call) const {
    call.headers.emplace_back("User-Agent", "linux:cm-moderation:1 (by /u/" + user_ + ")");
  }

  Json get(const std::string& path, const UrlParameters& query) {
    ApiCall call{.path = path, .query = query};
    name_us(call);
    return api_.call(call);
  }

  Json post(const std::string& path, const UrlParameters& form, bool repeatable = true) {
    ApiCall call = form_call("POST", path, form);
    call.repeatable = repeatable;
    name_us(call);
    return api_.call(call);
  }

  void read_listing(const Json& listing, CommentPage& page) const {
    Json data = value_at(listing, "data");
    std::size_t position = 0;
    for (const Json& thing : needed_list(api_, data, "children", page)) {
      ++position;
      add_item(page, value_at(thing, "data"), position,
               [&](ItemReader& item, Comment& comment) { read_thing(item, comment); });
    }
  }

  void read_thing(ItemReader& item, Comment& comment) const {
    comment.platform = "reddit";
    comment.id = item.required_id("name");
    const bool is_post = comment.id.starts_with("t3_");
    comment.text = item.body(is_post ? "selftext" : "body");
    if (is_post) {
      const std::string title = item.text("title");
      comment.text = comment.text.empty() ? title : title + "\n" + comment.text;
    }
    comment.author.name = item.text("author");
    comment.author.id = item.id("author_fullname");
    if (comment.author.id.empty()) comment.author.id = comment.author.name;
    if (comment.author.name == user_) comment.author.role = "staff";
    comment.post = is_post ? comment.id : item.id("link_id");
    comment.parent = item.id("parent_id");
    if (comment.parent == comment.post) comment.parent.clear();
    comment.created_at = item.epoch_seconds("created_utc");
    comment.likes = item.count("score");
    const std::string place = item.text("permalink");
    if (!place.empty()) comment.url = "https://www.reddit.com" + place;
    // Who removed it: a name, or true for Reddit itself.
    const Json* const banned_by = item.peek("banned_by");
    const bool removed = banned_by != nullptr && (banned_by->is_string() || *banned_by == true);
    comment.state = removed || comment.text == "[removed]" ? CommentState::hidden : CommentState::visible;
    if (comment.author.name == deleted_name && comment.text == deleted_name) comment.state = CommentState::deleted;
  }

  DeedOutcome reply(const Deed& deed) {
    check_length(deed);
    const auto before = sent_before(deed, [&] {
      CommentPage own;
      read_listing(get("/user/" + percent_encoded(user_) + "/comments", {{"limit", "100"}, {"raw_json", "1"}}), own);
      std::erase_if(own.comments, [&](const Comment& comment) {
        return (comment.parent.empty() ? comment.post : comment.parent) != deed.target.id;
      });
      return own;
    });
    if (before) return *before;
    const Json answer =
        post("/api/comment/", {{"api_type", "json"}, {"thing_id", deed.target.id}, {"text", deed.text}}, false);
    const Json& things = value_at(value_at(value_at(answer, "json"), "data"), "things");
    const std::string made =
        things.is_array() && !things.empty() ? text_at(value_at(things.front(), "data"), "name") : std::string();
    return {.state_after = deed.target.state, .remote_id = made};
  }

  // By the subreddit's moderators where it is their page, else from the account.
  DeedOutcome message(const Deed& deed) {
    check_length(deed);
    refuse_second_try(deed);
    const std::string subject = "Your comment";
    const bool own_page = kind_ == PageKind::posts;
    const Json answer =
        own_page
            ? post("/api/mod/conversations/",
                   {{"to", deed.target.author.name},
                    {"subject", subject},
                    {"body", deed.text},
                    {"srName", deed.target.page},
                    {"isAuthorHidden", "true"}},
                   false)
            : post("/api/compose/",
                   {{"api_type", "json"}, {"to", deed.target.author.name}, {"subject", subject}, {"text", deed.text}},
                   false);
    return {.state_after = deed.target.state, .remote_id = text_at(value_at(answer, "conversation"), "id")};
  }

  const ChannelSettings& channel_;
  PageKind kind_;
  std::string user_;
  WebApi api_;
  OauthLogin login_;
};

}  // namespace

std::unique_ptr<Platform> make_reddit(PlatformParts parts) { return std::make_unique<Reddit>(std::move(parts)); }

}  // namespace cm
