#include "platforms/linkedin.h"

#include <charconv>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/oauth_login.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"

namespace cm {
namespace {

constexpr std::string_view usual_version = "202606";
constexpr std::size_t comments_of_a_request = 100;
constexpr std::size_t posts_of_a_request = 100;

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  if (!refused) return std::nullopt;
  refused->code = text_at(body, "code");
  if (refused->code.empty()) refused->code = text_at(body, "message");
  if (reply.status == 426 || refused->code == "NONEXISTENT_VERSION") {
    refused->kind = ErrorKind::unavailable;
    refused->fix = "this version of LinkedIn's API was switched off: set the channel's \"version\" to a newer month";
  } else if (reply.status == 429) {
    refused->fix = "the day's quota is used up; it comes back at midnight UTC, run again then";
  } else if (reply.status == 403) {
    refused->fix =
        "the token needs r_organization_social_feed and w_organization_social_feed, its owner the role "
        "ADMINISTRATOR of the page";
  }
  return refused;
}

constexpr ApiManners manners{.title = "LinkedIn", .base = "https://api.linkedin.com", .rate = {}, .refusal = refusal};

constexpr OauthEndpoint oauth{.token_url = "https://www.linkedin.com/oauth/v2/accessToken"};

std::size_t number_in(std::string_view text) {
  std::size_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

class LinkedIn final : public Platform {
 public:
  explicit LinkedIn(PlatformParts parts)
      : Platform(linkedin_capabilities),
        channel_(parts.channel),
        organization_("urn:li:organization:" + option_text(parts.channel, "organization")),
        version_(option_text(parts.channel, "version")),
        api_(parts, manners),
        login_(api_, parts, oauth) {
    if (version_.empty()) version_ = usual_version;
  }

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == "*") {
        add_newest_posts(pages);
        continue;
      }
      if (!page.starts_with("urn:li:")) {
        throw Error(ErrorKind::wrong_use, place_of(channel_) + "page \"" + page +
                                              "\" is no post; name posts by their URN, such as \"urn:li:ugcPost:1\", "
                                              "or \"*\" for the newest");
      }
      pages.push_back({page, page});
    }
    return pages;
  }

  // The order is not promised; a post's comments are few enough to read all of them.
  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::whole; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    CommentPage result;
    const std::size_t start = number_in(from.cursor);
    std::vector<std::string> answered;
    const std::size_t read = read_comments(page.id, page.id, start, result, answered);
    for (const auto& urn : answered) {
      std::vector<std::string> deeper;
      for (std::size_t at = 0, got = comments_of_a_request; got == comments_of_a_request; at += got) {
        got = read_comments(urn, page.id, at, result, deeper);
      }
    }
    for (auto& comment : result.comments) comment.page = page.id;
    if (read == comments_of_a_request) result.next_cursor = std::to_string(start + read);
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    const ApiCall call = with_headers({.path = address_of(known.post) + "/" + percent_encoded(number_of(known.id))});
    auto [reply, body] = api_.try_call(call);
    if (reply.status == 404) return std::nullopt;
    api_.check(call, reply, body);
    CommentPage found;
    add_item(found, std::move(body), 1,
             [&](ItemReader& item, Comment& comment) { read_item(item, known.post, comment); });
    if (found.comments.empty()) throw refused(known, found.unreadable.front().why);
    found.comments.front().page = known.page;
    return std::move(found.comments.front());
  }

  DeedOutcome carry_out(const Deed& deed) override {
    if (deed.kind == DeedKind::remove) {
      ApiCall call{.method = "DELETE",
                   .path = address_of(deed.target.post) + "/" + percent_encoded(number_of(deed.target.id))};
      call.query = {{"actor", organization_}};
      static_cast<void>(api_.send(with_headers(std::move(call))));
      return {.state_after = CommentState::deleted};
    }
    if (deed.kind != DeedKind::reply) throw cannot(deed);
    check_length(deed);
    const auto before = sent_before(deed, [&] {
      CommentPage replies;
      std::vector<std::string> deeper;
      static_cast<void>(read_comments(deed.target.id, deed.target.post, 0, replies, deeper));
      return replies;
    });
    if (before) return *before;
    ApiCall call = with_headers(json_call("POST", address_of(deed.target.id),
                                          {{"actor", organization_},
                                           {"object", deed.target.post},
                                           {"parentComment", deed.target.id},
                                           {"message", {{"text", deed.text}}}}));
    call.repeatable = false;
    return {.state_after = deed.target.state, .remote_id = text_at(api_.call(call), "id")};
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      for (const auto& page : pages()) {
        static_cast<void>(
            api_.call(with_headers({.path = address_of(page.id), .query = {{"start", "0"}, {"count", "1"}}})));
      }
      found.push_back({"login", true, "the comments of all pages can be read", {}});
    } catch (const Error& error) {
      found.push_back(
          {"login", false, error.what(), "get a token with r_organization_social_feed and w_organization_social_feed"});
    }
    return found;
  }

 private:
  /// The organisation's newest posts, as many as come with one answer.
  void add_newest_posts(std::vector<PageRef>& pages) {
    ApiCall call = with_headers({.path = "/rest/posts",
                                 .query = {{"author", organization_},
                                           {"q", "author"},
                                           {"count", std::to_string(posts_of_a_request)},
                                           {"sortBy", "LAST_MODIFIED"}}});
    call.headers.emplace_back("X-RestLi-Method", "FINDER");
    Json reply = api_.call(call);
    CommentPage ignored;
    for (const Json& post : needed_list(api_, reply, "elements", ignored)) {
      const std::string urn = text_at(post, "id");
      if (!urn.empty()) pages.push_back({urn, urn});
    }
  }

  [[nodiscard]] ApiCall with_headers(ApiCall call) const {
    call.headers.emplace_back("LinkedIn-Version", version_);
    call.headers.emplace_back("X-Restli-Protocol-Version", "2.0.0");
    return call;
  }

  static std::string address_of(std::string_view urn) {
    return "/rest/socialActions/" + percent_encoded(urn) + "/comments";
  }

  /// "urn:li:comment:(urn:li:activity:1,22)" has the number 22.
  static std::string number_of(std::string_view urn) {
    const auto comma = urn.rfind(',');
    if (comma == std::string_view::npos) return std::string(urn);
    std::string_view number = urn.substr(comma + 1);
    if (number.ends_with(')')) number.remove_suffix(1);
    return std::string(number);
  }

  /// Gives how many came; adds to `answered` the comments that have replies of their own.
  std::size_t read_comments(const std::string& urn, const std::string& post, std::size_t start, CommentPage& result,
                            std::vector<std::string>& answered) {
    Json reply = api_.call(
        with_headers({.path = address_of(urn),
                      .query = {{"start", std::to_string(start)}, {"count", std::to_string(comments_of_a_request)}}}));
    std::size_t position = start;
    for (Json& item : needed_list(api_, reply, "elements", result)) {
      const Json& replies = value_at(value_at(item, "commentsSummary"), "aggregatedTotalComments");
      const std::size_t before = result.comments.size();
      const bool has_replies = replies.is_number_unsigned() && replies.get<std::uint64_t>() > 0;
      add_item(result, std::move(item), ++position,
               [&](ItemReader& reader, Comment& comment) { read_item(reader, post, comment); });
      if (has_replies && result.comments.size() > before) answered.push_back(result.comments.back().id);
    }
    return position - start;
  }

  void read_item(ItemReader& item, const std::string& post, Comment& comment) const {
    comment.platform = "linkedin";
    comment.state = CommentState::visible;
    const std::string number = item.id("id");
    comment.id = item.text("$URN");
    if (comment.id.empty()) comment.id = item.text("commentUrn");
    if (comment.id.empty() && !number.empty()) comment.id = "urn:li:comment:(" + post + "," + number + ")";
    if (comment.id.empty()) throw UnreadableFact{"\"id\" is missing, or neither a text nor a whole number"};
    comment.text = item.object("message").body("text");
    comment.author.id = item.text("actor");
    if (comment.author.id == organization_) comment.author.role = "staff";
    comment.post = post;
    comment.parent = item.text("parentComment");
    // Milliseconds, unlike everybody else.
    if (const auto written = item.object("created").count("time")) comment.created_at = from_epoch_ms(*written);
    comment.likes = item.object("likesSummary").count("totalLikes");
  }

  const ChannelSettings& channel_;
  std::string organization_;
  std::string version_;
  WebApi api_;
  OauthLogin login_;
};

}  // namespace

std::unique_ptr<Platform> make_linkedin(PlatformParts parts) { return std::make_unique<LinkedIn>(std::move(parts)); }

}  // namespace cm
