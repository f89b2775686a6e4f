#include "platforms/facebook.h"

#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/reply_json.h"

namespace cm {
namespace {

constexpr ApiManners manners{
    .title = "Facebook", .base = "https://graph.facebook.com", .rate = {}, .refusal = graph_refusal};

constexpr std::string_view fields =
    "id,from,message,message_tags,created_time,attachment,parent,permalink_url,comment_count,like_count,is_hidden,"
    "is_private,can_hide,can_remove,can_comment,can_reply_privately";

// What others wrote on their own walls or the Page's, as comments: the posts themselves, not what is below them.
constexpr std::string_view tagged = "tagged";
constexpr std::string_view visitor_posts = "visitor_posts";
constexpr std::string_view post_fields = "id,from,message,message_tags,created_time,permalink_url,is_hidden";

bool holds_posts(std::string_view page) { return page == tagged || page == visitor_posts; }

/// What `pages` may name beside the ids of posts, and the Page's edge that lists it.
struct Shelf {
  std::string_view name;
  std::string_view edge;
  bool in_all = false;          ///< part of "*"
  bool may_be_missing = false;  ///< a token without this permission is no failure of "*"
};

constexpr std::array<Shelf, 7> shelves{{
    {"feed", "feed", true, false},  // own posts and what visitors wrote
    {"ads", "ads_posts", true, true},
    {"reels", "video_reels", true, true},
    {"posts", "published_posts"},
    {"visitors", "visitor_posts"},
    {"videos", "videos"},
    {"photos", "photos"},
}};

class Facebook final : public GraphPlatform {
 public:
  explicit Facebook(const PlatformParts& parts)
      : GraphPlatform(parts, "facebook", facebook_capabilities, manners, graph_version),
        kind_(page_kind_of(parts.channel)),
        log_(parts.log) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> found;
    if (kind_ == PageKind::mentions) {
      found.push_back({std::string(tagged), "posts that mention the Page"});
      add_posts(path_of(owner().id, tagged), "mention", most_posts(), found);
      return found;
    }
    for (const auto& page : channel().pages) {
      bool is_shelf = false;
      for (const Shelf& shelf : shelves) {
        if (page != shelf.name && !(page == "*" && shelf.in_all)) continue;
        is_shelf = true;
        if (shelf.edge == visitor_posts) found.push_back({std::string(visitor_posts), "posts of visitors"});
        add_shelf(shelf, page == "*", found);
      }
      if (!is_shelf) found.push_back({page, "post " + page});
    }
    return found;
  }

 protected:
  Owner find_owner() override {
    const Json me = call({.path = path_of("me"), .query = {{"fields", "id,name"}}});
    return {id_of(me, "id"), text_of(me, "name")};
  }

  ApiCall list_comments(const PageRef& page) override {
    if (holds_posts(page.id)) {
      return {.path = path_of(owner().id, page.id), .query = {{"fields", std::string(post_fields)}}};
    }
    // "stream" lists answers to comments beside the comments, so that none hides below an old one.
    return {.path = path_of(page.id, "comments"),
            .query = {{"fields", std::string(fields)},
                      {"filter", "stream"},
                      {"order", "reverse_chronological"},
                      {"summary", "true"}}};
  }

  ApiCall list_replies(const Comment& target) override {
    return {.path = path_of(target.id, "comments"), .query = {{"fields", std::string(fields)}}};
  }

  [[nodiscard]] std::string comment_fields(const Comment& known) const override {
    return std::string(holds_posts(known.page) ? post_fields : fields);
  }

  [[nodiscard]] std::string recipient_key(const Comment& target) const override {
    return holds_posts(target.page) ? "post_id" : "comment_id";
  }

  void read_item(ItemReader& item, Comment& comment) override {
    comment.id = item.required_id("id");
    if (holds_posts(comment.page)) comment.post = comment.id;
    comment.text = item.body("message");
    comment.created_at = item.time("created_time");
    comment.url = item.text("permalink_url");
    comment.likes = item.count("like_count");
    ItemReader from = item.object("from");
    comment.author.id = from.id("id");
    comment.author.name = from.text("name");
    if (!comment.author.id.empty() && comment.author.id == owner().id) comment.author.role = "staff";
    comment.parent = item.object("parent").id("id");
    comment.state = item.flag("is_hidden").value_or(false) ? CommentState::hidden : CommentState::visible;
  }

  ApiCall hide(const Comment& target, bool hidden) override {
    const Json extra = target.extra.empty() ? Json() : Json::parse(target.extra, nullptr, false);
    if (hidden && flag_of(extra, "can_hide") == false) {
      throw Error(ErrorKind::refused, "Facebook lets nobody hide comment " + target.id +
                                          ": it is the Page's or an admin's own, or stands on a user's post");
    }
    // Nothing but this: a message sent along would drop the attachment.
    return form_call("POST", path_of(target.id), {{"is_hidden", hidden ? "true" : "false"}});
  }

  std::string send_reply(const Deed& deed) override {
    ApiCall request = form_call("POST", path_of(deed.target.id, "comments"), {{"message", deed.text}});
    request.repeatable = false;
    return id_of(call(std::move(request)), "id");
  }

 private:
  void add_shelf(const Shelf& shelf, bool as_part_of_all, std::vector<PageRef>& into) {
    try {
      add_posts(path_of(owner().id, shelf.edge), "post", most_posts(), into);
    } catch (const Error& error) {
      const bool refused = error.kind() == ErrorKind::login || error.kind() == ErrorKind::refused;
      if (!as_part_of_all || !shelf.may_be_missing || !refused) throw;
      log_.info("channel " + channel().name + ": " + std::string(shelf.name) +
                " are left out, the token may not list them");
    }
  }

  PageKind kind_;
  Log& log_;
};

}  // namespace

std::unique_ptr<Platform> make_facebook(PlatformParts parts) { return std::make_unique<Facebook>(parts); }

}  // namespace cm
