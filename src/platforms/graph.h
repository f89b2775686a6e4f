// Graph: what Meta's networks share: one error shape, usage headers in percent and minutes, cursors,
// a proof that a token is used by its own app. Facebook, Instagram and Threads stand on it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "platforms/item_reader.h"
#include "platforms/platform.h"
#include "platforms/platform_table.h"
#include "platforms/web_api.h"

namespace cm {

/// The one version of Facebook's and Instagram's API that cm speaks.
inline constexpr std::string_view graph_version = "/v25.0";

/// How much of its quota a token has used, by the headers X-App-Usage, X-Page-Usage and
/// X-Business-Use-Case-Usage (percentages; the time is in minutes).
struct GraphUsage {
  double percent = 0;                      ///< the highest of all
  std::chrono::minutes until_regained{0};  ///< 0: access was not lost
};

[[nodiscard]] GraphUsage read_graph_usage(const HttpReply& reply);

/// What a reply with {"error":{…}} means, also one that says 200; nothing for a success.
[[nodiscard]] std::optional<ApiRefusal> graph_refusal(const HttpReply& reply, const Json& body);

/// Whether the error says that the object is not there (any more).
[[nodiscard]] bool graph_object_is_gone(const Json& body);

/// The hexadecimal HMAC-SHA256 of a token under the app's secret, for the parameter appsecret_proof.
[[nodiscard]] std::string appsecret_proof(std::string_view token, std::string_view app_secret);

/// Where a network renews tokens that live for sixty days; empty where they do not end.
struct GraphRenewal {
  std::string_view path;
  std::string_view grant;
};

/// A channel on one of Meta's networks. Each network says where comments stand and what its words mean.
class GraphPlatform : public Platform {
 public:
  [[nodiscard]] ReadOrder read_order() const override { return ReadOrder::newest_first; }
  std::optional<std::size_t> count_comments(const PageRef& page) override;
  CommentPage read_page(const PageRef& page, const ReadFrom& from) override;
  std::optional<Comment> read_comment(const Comment& known) override;
  DeedOutcome carry_out(const Deed& deed) override;
  std::vector<Diagnosis> diagnose() override;

 protected:
  /// `name` is the platform's name in the table, `version` the path's beginning ("/v25.0"). The secret
  /// is a token, a token and the app's secret with a blank between, or what `cm login` kept.
  GraphPlatform(const PlatformParts& parts, std::string_view name, std::span<const Capability> capabilities,
                const ApiManners& manners, std::string_view version, const GraphRenewal& renewal = {});

  struct Owner {
    std::string id;
    std::string name;  ///< the page's or user's name, for messages and to know own comments
  };

  /// One page of an edge.
  struct Edge {
    Json items = Json::array();
    std::string next_cursor;  ///< empty at the end, also where the last page still has cursors
    std::optional<std::size_t> total;
  };

  // --- what each network says ------------------------------------------------------------------
  [[nodiscard]] virtual Owner find_owner() = 0;
  /// The edge of a post that lists its comments, newest first, with its query.
  [[nodiscard]] virtual ApiCall list_comments(const PageRef& page) = 0;
  /// The edge of a comment that lists the answers to it.
  [[nodiscard]] virtual ApiCall list_replies(const Comment& target) = 0;
  /// The fields to ask for when this very comment is read again.
  [[nodiscard]] virtual std::string comment_fields(const Comment& known) const = 0;
  virtual void read_item(ItemReader& item, Comment& comment) = 0;
  /// More comments that hang on an item (replies inside it), read with the same rules.
  virtual void read_nested(Json& item, const PageRef& page, CommentPage& into);
  [[nodiscard]] virtual ApiCall hide(const Comment& target, bool hidden) = 0;
  [[nodiscard]] virtual std::string send_reply(const Deed& deed) = 0;
  /// By what a private message names whom it answers.
  [[nodiscard]] virtual std::string recipient_key(const Comment& /*target*/) const { return "comment_id"; }
  /// Who sends private messages.
  [[nodiscard]] virtual std::string messenger() { return owner().id; }
  /// One message to the comment's author, by the owner.
  [[nodiscard]] virtual std::string send_private_reply(const Deed& deed);
  /// How much further back than asked top-level comments are read, because of new replies below them.
  [[nodiscard]] virtual std::chrono::hours look_back() const { return std::chrono::hours(0); }

  // --- what all share ---------------------------------------------------------------------------
  /// Known after the first call.
  [[nodiscard]] const Owner& owner();
  [[nodiscard]] Json call(ApiCall call);
  [[nodiscard]] Edge read_edge(ApiCall call, const std::string& cursor, int limit);
  void add_comments(Json items, const PageRef& page, CommentPage& into);
  /// The ids under an edge as pages, newest first, at most `most`.
  void add_posts(const std::string& path, std::string_view title, std::size_t most, std::vector<PageRef>& into);
  [[nodiscard]] std::string path_of(std::string_view object, std::string_view edge = {}) const;
  [[nodiscard]] const ChannelSettings& channel() const { return channel_; }
  [[nodiscard]] std::size_t most_posts() const;

 private:
  [[nodiscard]] CommentPage replies_to(const Comment& target);
  [[nodiscard]] std::pair<HttpReply, Json> try_call(ApiCall& call);
  void keep_below_quota();
  void log_in();
  [[nodiscard]] std::string renewed(const Json& keys);

  const ChannelSettings& channel_;
  std::string name_;
  std::string title_;
  std::string version_;
  GraphRenewal renewal_;
  std::string secret_;
  std::function<void(const std::string&)> keep_secret_;
  bool tried_ = false;
  Clock& clock_;
  Log& log_;
  WebApi api_;
  std::string proof_;
  GraphUsage usage_;
  std::optional<Timestamp> blocked_until_;
  std::optional<Owner> owner_;
};

/// Options that all of Meta's networks take.
inline constexpr PlatformOption graph_max_posts_option{
    "max_posts", OptionType::number, false, "how many of the newest posts \"*\" stands for; 100 unless told"};

}  // namespace cm
