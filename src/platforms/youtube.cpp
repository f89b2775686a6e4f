#include "platforms/youtube.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/oauth_login.h"
#include "platforms/quota_ledger.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

constexpr std::int64_t units_of_a_read = 1;
constexpr std::int64_t units_of_a_write = 50;
constexpr std::int64_t usual_daily_quota = 10'000;

// Threads stand in the order of their first comment, so that a new reply to yesterday's is not at the top of the
// list. Older threads are read by a full pass.
constexpr std::chrono::hours look_back(24);

/// The lists that a comment may stand in, in the order a pass reads them. Those for review are for
/// the channel's owner alone.
struct List {
  std::string_view name;
  CommentState state;
};
constexpr std::array lists{
    List{"published", CommentState::visible},
    List{"heldForReview", CommentState::held},
    List{"likelySpam", CommentState::spam},
};

std::string reason_of(const Json& body) {
  const Json& error = value_at(body, "error");
  const Json& errors = value_at(error, "errors");
  const std::string reason = errors.is_array() && !errors.empty() ? text_at(errors.front(), "reason") : std::string();
  return reason.empty() ? text_at(error, "status") : reason;
}

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  if (!refused) return std::nullopt;
  refused->code = reason_of(body);
  const std::string& code = refused->code;
  if (code == "quotaExceeded" || code == "dailyLimitExceeded") {
    refused->kind = ErrorKind::unavailable;
    refused->fix = "the day's quota is used up; it comes back at midnight in California, run again then";
  } else if (code == "rateLimitExceeded" || code == "userRateLimitExceeded" || code == "SERVICE_UNAVAILABLE") {
    refused->kind = ErrorKind::unavailable;
  } else if (code == "commentsDisabled" || code == "videoNotFound" || code == "commentNotFound" ||
             code == "processingFailure" || code == "banWithoutReject") {
    refused->kind = ErrorKind::refused;
  } else if (code == "keyInvalid" || code == "authError" || code == "insufficientPermissions" || code == "forbidden" ||
             code == "PERMISSION_DENIED") {
    refused->kind = ErrorKind::login;
    refused->fix = "log in as the channel's owner with the scope youtube.force-ssl: \"cm login\"";
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "YouTube",
    .base = "https://www.googleapis.com",
    .rate = {},
    .refusal = refusal,
};

constexpr OauthEndpoint oauth{.token_url = "https://oauth2.googleapis.com/token"};

constexpr std::string_view comments_path = "/youtube/v3/comments";
constexpr std::string_view threads_path = "/youtube/v3/commentThreads";

/// Where a pass goes on: a page of one of the lists.
struct Place {
  std::size_t list = 0;
  std::string token;
};

std::string to_cursor(const Place& place) { return std::string(lists[place.list].name) + " " + place.token; }

std::optional<Place> parse_place(std::string_view cursor) {
  const auto blank = cursor.find(' ');
  for (std::size_t list = 0; list < lists.size(); ++list) {
    if (cursor.substr(0, blank) == lists[list].name) return Place{list, std::string(cursor.substr(blank + 1))};
  }
  return std::nullopt;
}

class YouTube final : public Platform {
 public:
  explicit YouTube(PlatformParts parts)
      : Platform(youtube_capabilities),
        channel_(parts.channel),
        clock_(parts.clock),
        log_(parts.log),
        channel_id_(option_text(parts.channel, "channel_id")),
        quota_(option_number(parts.channel, "daily_quota").value_or(usual_daily_quota)),
        ledger_(ledger_file(parts.channel)),
        api_(parts, manners),
        login_(api_, parts, oauth) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      pages.push_back(page == "*" ? PageRef{"channel", "all videos of the channel"} : PageRef{page, "video " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }

  // A channel as a whole counts no comments; a video does.
  std::optional<std::size_t> count_comments(const PageRef& page) override {
    if (page.id == "channel") return std::nullopt;
    Json reply = get("/youtube/v3/videos", {{"part", "statistics"}, {"id", page.id}});
    CommentPage ignored;
    for (const Json& video : array_in(reply, "items", ignored)) {
      const std::string count = text_at(value_at(video, "statistics"), "commentCount");  // a number in a text
      std::size_t total = 0;
      const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), total);
      if (error == std::errc() && !count.empty()) return total;
    }
    return std::nullopt;
  }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    const auto place = from.cursor.empty() ? Place{} : parse_place(from.cursor);
    if (!place)
      throw Error(ErrorKind::refused, "channel \"" + channel_.name + "\": not a place on YouTube to go on from");
    CommentPage result;
    bool owner = true;
    Json reply;
    try {
      reply = read_threads(page, *place);
    } catch (const Error& error) {
      if (place->list == 0 || error.kind() != ErrorKind::login) throw;
      owner = false;
      reply = {{"items", Json::array()}};
      log_.info("channel " + channel_.name + ": only the channel's owner sees what waits for review; left out");
    }
    bool reached_known = false;
    std::size_t position = 0;
    for (Json& thread : needed_list(api_, reply, "items", result)) {
      ++position;
      read_thread(std::move(thread), position, lists[place->list].state, result);
      // Lists for review are short and in no promised order.
      if (place->list == 0 && from.newer_than && newest_of_thread_ < *from.newer_than - look_back) reached_known = true;
    }
    for (auto& comment : result.comments) comment.page = page.id;
    const std::string token = text_at(reply, "nextPageToken");
    if (!token.empty() && !reached_known) {
      result.next_cursor = to_cursor({place->list, token});
    } else if (owner && place->list + 1 < lists.size()) {
      result.next_cursor = to_cursor({place->list + 1, {}});
    }
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    Json reply = get(comments_path, {{"part", "snippet"}, {"id", known.id}, {"textFormat", "plainText"}});
    CommentPage found;
    // YouTube leaves the state out when asked by id: what was seen or done last is what is known.
    for (Json& item : needed_list(api_, reply, "items", found)) {
      add_item(found, std::move(item), 1,
               [&](ItemReader& reader, Comment& comment) { read_comment_item(reader, known.state, comment); });
    }
    if (found.comments.empty()) return std::nullopt;
    Comment comment = std::move(found.comments.front());
    comment.page = known.page;
    if (comment.post.empty()) comment.post = known.post;
    return comment;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    switch (deed.kind) {
      case DeedKind::hide:
      case DeedKind::hold:
      case DeedKind::unhide:
      case DeedKind::approve:
      case DeedKind::spam:
        return carry_out_together({&deed, 1}).front();
      case DeedKind::remove:
        if (deed.target.author.id != channel_id_) {
          set_status(deed.target.id, "rejected");
          return {.state_after = CommentState::deleted};
        }
        spend(units_of_a_write);
        static_cast<void>(
            api_.send({.method = "DELETE", .path = std::string(comments_path), .query = {{"id", deed.target.id}}}));
        return {.state_after = CommentState::deleted};
      case DeedKind::reply:
        return reply(deed);
      default:
        throw cannot(deed);
    }
  }

  // A call costs the same for one id and for fifty.
  std::vector<DeedOutcome> carry_out_together(std::span<const Deed> deeds) override {
    std::string ids;
    for (const Deed& deed : deeds) ids.append(ids.empty() ? "" : ",").append(deed.target.id);
    const CommentState after = state_after(deeds.front().kind);
    set_status(ids, status_of(after));
    return std::vector<DeedOutcome>(deeds.size(), DeedOutcome{.state_after = after});
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      Json reply = get("/youtube/v3/channels", {{"part", "snippet"}, {"mine", "true"}});
      CommentPage ignored;
      bool own = false;
      for (const Json& channel : array_in(reply, "items", ignored)) own = own || text_at(channel, "id") == channel_id_;
      found.push_back({"login", true, "logged in", {}});
      found.push_back(
          {"channel", own, own ? "the login owns " + channel_id_ : "the login does not own " + channel_id_,
           own ? std::string() : "log in as the channel's owner; nobody else may hold or publish comments"});
      found.push_back({"quota",
                       true,
                       std::to_string(ledger_.used(pacific_day(clock_.now()))) + " of " + std::to_string(quota_) +
                           " units of the day used; a day's are enough for " +
                           std::to_string(quota_ / units_of_a_write) + " calls of up to 50 deeds, or " +
                           std::to_string(quota_) + " pages of 100 threads",
                       {}});
    } catch (const Error& error) {
      found.push_back({"login", false, error.what(), "\"cm login\" makes the secret that this channel needs"});
    }
    return found;
  }

 private:
  // YouTube sends no header about its quota: what the day's runs used is counted here.
  void spend(std::int64_t units) {
    const Timestamp now = clock_.now();
    if (ledger_.spend(pacific_day(now), units, quota_)) return;
    throw Error(ErrorKind::unavailable, "channel \"" + channel_.name + "\": YouTube's " + std::to_string(quota_) +
                                            " units of the day are used up; they come back at " +
                                            to_iso8601(next_pacific_day(now)) +
                                            " (midnight in California), run again then");
  }

  Json get(std::string_view path, const UrlParameters& query) {
    spend(units_of_a_read);
    return api_.call({.path = std::string(path), .query = query});
  }

  Json read_threads(const PageRef& page, const Place& place) {
    UrlParameters query{{"part", "snippet,replies"}};
    query.add(page.id == "channel" ? "allThreadsRelatedToChannelId" : "videoId",
              page.id == "channel" ? channel_id_ : page.id);
    query.add("moderationStatus", lists[place.list].name).add("order", "time").add("textFormat", "plainText");
    query.add("maxResults", "100").add_unless_empty("pageToken", place.token);
    return get(threads_path, query);
  }

  void read_thread(Json thread, std::size_t position, CommentState state, CommentPage& result) {
    newest_of_thread_ = Timestamp::max();
    const Json replies = value_at(value_at(thread, "replies"), "comments");
    const Json& total = value_at(value_at(thread, "snippet"), "totalReplyCount");
    const std::string id = text_at(thread, "id");
    const std::string video = text_at(value_at(thread, "snippet"), "videoId");
    const std::size_t before = result.comments.size();
    Json top = value_at(value_at(thread, "snippet"), "topLevelComment");
    add_item(result, std::move(top), position, [&](ItemReader& reader, Comment& comment) {
      read_comment_item(reader, state, comment);
      if (comment.post.empty()) comment.post = video;
    });
    if (result.comments.size() > before && result.comments.back().created_at) {
      newest_of_thread_ = *result.comments.back().created_at;
    }
    const std::size_t shown = replies.is_array() ? replies.size() : 0;
    const bool more = total.is_number_unsigned() && total.get<std::uint64_t>() > shown;
    if (more && !id.empty() && state == CommentState::visible) {
      read_all_replies(id, video, result);
    } else if (replies.is_array()) {
      read_replies(replies, id, video, state, result);
    }
  }

  void read_replies(const Json& replies, const std::string& parent, const std::string& video, CommentState state,
                    CommentPage& result) {
    std::size_t position = 0;
    for (Json reply : replies) {
      add_item(result, std::move(reply), ++position, [&](ItemReader& reader, Comment& comment) {
        read_comment_item(reader, state, comment);
        if (comment.parent.empty()) comment.parent = parent;
        if (comment.post.empty()) comment.post = video;
      });
      if (!result.comments.empty() && result.comments.back().created_at && newest_of_thread_ != Timestamp::max()) {
        newest_of_thread_ = std::max(newest_of_thread_, *result.comments.back().created_at);
      }
    }
  }

  void read_all_replies(const std::string& parent, const std::string& video, CommentPage& result) {
    std::string token;
    do {
      UrlParameters query{
          {"part", "snippet"}, {"parentId", parent}, {"textFormat", "plainText"}, {"maxResults", "100"}};
      query.add_unless_empty("pageToken", token);
      Json reply = get(comments_path, query);
      read_replies(needed_list(api_, reply, "items", result), parent, video, CommentState::visible, result);
      token = text_at(reply, "nextPageToken");
    } while (!token.empty());
  }

  void read_comment_item(ItemReader& item, CommentState state, Comment& comment) const {
    comment.platform = "youtube";
    comment.id = item.required_id("id");
    ItemReader snippet = item.object("snippet");
    comment.text = snippet.body("textDisplay");
    comment.author.name = snippet.text("authorDisplayName");
    comment.author.id = snippet.object("authorChannelId").id("value");
    if (comment.author.id == channel_id_) comment.author.role = "staff";
    comment.post = snippet.id("videoId");
    comment.parent = snippet.id("parentId");
    comment.likes = snippet.count("likeCount");
    comment.created_at = snippet.time("publishedAt");
    comment.state = state;
    const std::string said = snippet.text("moderationStatus");
    for (const List& list : lists) {
      if (said == list.name) comment.state = list.state;
    }
    if (said == "rejected") comment.state = CommentState::spam;
    if (!comment.post.empty()) comment.url = "https://www.youtube.com/watch?v=" + comment.post + "&lc=" + comment.id;
  }

  static std::string_view status_of(CommentState state) {
    if (state == CommentState::held) return "heldForReview";
    return state == CommentState::visible ? "published" : "rejected";
  }

  void set_status(const std::string& ids, std::string_view status) {
    spend(units_of_a_write);
    static_cast<void>(api_.send({.method = "POST",
                                 .path = std::string(comments_path) + "/setModerationStatus",
                                 .query = {{"id", ids}, {"moderationStatus", std::string(status)}}}));
  }

  DeedOutcome reply(const Deed& deed) {
    check_length(deed);
    // Threads have one level: a reply to a reply goes below the same top comment.
    const std::string& parent = deed.target.parent.empty() ? deed.target.id : deed.target.parent;
    const auto before = sent_before(deed, [&] {
      CommentPage replies;
      read_all_replies(parent, deed.target.post, replies);
      return replies;
    });
    if (before) return *before;
    spend(units_of_a_write);
    ApiCall call = json_call("POST", std::string(comments_path),
                             {{"snippet", {{"parentId", parent}, {"textOriginal", deed.text}}}});
    call.query = {{"part", "snippet"}};
    call.repeatable = false;
    return {.state_after = deed.target.state, .remote_id = text_at(api_.call(call), "id")};
  }

  const ChannelSettings& channel_;
  Clock& clock_;
  Log& log_;
  std::string channel_id_;
  std::int64_t quota_;
  QuotaLedger ledger_;
  WebApi api_;
  OauthLogin login_;
  Timestamp newest_of_thread_ = Timestamp::max();
};

}  // namespace

std::unique_ptr<Platform> make_youtube(PlatformParts parts) { return std::make_unique<YouTube>(std::move(parts)); }

}  // namespace cm
