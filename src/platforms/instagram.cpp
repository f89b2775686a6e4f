#include "platforms/instagram.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/page_kind.h"
#include "platforms/reply_json.h"
#include "platforms/second_try.h"

namespace cm {
namespace {

constexpr ApiManners manners{
    .title = "Instagram", .base = "https://graph.facebook.com", .rate = {}, .refusal = graph_refusal};
constexpr ApiManners own_manners{
    .title = "Instagram", .base = "https://graph.instagram.com", .rate = {}, .refusal = graph_refusal};

/// Tokens of Instagram's own login end; a Page's do not.
constexpr GraphRenewal own_renewal{"/refresh_access_token", "ig_refresh_token"};

/// The page of others' media that tag the account; what they say is their caption.
constexpr std::string_view tags = "tags";
constexpr std::string_view media_fields = "id,caption,timestamp,username,permalink,like_count,media_type";

constexpr std::string_view fields = "id,text,timestamp,username,from,user,hidden,like_count,parent_id,media";

class Instagram final : public GraphPlatform {
 public:
  explicit Instagram(const PlatformParts& parts)
      : GraphPlatform(parts, "instagram", instagram_capabilities, is_own_login(parts.channel) ? own_manners : manners,
                      graph_version, is_own_login(parts.channel) ? own_renewal : GraphRenewal{}),
        own_login_(is_own_login(parts.channel)) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> found;
    if (page_kind_of(channel()) == PageKind::mentions) return {{std::string(tags), "media that tag the account"}};
    for (const auto& page : channel().pages) {
      if (page == "*") {
        add_posts(path_of(owner().id, "media"), "media", most_posts(), found);
      } else {
        found.push_back({page, "media " + page});
      }
    }
    return found;
  }

  /// Others' media can be read through the list of them alone.
  std::optional<Comment> read_comment(const Comment& known) override {
    if (known.page != tags) return GraphPlatform::read_comment(known);
    ReadFrom from;
    do {
      CommentPage page = read_page({known.page, {}}, from);
      const auto found = std::ranges::find(page.comments, known.id, &Comment::id);
      if (found != page.comments.end()) return std::move(*found);
      from.cursor = std::move(page.next_cursor);
    } while (!from.cursor.empty());
    return std::nullopt;
  }

  DeedOutcome carry_out(const Deed& deed) override {
    if (deed.target.page != tags) return GraphPlatform::carry_out(deed);
    if (deed.kind != DeedKind::reply) {
      throw refused(deed.target, "it is somebody else's post: Instagram lets the account answer it and nothing more");
    }
    check_length(deed);
    refuse_second_try(deed);
    ApiCall request =
        form_call("POST", path_of(owner().id, "mentions"), {{"media_id", deed.target.id}, {"message", deed.text}});
    request.repeatable = false;
    return {.state_after = deed.target.state, .remote_id = id_of(call(std::move(request)), "id")};
  }

 protected:
  Owner find_owner() override {
    std::string account = option_text(channel(), "account");
    if (account.empty()) account = own_login_ ? "me" : account_of_page();
    const Json user = call({.path = path_of(account), .query = {{"fields", "id,username"}}});
    return {id_of(user, "id"), text_of(user, "username")};
  }

  ApiCall list_comments(const PageRef& page) override {
    if (page.id == tags) return {.path = path_of(owner().id, tags), .query = {{"fields", std::string(media_fields)}}};
    return {.path = path_of(page.id, "comments"), .query = {{"fields", comment_fields({})}}};
  }

  [[nodiscard]] std::string comment_fields(const Comment& /*known*/) const override {
    return std::string(fields) + ",replies.limit(50){" + std::string(fields) + "}";
  }

  void read_item(ItemReader& item, Comment& comment) override {
    comment.id = item.required_id("id");
    comment.text = item.body(comment.page == tags ? "caption" : "text");
    if (comment.page == tags) {
      comment.post = comment.id;
      comment.url = item.text("permalink");
    }
    comment.created_at = item.time("timestamp");
    comment.likes = item.count("like_count");
    comment.parent = item.id("parent_id");
    // The name may stand alone: then it is all that tells authors apart.
    ItemReader from = item.object("from");
    comment.author.id = from.id("id");
    const std::string username = item.text("username");
    comment.author.name = username.empty() ? from.text("username") : username;
    if (comment.author.id.empty()) comment.author.id = item.object("user").id("id");
    if (comment.author.id.empty()) comment.author.id = comment.author.name;
    const bool own = comment.author.id == owner().id || (!owner().name.empty() && comment.author.name == owner().name);
    if (own) comment.author.role = "staff";
    comment.state = item.flag("hidden").value_or(false) ? CommentState::hidden : CommentState::visible;
  }

  // Replies come inside their comment, the first of them; the rest is asked for.
  void read_nested(Json& item, const PageRef& page, CommentPage& into) override {
    const auto at = item.find("replies");
    if (at == item.end() || !at->is_object()) return;
    const Json replies = std::move(*at);
    item.erase("replies");
    const std::string parent = id_of(item, "id");
    add_replies(member(replies, "data"), parent, page, into);
    std::string cursor;
    if (!text_of(member(replies, "paging"), "next").empty()) {
      cursor = text_of(member(member(replies, "paging"), "cursors"), "after");
    }
    while (!cursor.empty()) {
      const Edge edge =
          read_edge({.path = path_of(parent, "replies"), .query = {{"fields", std::string(fields)}}}, cursor, 100);
      add_replies(edge.items, parent, page, into);
      cursor = edge.next_cursor;
    }
  }

  // Replies to a comment of last week stand below it, not at the top of the list.
  [[nodiscard]] std::chrono::hours look_back() const override { return std::chrono::hours(24 * 7); }

  ApiCall list_replies(const Comment& target) override {
    return {.path = path_of(top_of(target), "replies"), .query = {{"fields", std::string(fields)}}};
  }

  ApiCall hide(const Comment& target, bool hidden) override {
    return form_call("POST", path_of(target.id), {{"hide", hidden ? "true" : "false"}});
  }

  /// A Page's token speaks for the Page, and so for the account that is linked to it.
  std::string messenger() override { return own_login_ ? owner().id : "me"; }

  std::string send_reply(const Deed& deed) override {
    if (deed.target.state == CommentState::hidden) {
      throw Error(ErrorKind::refused,
                  "Instagram takes no answer to a hidden comment; unhide " + deed.target.id + " first");
    }
    ApiCall request = form_call("POST", path_of(top_of(deed.target), "replies"), {{"message", deed.text}});
    request.repeatable = false;
    return id_of(call(std::move(request)), "id");
  }

 private:
  /// Threads have one level: a reply to a reply goes below the same top comment.
  static const std::string& top_of(const Comment& target) { return target.parent.empty() ? target.id : target.parent; }

  static bool is_own_login(const ChannelSettings& channel) { return option_text(channel, "login") == "instagram"; }

  std::string account_of_page() {
    const Json page = call({.path = path_of("me"), .query = {{"fields", "id,instagram_business_account"}}});
    const std::string account = id_of(member(page, "instagram_business_account"), "id");
    if (account.empty()) {
      throw Error(ErrorKind::login, "channel \"" + channel().name +
                                        "\": the token's Page has no Instagram account linked; link it in the Page's "
                                        "settings, or name the account's id as \"account\"");
    }
    return account;
  }

  void add_replies(Json replies, const std::string& parent, const PageRef& page, CommentPage& into) {
    if (!replies.is_array()) return;
    for (Json& reply : replies) {
      if (reply.is_object() && !reply.contains("parent_id")) reply["parent_id"] = parent;
    }
    add_comments(std::move(replies), page, into);
  }

  bool own_login_;
};

}  // namespace

std::unique_ptr<Platform> make_instagram(PlatformParts parts) { return std::make_unique<Instagram>(parts); }

}  // namespace cm
