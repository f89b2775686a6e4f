#include "platforms/discourse.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/error.h"
#include "platforms/channel_options.h"
#include "platforms/item_reader.h"
#include "platforms/second_try.h"
#include "platforms/web_api.h"
#include "text/html_text.h"

namespace cm {
namespace {

// The forum hands out posts by windows of so many ids, some of which may be gone.
constexpr std::int64_t ids_of_a_window = 50;
constexpr std::size_t posts_of_a_request = 50;
constexpr int spam_flag = 8;

/// The page of what waits for a moderator; posts in it are no posts of the forum yet.
constexpr std::string_view review = "review";
/// Posts and what waits are numbered each for themselves; both may be in one channel.
constexpr std::string_view review_prefix = "review-";

/// What waits there and is a text: how one lets it pass or takes it away, and what the words of its status mean.
struct Reviewable {
  std::string_view type;
  std::string_view let_pass;
  std::string_view take_away;
  CommentState pending;
  CommentState approved;  ///< for a flagged post: the flag was right
  CommentState rejected;
};
constexpr std::array reviewables{
    Reviewable{"ReviewableQueuedPost", "approve_post", "reject_post", CommentState::held, CommentState::visible,
               CommentState::hidden},
    // The queue does not tell whether enough flags have hidden it meanwhile.
    Reviewable{"ReviewableFlaggedPost", "disagree", "agree_and_hide", CommentState::unknown, CommentState::hidden,
               CommentState::visible},
};

/// Null for what is no text: new users, for one.
const Reviewable* reviewable_of(std::string_view type) {
  const auto* const found = std::ranges::find(reviewables, type, &Reviewable::type);
  return found == reviewables.end() ? nullptr : found;
}

CommentState state_of_review(const Reviewable& kind, std::int64_t status) {
  switch (status) {
    case 0:
      return kind.pending;
    case 1:
      return kind.approved;
    case 2:
      return kind.rejected;
    case 4:
      return CommentState::hidden;
    default:
      return CommentState::unknown;
  }
}

std::optional<ApiRefusal> refusal(const HttpReply& reply, const Json& body) {
  auto refused = refusal_by_status(reply.status);
  if (!refused) return std::nullopt;
  refused->code = text_at(body, "error_type");
  refused->expired = false;
  if (refused->code == "rate_limit") refused->kind = ErrorKind::unavailable;
  if (reply.status == 404 || reply.status == 410) refused->kind = ErrorKind::refused;
  if (refused->kind == ErrorKind::login) {
    refused->fix = "make an API key for this user in the forum's admin pages and give it as the channel's secret";
  }
  return refused;
}

constexpr ApiManners manners{.title = "Discourse", .base = "", .rate = {}, .refusal = refusal};

std::int64_t number_in(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

class Discourse final : public Platform {
 public:
  explicit Discourse(PlatformParts parts)
      : Platform(discourse_capabilities),
        channel_(parts.channel),
        user_(option_text(parts.channel, "user")),
        api_(parts, manners, option_text(parts.channel, "url")) {
    api_.log_in({{"Api-Key", parts.secret}, {"Api-Username", user_}});
  }

  std::vector<PageRef> pages() override {
    std::vector<PageRef> pages;
    for (const auto& page : channel_.pages) {
      if (page == review) {
        pages.push_back({page, "the review queue"});
        continue;
      }
      if (page != "*" && number_in(page) <= 0) {
        throw Error(ErrorKind::wrong_use, place_of(channel_) + "page \"" + page +
                                              "\" is neither \"*\", \"review\" nor the number of a topic");
      }
      pages.push_back(page == "*" ? PageRef{"forum", "the whole forum"} : PageRef{page, "topic " + page});
    }
    return pages;
  }

  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  // What is decided leaves the review queue and is not gone for that.
  [[nodiscard]] bool sees_everything() const override {
    return std::ranges::find(channel_.pages, review) == channel_.pages.end();
  }

  CommentPage read_page(const PageRef& page, const ReadFrom& from) override {
    CommentPage result = page.id == review    ? review_queue()
                         : page.id == "forum" ? latest_posts(from)
                                              : topic_posts(page.id, from);
    for (auto& comment : result.comments) comment.page = page.id;
    return result;
  }

  std::optional<Comment> read_comment(const Comment& known) override {
    const bool waits = known.page == review;
    const ApiCall call{.path = waits ? review_path(known) + ".json" : "/posts/" + percent_encoded(known.id) + ".json"};
    auto answer = api_.try_call(call);
    const HttpReply& reply = answer.first;
    Json& body = answer.second;
    if (reply.status == 404 || reply.status == 410) return std::nullopt;
    api_.check(call, reply, body);
    CommentPage found;
    if (waits) {
      add_item(found, value_at(body, "reviewable"), 1,
               [&](ItemReader& item, Comment& comment) { read_reviewable(item, body, comment); });
    } else {
      add_item(found, std::move(body), 1, [&](ItemReader& post, Comment& comment) { read_post(post, comment); });
    }
    if (found.comments.empty()) throw refused(known, found.unreadable.front().why);
    found.comments.front().page = known.page;
    return std::move(found.comments.front());
  }

  DeedOutcome carry_out(const Deed& deed) override {
    if (deed.target.page == review) return decide(deed);
    const std::string post = "/posts/" + percent_encoded(deed.target.id);
    switch (deed.kind) {
      case DeedKind::hide:
      case DeedKind::remove:
        static_cast<void>(api_.call({.method = "DELETE", .path = post + ".json"}));
        return {.state_after = CommentState::hidden};
      case DeedKind::unhide:
      case DeedKind::approve:
        static_cast<void>(api_.call({.method = "PUT", .path = post + "/recover.json"}));
        return {.state_after = CommentState::visible};
      case DeedKind::spam:
        static_cast<void>(api_.call(json_call(
            "POST", "/post_actions.json", {{"id", number_in(deed.target.id)}, {"post_action_type_id", spam_flag}})));
        return {.state_after = deed.target.state};
      case DeedKind::reply:
        if (const auto before = sent_before(deed, [&] { return topic_posts(deed.target.post, {}); })) return *before;
        return write(deed, {{"raw", deed.text},
                            {"topic_id", number_in(deed.target.post)},
                            {"reply_to_post_number", post_number(deed.target)}});
      case DeedKind::private_reply:
        refuse_second_try(deed);
        return write(deed, {{"raw", deed.text},
                            {"title", "Your post in topic " + deed.target.post},
                            {"archetype", "private_message"},
                            {"target_recipients", deed.target.author.id}});
      default:
        throw cannot(deed);
    }
  }

  std::vector<Diagnosis> diagnose() override {
    std::vector<Diagnosis> found;
    try {
      static_cast<void>(api_.call({.path = "/notifications.json"}));
      found.push_back({"login", true, "the forum takes the API key", {}});
    } catch (const Error& error) {
      found.push_back(
          {"login", false, error.what(), "make an API key in the forum's admin pages for the channel's \"user\""});
    }
    return found;
  }

 private:
  // --- the review queue -------------------------------------------------------------------------
  /// All of it: it is short, and what is decided leaves it.
  CommentPage review_queue() {
    Json reply = api_.call({.path = "/review.json"});
    CommentPage result;
    std::size_t position = 0;
    for (Json& item : needed_list(api_, reply, "reviewables", result)) {
      ++position;
      if (reviewable_of(text_at(item, "type")) == nullptr) continue;
      add_item(result, std::move(item), position,
               [&](ItemReader& reader, Comment& comment) { read_reviewable(reader, reply, comment); });
    }
    return result;
  }

  void read_reviewable(ItemReader& item, const Json& reply, Comment& comment) const {
    comment.platform = "discourse";
    comment.id = std::string(review_prefix) + item.required_id("id");
    const Json* const type = item.peek("type");
    const Reviewable* const kind = reviewable_of(type != nullptr && type->is_string() ? type->get<std::string>() : "");
    if (kind == nullptr) throw UnreadableFact{"it is neither a queued nor a flagged post"};
    // A queued post is not written yet; a flagged one stands in the forum.
    const bool queued = kind->pending == CommentState::held;
    const std::string raw = queued ? std::string() : item.text("raw");
    comment.text = queued ? item.object("payload").body("raw") : raw.empty() ? text_of_html(item.body("cooked")) : raw;
    comment.post = item.id("topic_id");
    comment.created_at = item.time("created_at");
    const std::string author = item.id("target_created_by_id");
    for (const Json& user : value_at(reply, "users")) {
      const Json& id = value_at(user, "id");
      if (!id.is_number_integer() || id.dump() != author) continue;
      comment.author.id = text_at(user, "username");
      comment.author.name = comment.author.id;
    }
    comment.state = state_of_review(*kind, item.count("status").value_or(0));
  }

  static std::string review_path(const Comment& waiting) {
    std::string_view id = waiting.id;
    if (id.starts_with(review_prefix)) id.remove_prefix(review_prefix.size());
    return "/review/" + percent_encoded(id);
  }

  DeedOutcome decide(const Deed& deed) {
    const CommentState after = state_after(deed.kind);
    if (after != CommentState::visible && after != CommentState::hidden) throw cannot(deed);
    const Json extra = Json::parse(deed.target.extra.empty() ? "{}" : deed.target.extra, nullptr, false);
    const Json& version = value_at(extra, "version");
    // With the version that was read, Discourse refuses what another moderator has decided since.
    const Reviewable* const kind = reviewable_of(text_at(extra, "type"));
    if (kind == nullptr) throw cannot(deed);
    const std::string action(after == CommentState::visible ? kind->let_pass : kind->take_away);
    const Json answer = api_.call({.method = "PUT",
                                   .path = review_path(deed.target) + "/perform/" + action + ".json",
                                   .query = {{"version", version.is_number_integer() ? version.dump() : "0"}}});
    if (value_at(value_at(answer, "reviewable_perform_result"), "success") != true) {
      throw refused(deed.target, "Discourse did not " + std::string(to_string(deed.kind)) + " it");
    }
    return {.state_after = after};
  }

  // --- posts ------------------------------------------------------------------------------------
  CommentPage latest_posts(const ReadFrom& from) {
    UrlParameters query;
    query.add_unless_empty("before", from.cursor);
    Json reply = api_.call({.path = "/posts.json", .query = query});
    CommentPage result;
    std::int64_t before = from.cursor.empty() ? 0 : number_in(from.cursor) - ids_of_a_window;
    bool reached_known = false;
    std::size_t position = 0;
    for (Json& item : needed_list(api_, reply, "latest_posts", result)) {
      const Json& id = value_at(item, "id");
      if (id.is_number_integer()) {
        const auto number = id.get<std::int64_t>() - 1;
        before = position == 0 ? number : std::min(before, number);
      }
      add_item(result, std::move(item), ++position,
               [&](ItemReader& post, Comment& comment) { read_post(post, comment); });
    }
    for (const auto& comment : result.comments) {
      if (from.newer_than && comment.created_at && *comment.created_at < *from.newer_than) reached_known = true;
    }
    if (before > 0 && !reached_known) result.next_cursor = std::to_string(before);
    return result;
  }

  // The topic lists all its posts' ids; they are read from the newest back, so many a request.
  CommentPage topic_posts(const std::string& topic, const ReadFrom& from) {
    CommentPage result;
    Json whole = api_.call({.path = "/t/" + topic + ".json"});
    std::vector<std::int64_t> ids;
    const std::int64_t before = from.cursor.empty() ? 0 : number_in(from.cursor);
    for (const Json& id : value_at(value_at(whole, "post_stream"), "stream")) {
      if (id.is_number_integer() && (before == 0 || id.get<std::int64_t>() < before))
        ids.push_back(id.get<std::int64_t>());
    }
    std::ranges::sort(ids, std::greater());
    const bool more = ids.size() > posts_of_a_request;
    ids.resize(std::min(ids.size(), posts_of_a_request));
    if (ids.empty()) return result;
    UrlParameters query;
    for (const auto id : ids) query.add("post_ids[]", std::to_string(id));
    Json reply = api_.call({.path = "/t/" + topic + "/posts.json", .query = query});
    Json stream = value_at(reply, "post_stream");
    std::size_t position = 0;
    bool reached_known = false;
    for (Json& item : needed_list(api_, stream, "posts", result)) {
      add_item(result, std::move(item), ++position,
               [&](ItemReader& post, Comment& comment) { read_post(post, comment); });
    }
    for (const auto& comment : result.comments) {
      if (from.newer_than && comment.created_at && *comment.created_at < *from.newer_than) reached_known = true;
    }
    if (more && !reached_known) result.next_cursor = std::to_string(ids.back());
    return result;
  }

  void read_post(ItemReader& post, Comment& comment) const {
    comment.platform = "discourse";
    comment.id = post.required_id("id");
    const std::string raw = post.text("raw");
    comment.text = raw.empty() ? text_of_html(post.body("cooked")) : raw;
    // People are addressed by their user names, in messages too.
    comment.author.id = post.text("username");
    comment.author.name = post.text("name");
    if (comment.author.name.empty()) comment.author.name = comment.author.id;
    if (post.flag("staff").value_or(false) || comment.author.id == user_) comment.author.role = "staff";
    comment.post = post.id("topic_id");
    comment.created_at = post.time("created_at");
    const Json* const number = post.peek("post_number");
    const std::string slug = post.text("topic_slug");
    if (number != nullptr && number->is_number_integer() && !comment.post.empty()) {
      comment.url =
          api_.base() + "/t/" + (slug.empty() ? std::string("-") : slug) + "/" + comment.post + "/" + number->dump();
    }
    const bool by_author = post.flag("user_deleted").value_or(false);
    const Json* const deleted_at = post.peek("deleted_at");
    const bool deleted = deleted_at != nullptr && !deleted_at->is_null();
    const bool hidden = post.flag("hidden").value_or(false);
    comment.state = by_author           ? CommentState::deleted
                    : deleted || hidden ? CommentState::hidden
                                        : CommentState::visible;
  }

  static std::int64_t post_number(const Comment& comment) {
    const Json extra = Json::parse(comment.extra.empty() ? "{}" : comment.extra, nullptr, false);
    const Json& number = value_at(extra, "post_number");
    return number.is_number_integer() ? number.get<std::int64_t>() : 1;
  }

  DeedOutcome write(const Deed& deed, const Json& body) {
    check_length(deed);
    ApiCall call = json_call("POST", "/posts.json", body);
    call.repeatable = false;
    const Json made = api_.call(call);
    const Json& id = value_at(made, "id");
    return {.state_after = deed.target.state, .remote_id = id.is_number_integer() ? id.dump() : std::string()};
  }

  const ChannelSettings& channel_;
  std::string user_;
  WebApi api_;
};

}  // namespace

std::unique_ptr<Platform> make_discourse(PlatformParts parts) { return std::make_unique<Discourse>(std::move(parts)); }

}  // namespace cm
