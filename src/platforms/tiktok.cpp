#include "platforms/tiktok.h"

#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/oauth_login.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

constexpr std::string_view root = "/open_api/v1.3/business/comment";

/// What "*" stands for: so many of the newest videos.
constexpr std::size_t most_videos = 100;

// A new answer to an older comment stands below it and not at the top of the list.
constexpr std::chrono::hours look_back(24);

// Every answer says 200; what it means stands in "code".
std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  const Json& code = value_at(body, "code");
  const std::int64_t number = code.is_number_integer() ? code.get<std::int64_t>() : 0;
  if (!refused && number == 0) return std::nullopt;
  if (!refused) refused = ApiRefusal{};
  if (number != 0) refused->code = std::to_string(number);
  if (number == 40100) refused->kind = ErrorKind::unavailable;
  // 40105: the token has ended or was taken back; a new one may do.
  refused->expired = refused->expired || number == 40105;
  if (number == 40001 || (number >= 40101 && number <= 40110)) refused->kind = ErrorKind::login;
  if (number >= 50000 && number < 60000) refused->kind = ErrorKind::unavailable;
  return refused;
}

constexpr ApiManners manners{
    .title = "TikTok", .base = "https://business-api.tiktok.com", .rate = {}, .refusal = refusal};

constexpr OauthEndpoint oauth{
    .token_url = "https://business-api.tiktok.com/open_api/v1.3/tt_user/oauth2/refresh_token/",
    .json = true,
    .header = "Access-Token",
    .scheme = ""};

class TikTok final : public Platform {
 public:
  explicit TikTok(PlatformParts parts)
      : Platform(tiktok_capabilities),
        channel_(parts.channel),
        business_(option_text(parts.channel, "business_id")),
        api_(parts, manners),
        login_(api_, parts, oauth) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == "*") {
        add_newest_videos(pages);
        continue;
      }
      pages.push_back({page, "video " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    UrlParameters query{{"business_id", business_}, {"video_id", page.id}, {"status", "ALL"}};
    query.add("sort_field", "create_time").add("sort_order", "desc").add("max_count", "30");
    query.add_unless_empty("cursor", from.cursor);
    Json reply = api_.call({.path = std::string(root) + "/list/", .query = query});
    Json data = value_at(reply, "data");
    CommentPage result;
    std::vector<std::string> answered;
    std::size_t position = 0;
    bool reached_known = false;
    for (Json& item : needed_list(api_, data, "comments", result)) {
      const Json& replies = value_at(item, "replies");
      if (replies.is_number_unsigned() && replies.get<std::uint64_t>() > 0)
        answered.push_back(text_at(item, "comment_id"));
      const std::size_t before = result.comments.size();
      add_item(result, std::move(item), ++position,
               [&](ItemReader& reader, Comment& comment) { read_item(reader, comment); });
      if (result.comments.size() == before || !from.newer_than) continue;
      const auto& written = result.comments.back().created_at;
      if (written && *written < *from.newer_than - look_back) reached_known = true;
    }
    for (const auto& comment : answered) read_replies(page.id, comment, result);
    for (auto& comment : result.comments) comment.page = page.id;
    if (value_at(data, "has_more") == true && !reached_known) result.next_cursor = cursor_of(data);
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    CommentPage found;
    if (!known.parent.empty()) {
      read_replies(known.post, known.parent, found);
    } else {
      const Json ids = Json::array({known.id});
      Json reply = api_.call(
          {.path = std::string(root) + "/list/",
           .query = {
               {"business_id", business_}, {"video_id", known.post}, {"comment_ids", ids.dump()}, {"status", "ALL"}}});
      Json data = value_at(reply, "data");
      for (Json& item : needed_list(api_, data, "comments", found)) {
        add_item(found, std::move(item), 1, [&](ItemReader& reader, Comment& comment) { read_item(reader, comment); });
      }
    }
    for (auto& comment : found.comments) {
      if (comment.id != known.id) continue;
      comment.page = known.page;
      return std::move(comment);
    }
    return std::nullopt;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    const Json target{{"business_id", business_}, {"video_id", deed.target.post}, {"comment_id", deed.target.id}};
    switch (deed.kind) {
      case DeedKind::hide:
      case DeedKind::unhide:
      case DeedKind::approve: {
        const bool hide = deed.kind == DeedKind::hide;
        Json body = target;
        body["action"] = hide ? "HIDE" : "UNHIDE";
        post("hide", body);
        return {.state_after = hide ? CommentState::hidden : CommentState::visible};
      }
      case DeedKind::remove:
        if (deed.target.author.role != "staff") {
          throw refused(deed.target,
                        "TikTok lets an account delete only its own comments; "
                        "hide it with \"cm hide\"");
        }
        post("delete", {{"business_id", business_}, {"comment_id", deed.target.id}});
        return {.state_after = CommentState::deleted};
      case DeedKind::reply: {
        check_length(deed);
        const auto before = sent_before(deed, [&] {
          CommentPage replies;
          read_replies(deed.target.post, deed.target.parent.empty() ? deed.target.id : deed.target.parent, replies);
          return replies;
        });
        if (before) return *before;
        Json body = target;
        if (!deed.target.parent.empty()) body["comment_id"] = deed.target.parent;
        body["text"] = deed.text;
        const Json made = post("reply/create", body, false);
        return {.state_after = deed.target.state, .remote_id = text_at(value_at(made, "data"), "comment_id")};
      }
      default:
        throw cannot(deed);
    }
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      for (const auto& page : pages()) static_cast<void>(read_page(page, {.newer_than = Timestamp::max()}));
      found.push_back({"login", true, "the comments of all videos can be read", {}});
    } catch (const Error& error) {
      found.push_back(
          {"login", false, error.what(), "give the channel a token with the comment permissions as its secret"});
    }
    return found;
  }

 private:
  void add_newest_videos(std::vector<PageRef>& pages) {
    std::string cursor;
    for (std::size_t left = most_videos; left > 0;) {
      UrlParameters query{{"business_id", business_}, {"fields", R"(["item_id"])"}, {"max_count", "20"}};
      query.add_unless_empty("cursor", cursor);
      Json reply = api_.call({.path = "/open_api/v1.3/business/video/list/", .query = query});
      Json data = value_at(reply, "data");
      CommentPage ignored;
      for (const Json& video : needed_list(api_, data, "videos", ignored)) {
        const std::string id = text_at(video, "item_id");
        if (id.empty() || left == 0) continue;
        pages.push_back({id, "video " + id});
        --left;
      }
      std::string next = cursor_of(data);
      if (value_at(data, "has_more") != true || next == cursor) return;
      cursor = std::move(next);
    }
  }

  Json post(const std::string& what, const Json& body, bool repeatable = true) {
    ApiCall call = json_call("POST", std::string(root) + "/" + what + "/", body);
    call.repeatable = repeatable;
    return api_.call(call);
  }

  static std::string cursor_of(const Json& data) {
    const Json& cursor = value_at(data, "cursor");
    return cursor.is_number_integer() ? cursor.dump() : text_at(data, "cursor");
  }

  void read_replies(const std::string& video, const std::string& parent, CommentPage& result) {
    std::string cursor;
    while (true) {
      UrlParameters query{{"business_id", business_}, {"video_id", video}, {"comment_id", parent}, {"status", "ALL"}};
      query.add("max_count", "30").add_unless_empty("cursor", cursor);
      Json reply = api_.call({.path = std::string(root) + "/reply/list/", .query = query});
      Json data = value_at(reply, "data");
      std::size_t position = 0;
      for (Json& item : needed_list(api_, data, "comments", result)) {
        add_item(result, std::move(item), ++position,
                 [&](ItemReader& reader, Comment& comment) { read_item(reader, comment); });
      }
      std::string next = cursor_of(data);
      if (value_at(data, "has_more") != true || next == cursor) return;
      cursor = std::move(next);
    }
  }

  static void read_item(ItemReader& item, Comment& comment) {
    comment.platform = "tiktok";
    comment.id = item.required_id("comment_id");
    comment.text = item.body("text");
    comment.author.id = item.id("unique_identifier");
    if (comment.author.id.empty()) comment.author.id = item.id("user_id");
    comment.author.name = item.text("username");
    if (item.flag("owner").value_or(false)) comment.author.role = "staff";
    comment.post = item.id("video_id");
    comment.parent = item.id("parent_comment_id");
    comment.created_at = item.epoch_seconds("create_time");
    comment.likes = item.count("likes");
    const std::string status = item.text("status");
    comment.state = status == "HIDDEN" ? CommentState::hidden : CommentState::visible;
    if (!status.empty() && status != "HIDDEN" && status != "PUBLIC") comment.state = CommentState::unknown;
  }

  const ChannelSettings& channel_;
  std::string business_;
  WebApi api_;
  OauthLogin login_;
};

}  // namespace

std::unique_ptr<Platform> make_tiktok(PlatformParts parts) { return std::make_unique<TikTok>(std::move(parts)); }

}  // namespace cm
