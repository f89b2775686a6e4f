#include "platforms/threads.h"

#include <utility>

#include "base/error.h"
#include "platforms/reply_json.h"

namespace cm {
namespace {

constexpr ApiManners manners{
    .title = "Threads", .base = "https://graph.threads.net", .rate = {}, .refusal = graph_refusal};

constexpr GraphRenewal renewal{"/refresh_access_token", "th_refresh_token"};

constexpr std::string_view fields =
    "id,text,username,permalink,timestamp,media_type,has_replies,root_post,replied_to,is_reply_owned_by_me,hide_status";

// NOT_HUSHED and UNHUSHED are in sight; of words that nobody has seen yet the state is unknown.
CommentState state_of(const std::string& hide_status) {
  if (hide_status.empty() || hide_status == "NOT_HUSHED" || hide_status == "UNHUSHED") return CommentState::visible;
  if (hide_status == "HIDDEN" || hide_status == "HUSHED") return CommentState::hidden;
  return CommentState::unknown;
}

class Threads final : public GraphPlatform {
 public:
  explicit Threads(const PlatformParts& parts)
      : GraphPlatform(parts, "threads", threads_capabilities, manners, "/v1.0", renewal) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> found;
    for (const auto& page : channel().pages) {
      if (page == "*") {
        add_posts(path_of(owner().id, "threads"), "post", most_posts(), found);
      } else {
        found.push_back({page, "post " + page});
      }
    }
    return found;
  }

 protected:
  Owner find_owner() override {
    const Json me = call({.path = path_of("me"), .query = {{"fields", "id,username"}}});
    return {id_of(me, "id"), text_of(me, "username")};
  }

  ApiCall list_comments(const PageRef& page) override {
    // The whole conversation, flat, newest first.
    return {.path = path_of(page.id, "conversation"), .query = {{"fields", std::string(fields)}, {"reverse", "true"}}};
  }

  ApiCall list_replies(const Comment& target) override {
    return {.path = path_of(target.id, "replies"), .query = {{"fields", std::string(fields)}}};
  }

  [[nodiscard]] std::string comment_fields(const Comment& /*known*/) const override { return std::string(fields); }

  void read_item(ItemReader& item, Comment& comment) override {
    comment.id = item.required_id("id");
    comment.text = item.body("text");
    comment.created_at = item.time("timestamp");
    comment.url = item.text("permalink");
    comment.author.name = item.text("username");
    comment.author.id = comment.author.name;  // Threads tells no other
    if (item.flag("is_reply_owned_by_me").value_or(false)) comment.author.role = "staff";
    const std::string root = item.object("root_post").id("id");
    const std::string above = item.object("replied_to").id("id");
    if (above != root) comment.parent = above;
    const Json* const status = item.peek("hide_status");
    comment.state = state_of(status != nullptr && status->is_string() ? status->get<std::string>() : std::string());
    if (comment.state != CommentState::unknown) (void)item.text("hide_status");
  }

  ApiCall hide(const Comment& target, bool hidden) override {
    if (!target.parent.empty()) {
      throw Error(ErrorKind::refused,
                  "Threads hides top-level replies only; hide " + target.parent + ", and what is below it goes along");
    }
    return form_call("POST", path_of(target.id, "manage_reply"), {{"hide", hidden ? "true" : "false"}});
  }

  std::string send_private_reply(const Deed& deed) override { throw cannot(deed); }

  std::string send_reply(const Deed& deed) override {
    ApiCall container = form_call("POST", path_of(owner().id, "threads"),
                                  {{"media_type", "TEXT"}, {"text", deed.text}, {"reply_to_id", deed.target.id}});
    container.repeatable = false;
    const std::string creation = id_of(call(std::move(container)), "id");
    ApiCall publish = form_call("POST", path_of(owner().id, "threads_publish"), {{"creation_id", creation}});
    publish.repeatable = false;
    return id_of(call(std::move(publish)), "id");
  }
};

}  // namespace

std::unique_ptr<Platform> make_threads(PlatformParts parts) { return std::make_unique<Threads>(parts); }

}  // namespace cm
