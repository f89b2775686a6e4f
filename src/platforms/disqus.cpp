#include "platforms/disqus.h"

#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"
#include "text/html_text.h"

namespace cm {
namespace {

// The codes of the error page in Disqus's API documentation.
std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  const Json& code = value_at(body, "code");
  const std::int64_t number = code.is_number_integer() ? code.get<std::int64_t>() : 0;
  if (!refused && number == 0) return std::nullopt;
  if (!refused) refused = ApiRefusal{};
  if (number != 0) refused->code = "code " + std::to_string(number);
  if (number == 4 || number == 5 || number == 11 || number == 12 || number == 18) {
    refused->kind = ErrorKind::login;
    refused->fix =
        "give an access token of a moderator of the forum as the secret, and its application's public key as "
        "\"api_key\"";
  } else if (number >= 13 && number <= 17) {
    refused->kind = ErrorKind::unavailable;
  } else if (number != 0) {
    refused->kind = ErrorKind::refused;
  }
  return refused;
}

constexpr ApiManners manners{
    .title = "Disqus",
    .base = "https://disqus.com",
    .rate = {"X-Ratelimit-Remaining", "X-Ratelimit-Reset", ResetUnit::epoch_seconds},
    .refusal = refusal,
};

class Disqus final : public Platform {
 public:
  explicit Disqus(PlatformParts parts)
      : Platform(disqus_capabilities),
        channel_(parts.channel),
        forum_(option_text(parts.channel, "forum")),
        api_key_(option_text(parts.channel, "api_key")),
        user_(option_text(parts.channel, "user")),
        token_(parts.secret),
        api_(parts, manners) {}

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      pages.push_back(page == "*" ? PageRef{"forum", "the forum " + forum_} : PageRef{page, "thread " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    know_own_name();
    UrlParameters query = login();
    query.add(page.id == "forum" ? "forum" : "thread", page.id == "forum" ? forum_ : page.id);
    for (const char* const kind : {"unapproved", "approved", "spam", "deleted"}) query.add("include", kind);
    query.add("order", "desc").add("limit", "100").add_unless_empty("cursor", from.cursor);
    Json reply = api_.call({.path = "/api/3.0/posts/list.json", .query = query});
    CommentPage result;
    std::size_t position = 0;
    bool reached_known = false;
    for (Json& item : needed_list(api_, reply, "response", result)) {
      const std::size_t before = result.comments.size();
      add_item(result, std::move(item), ++position,
               [&](ItemReader& reader, Comment& comment) { read_item(reader, comment); });
      if (result.comments.size() == before || !from.newer_than) continue;
      const auto& written = result.comments.back().created_at;
      if (written && *written < *from.newer_than) reached_known = true;
    }
    for (auto& comment : result.comments) comment.page = page.id;
    const Json& cursor = value_at(reply, "cursor");
    if (value_at(cursor, "hasNext") == true && !reached_known) result.next_cursor = text_at(cursor, "next");
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    know_own_name();
    UrlParameters query = login();
    query.add("post", known.id);
    const ApiCall call{.path = "/api/3.0/posts/details.json", .query = query};
    auto [reply, body] = api_.try_call(call);
    constexpr int no_such_object = 8;
    if (value_at(body, "code") == no_such_object) return std::nullopt;
    api_.check(call, reply, body);
    CommentPage found;
    add_item(found, value_at(body, "response"), 1,
             [&](ItemReader& reader, Comment& comment) { read_item(reader, comment); });
    if (found.comments.empty()) throw refused(known, found.unreadable.front().why);
    if (found.comments.front().state == CommentState::deleted) return std::nullopt;
    found.comments.front().page = known.page;
    return std::move(found.comments.front());
  }

  DeedOutcome carry_out(const Deed& deed) override {
    switch (deed.kind) {
      case DeedKind::hide:
      case DeedKind::remove:
        return act(deed, "remove", CommentState::hidden);
      case DeedKind::unhide:
        return act(deed, deed.target.state == CommentState::hidden ? "restore" : "approve", CommentState::visible);
      case DeedKind::approve:
        return act(deed, "approve", CommentState::visible);
      case DeedKind::spam:
        return act(deed, "spam", CommentState::spam);
      case DeedKind::reply: {
        check_length(deed);
        if (const auto before = sent_before(deed, [&] { return read_page({deed.target.post, {}}, {}); }))
          return *before;
        UrlParameters form = login();
        form.add("message", deed.text).add("parent", deed.target.id);
        ApiCall call = form_call("POST", "/api/3.0/posts/create.json", form);
        call.repeatable = false;
        return {.state_after = deed.target.state, .remote_id = text_at(value_at(api_.call(call), "response"), "id")};
      }
      default:
        throw cannot(deed);
    }
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      static_cast<void>(read_page({"forum", ""}, {.newer_than = Timestamp::max()}));
      found.push_back({"login", true, "the forum's comments can be read", {}});
      if (const auto left = api_.standing().remaining) {
        found.push_back({"quota", *left >= 1, std::to_string(std::llround(*left)) + " requests left", {}});
      }
    } catch (const Error& error) {
      found.push_back({"login", false, error.what(), "check \"forum\", \"api_key\" and the secret"});
    }
    return found;
  }

 private:
  // Disqus takes its login as parameters and in no other way (its documentation of authentication): the token
  // stands in the form of a deed, and in the address of a read. Addresses are logged without
  // their query, and a redirect does not take it along.
  [[nodiscard]] UrlParameters login() const { return {{"api_key", api_key_}, {"access_token", token_}}; }

  /// The account's own user name, by which its comments are known.
  void know_own_name() {
    if (!user_.empty()) return;
    const Json reply = api_.call({.path = "/api/3.0/users/details.json", .query = login()});
    user_ = text_at(value_at(reply, "response"), "username");
  }

  DeedOutcome act(const Deed& deed, const std::string& what, CommentState after) {
    UrlParameters form = login();
    form.add("post", deed.target.id);
    static_cast<void>(api_.call(form_call("POST", "/api/3.0/posts/" + what + ".json", form)));
    return {.state_after = after};
  }

  void read_item(ItemReader& item, Comment& comment) const {
    comment.platform = "disqus";
    comment.id = item.required_id("id");
    const std::string raw = item.text("raw_message");
    const std::string shown = item.body("message");
    comment.text = raw.empty() ? text_of_html(shown) : raw;
    ItemReader author = item.object("author");
    comment.author.id = author.id("id");
    comment.author.name = author.text("name");
    comment.author.created_at = author.time("joinedAt");
    if (!user_.empty() && author.text("username") == user_) comment.author.role = "staff";
    comment.post = item.id("thread");
    comment.parent = item.id("parent");
    comment.created_at = item.time("createdAt");
    comment.likes = item.count("likes");
    comment.url = item.text("url");
    const bool deleted = item.flag("isDeleted").value_or(false);
    const bool by_author = item.flag("isDeletedByAuthor").value_or(false);
    const bool spam = item.flag("isSpam").value_or(false);
    const auto approved = item.flag("isApproved");
    if (approved && !*approved) comment.state = CommentState::held;
    if (spam) comment.state = CommentState::spam;
    if (deleted) comment.state = by_author ? CommentState::deleted : CommentState::hidden;
  }

  const ChannelSettings& channel_;
  std::string forum_;
  std::string api_key_;
  std::string user_;
  std::string token_;
  WebApi api_;
};

}  // namespace

std::unique_ptr<Platform> make_disqus(PlatformParts parts) { return std::make_unique<Disqus>(std::move(parts)); }

}  // namespace cm
