#include "platforms/mastodon.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/text_limit.h"
#include "platforms/web_api.h"
#include "text/html_text.h"

namespace cm {
namespace {

/// The page of what was reported on the account's own server; for its administrators and moderators.
constexpr std::string_view reports = "reports";
/// Which report a post of that page is in; no name of Mastodon's own.
constexpr const char* report_key = "cm_report_id";

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  if (!refused) return std::nullopt;
  refused->code = text_at(body, "error");
  if (reply.status == 401) {
    refused->expired = false;
    refused->fix =
        "make an access token with read and write in the account's settings under \"Development\" and give it "
        "as the channel's secret";
  } else if (reply.status == 403) {
    refused->fix =
        "the token lacks a scope: it needs read, write:statuses and write:reports, for the page \"reports\" "
        "admin:read:reports, to resolve reports admin:write:reports too";
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "Mastodon",
    .base = "",
    .rate = {"X-RateLimit-Remaining", "X-RateLimit-Reset", ResetUnit::iso8601},
    .refusal = refusal,
};

class Mastodon final : public Platform {
 public:
  explicit Mastodon(PlatformParts parts)
      : Platform(mastodon_capabilities),
        channel_(parts.channel),
        kind_(page_kind_of(parts.channel)),
        api_(parts, manners, option_text(parts.channel, "url")) {
    api_.log_in({{"Authorization", "Bearer " + parts.secret}});
  }

  std::vector<PageRef> pages() override {
    if (kind_ == PageKind::search) return search_pages(channel_);
    if (kind_ == PageKind::mentions) return {{"mentions", "mentions"}};
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == reports) {
        pages.push_back({page, "open reports to the server's moderators"});
        continue;
      }
      pages.push_back(page == "*" ? PageRef{"posts", "own posts"} : PageRef{page, "post " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  // What was dealt with leaves the list of reports and is not gone for that.
  [[nodiscard]] bool sees_everything() const override {
    return kind_ == PageKind::posts && std::ranges::find(channel_.pages, reports) == channel_.pages.end();
  }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    CommentPage result;
    if (!query_of(page).empty()) {
      result = search(query_of(page), from);
    } else if (page.id == "mentions" || (page.id == "posts" && from.newer_than && !from.full)) {
      result = notifications(from);
    } else if (page.id == reports) {
      result = reported(from);
    } else if (page.id == "posts") {
      result = walk_posts(from);
    } else {
      read_thread(page.id, result);
    }
    for (auto& comment : result.comments) comment.page = page.id;
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    const ApiCall call{.path = "/api/v1/statuses/" + percent_encoded(known.id)};
    auto [reply, body] = api_.try_call(call);
    if (reply.status == 404 || reply.status == 410) return std::nullopt;
    api_.check(call, reply, body);
    if (const std::string report = report_of(known); !report.empty() && body.is_object()) body[report_key] = report;
    CommentPage found;
    add_item(found, std::move(body), 1,
             [&](ItemReader& status, Comment& comment) { read_status(status, known.post, comment); });
    if (found.comments.empty()) {
      throw refused(known, found.unreadable.front().why);
    }
    found.comments.front().page = known.page;
    return std::move(found.comments.front());
  }

  DeedOutcome carry_out(const Deed& deed) override {
    switch (deed.kind) {
      case DeedKind::spam:
        static_cast<void>(api_.call(json_call("POST", "/api/v1/reports",
                                              {{"account_id", deed.target.author.id},
                                               {"status_ids", {deed.target.id}},
                                               {"category", "spam"},
                                               {"forward", true}})));
        return {.state_after = deed.target.state};
      case DeedKind::remove:
        if (deed.target.author.id != own_id()) {
          throw refused(deed.target,
                        "Mastodon lets an account delete only its own posts; "
                        "report it with \"cm spam\"");
        }
        static_cast<void>(
            api_.call({.method = "DELETE", .path = "/api/v1/statuses/" + percent_encoded(deed.target.id)}));
        return {.state_after = CommentState::deleted};
      case DeedKind::approve:
        return resolve(deed);
      case DeedKind::reply:
        return reply(deed, "public");
      case DeedKind::private_reply:
        return reply(deed, "direct");
      default:
        throw cannot(deed);
    }
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      const Json me = api_.call({.path = "/api/v1/accounts/verify_credentials"});
      found.push_back({"login", true, "logged in as " + text_at(me, "acct"), {}});
      if (const auto left = api_.standing().remaining) {
        found.push_back({"quota", *left >= 1, std::to_string(std::llround(*left)) + " requests left", {}});
      }
    } catch (const Error& error) {
      found.push_back({"login", false, error.what(), "give the channel an access token of the account as its secret"});
    }
    return found;
  }

 private:
  const std::string& own_id() {
    if (own_id_.empty()) own_id_ = text_at(api_.call({.path = "/api/v1/accounts/verify_credentials"}), "id");
    return own_id_;
  }

  /// A reply that is a list and nothing around it.
  Json list_of(const ApiCall& call) {
    Json list = api_.call(call);
    if (list.is_array()) return list;
    throw Error(ErrorKind::unavailable,
                "channel \"" + channel_.name + "\": the answer is no list; nothing was taken from it, run again later");
  }

  void read_thread(const std::string& root, CommentPage& page) {
    static_cast<void>(own_id());
    Json context = api_.call({.path = "/api/v1/statuses/" + percent_encoded(root) + "/context"});
    std::size_t position = 0;
    for (Json& item : needed_list(api_, context, "descendants", page)) {
      add_item(page, std::move(item), ++position,
               [&](ItemReader& status, Comment& comment) { read_status(status, root, comment); });
    }
  }

  // One thread a call; the list of own posts is kept between calls.
  CommentPage walk_posts(const ReadFrom& from) {
    CommentPage result;
    auto at = std::ranges::find(own_posts_, from.cursor);
    if (from.cursor.empty() || at == own_posts_.end() || std::next(at) == own_posts_.end()) {
      UrlParameters query{{"exclude_reblogs", "true"}, {"exclude_replies", "true"}, {"limit", "40"}};
      query.add_unless_empty("max_id", from.cursor);
      const Json list = list_of({.path = "/api/v1/accounts/" + own_id() + "/statuses", .query = query});
      own_posts_.assign(1, from.cursor);
      for (const Json& status : list) own_posts_.push_back(text_at(status, "id"));
      at = own_posts_.begin();
    }
    if (std::next(at) == own_posts_.end()) return result;
    const std::string post = *std::next(at);
    try {
      read_thread(post, result);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::refused) throw;
      result.unreadable.push_back({post, error.what()});
    }
    result.next_cursor = post;
    return result;
  }

  CommentPage notifications(const ReadFrom& from) {
    UrlParameters query{{"types[]", "mention"}, {"limit", "40"}};
    query.add_unless_empty("max_id", from.cursor);
    const std::string own = own_id();
    const Json list = list_of({.path = "/api/v1/notifications", .query = query});
    CommentPage result;
    std::size_t position = 0;
    for (const Json& item : list) {
      ++position;
      const auto seen = parse_iso8601(text_at(item, "created_at"));
      if (from.newer_than && seen && *seen < *from.newer_than) return result;
      result.next_cursor = text_at(item, "id");
      const Json& status = value_at(item, "status");
      const bool is_answer = text_at(status, "in_reply_to_account_id") == own;
      if (is_answer != (kind_ == PageKind::posts)) continue;
      add_item(result, status, position, [&](ItemReader& reader, Comment& comment) {
        read_status(reader, text_at(status, "in_reply_to_id"), comment);
      });
    }
    return result;
  }

  /// The posts that somebody reported and no moderator of the server has dealt with yet.
  CommentPage reported(const ReadFrom& from) {
    UrlParameters query{{"limit", "40"}};
    query.add_unless_empty("max_id", from.cursor);
    CommentPage result;
    std::size_t position = 0;
    for (Json& report : list_of({.path = "/api/v1/admin/reports", .query = query})) {
      result.next_cursor = text_at(report, "id");
      for (Json& item : array_in(report, "statuses", result)) {
        if (item.is_object()) item[report_key] = result.next_cursor;
        add_item(result, std::move(item), ++position,
                 [&](ItemReader& status, Comment& comment) { read_status(status, {}, comment); });
      }
    }
    return result;
  }

  static std::string report_of(const Comment& comment) {
    const Json extra = Json::parse(comment.extra.empty() ? "{}" : comment.extra, nullptr, false);
    return text_at(extra, report_key);
  }

  DeedOutcome resolve(const Deed& deed) {
    const std::string report = report_of(deed.target);
    if (report.empty()) {
      throw refused(deed.target, "nobody reported it on this server; only what is on the page \"reports\" is approved");
    }
    static_cast<void>(
        api_.call({.method = "POST", .path = "/api/v1/admin/reports/" + percent_encoded(report) + "/resolve"}));
    return {.state_after = deed.target.state};
  }

  CommentPage search(std::string_view words, const ReadFrom& from) {
    CommentPage result;
    Json list;
    if (words.starts_with('#')) {
      UrlParameters query{{"limit", "40"}};
      query.add_unless_empty("max_id", from.cursor);
      list = list_of({.path = "/api/v1/timelines/tag/" + percent_encoded(words.substr(1)), .query = query});
    } else {
      UrlParameters query{{"q", std::string(words)}, {"type", "statuses"}, {"limit", "40"}};
      query.add_unless_empty("max_id", from.cursor);
      Json reply = api_.call({.path = "/api/v2/search", .query = query});
      list = needed_list(api_, reply, "statuses", result);
    }
    std::size_t position = 0;
    for (Json& item : list) {
      const auto written = parse_iso8601(text_at(item, "created_at"));
      result.next_cursor = text_at(item, "id");
      add_item(result, std::move(item), ++position,
               [&](ItemReader& status, Comment& comment) { read_status(status, {}, comment); });
      if (from.newer_than && written && *written < *from.newer_than) {
        result.next_cursor.clear();
        break;
      }
    }
    return result;
  }

  void read_status(ItemReader& status, const std::string& root, Comment& comment) const {
    comment.platform = "mastodon";
    comment.state = CommentState::visible;
    comment.id = status.required_id("id");
    comment.text = text_of_html(status.body("content"));
    if (const std::string warning = status.text("spoiler_text"); !warning.empty()) {
      comment.text = warning + "\n" + comment.text;
    }
    ItemReader account = status.object("account");
    comment.author.id = account.id("id");
    comment.author.name = account.text("display_name");
    if (comment.author.name.empty()) comment.author.name = account.text("acct");
    comment.author.created_at = account.time("created_at");
    if (!comment.author.id.empty() && comment.author.id == own_id_) comment.author.role = "staff";
    const std::string answers = status.id("in_reply_to_id");
    comment.post = root.empty() ? comment.id : root;
    if (answers != comment.post) comment.parent = answers;
    comment.created_at = status.time("created_at");
    comment.likes = status.count("favourites_count");
    comment.lang = status.text("language");
    comment.url = status.text("url");
  }

  DeedOutcome reply(const Deed& deed, std::string_view visibility) {
    const std::string text = "@" + account_of(deed.target) + " " + deed.text;
    if (const std::string why = why_too_long(limit(), text); !why.empty()) {
      throw refused(deed.target, "" + why);
    }
    ApiCall call = json_call("POST", "/api/v1/statuses",
                             {{"status", text}, {"in_reply_to_id", deed.target.id}, {"visibility", visibility}});
    // The server answers a key that it has seen with the post it made then.
    call.headers.emplace_back("Idempotency-Key", "cm-" + deed.run + "-" + std::to_string(deed.entry));
    return {.state_after = deed.target.state, .remote_id = text_at(api_.call(call), "id")};
  }

  std::string account_of(const Comment& comment) {
    const Json extra = Json::parse(comment.extra.empty() ? "{}" : comment.extra, nullptr, false);
    const std::string kept = text_at(value_at(extra, "account"), "acct");
    if (!kept.empty()) return kept;
    const Json status = api_.call({.path = "/api/v1/statuses/" + percent_encoded(comment.id)});
    return text_at(value_at(status, "account"), "acct");
  }

  /// As the server's settings have it.
  TextLimit limit() {
    const Json instance = api_.call({.path = "/api/v2/instance"});
    const Json& most = value_at(value_at(value_at(instance, "configuration"), "statuses"), "max_characters");
    TextLimit limit = mastodon_text;
    if (most.is_number_unsigned()) limit.most = most.get<std::size_t>();
    return limit;
  }

  const ChannelSettings& channel_;
  PageKind kind_;
  WebApi api_;
  std::string own_id_;
  std::vector<std::string> own_posts_;  // the cursor that was asked behind, then the posts that came
};

}  // namespace

std::unique_ptr<Platform> make_mastodon(PlatformParts parts) { return std::make_unique<Mastodon>(std::move(parts)); }

}  // namespace cm
