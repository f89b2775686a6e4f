#include "platforms/bluesky_posts.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace cm {
namespace {

constexpr std::string_view scheme = "at://";

/// Whether one of the labels has this value, is not negated, and comes from a labeler that counts.
bool has_label(const Json* labels, std::string_view source, std::string_view value) {
  if (source.empty() || labels == nullptr || !labels->is_array()) return false;
  return std::ranges::any_of(*labels, [&](const Json& label) {
    return label.is_object() && label.value("src", Json()) == source && label.value("val", Json()) == value &&
           label.value("neg", Json(false)) != true;
  });
}

bool is_end_of_link(char letter) {
  return letter == ' ' || letter == '\n' || letter == '\t' || letter == '\r' || letter == '"' || letter == '<' ||
         letter == '>';
}

}  // namespace

std::optional<AtUri> parse_at_uri(std::string_view uri) {
  if (!uri.starts_with(scheme)) return std::nullopt;
  uri.remove_prefix(scheme.size());
  const auto first = uri.find('/');
  const auto second = first == std::string_view::npos ? first : uri.find('/', first + 1);
  if (second == std::string_view::npos || first == 0 || second + 1 >= uri.size()) return std::nullopt;
  return AtUri{std::string(uri.substr(0, first)), std::string(uri.substr(first + 1, second - first - 1)),
               std::string(uri.substr(second + 1))};
}

std::string to_string(const AtUri& uri) {
  return std::string(scheme) + uri.repo + "/" + uri.collection + "/" + uri.key;
}

std::string repo_of(std::string_view uri) {
  const auto parsed = parse_at_uri(uri);
  return parsed ? parsed->repo : std::string();
}

std::string tid_of(Timestamp moment, std::int64_t number) {
  constexpr std::string_view letters = "234567abcdefghijklmnopqrstuvwxyz";
  const auto low = static_cast<std::uint64_t>(number);
  const auto microseconds = static_cast<std::uint64_t>(to_epoch_ms(moment)) * 1000U + (low >> 10U) % 1000U;
  std::uint64_t bits = ((microseconds & 0x1FFFFFFFFFFFFFU) << 10U) | (low & 0x3FFU);
  std::string key(13, '2');
  for (std::size_t at = key.size(); at-- > 0;) {
    key[at] = letters[bits & 0x1FU];
    bits >>= 5U;
  }
  return key;
}

void read_bluesky_post(ItemReader& post, const BlueskyView& view, Comment& comment) {
  comment.id = post.required_id("uri");
  const auto uri = parse_at_uri(comment.id);
  if (!uri) throw UnreadableFact{"\"uri\" is no at:// address"};

  const Json* const labels = post.peek("labels");
  const bool taken_down = has_label(labels, view.labeler, "!takedown");
  const bool is_spam = has_label(labels, view.labeler, "spam");

  ItemReader author = post.object("author");
  comment.author.id = author.id("did");
  if (comment.author.id.empty()) comment.author.id = uri->repo;
  const std::string handle = author.text("handle");
  comment.author.name = author.text("displayName");
  if (comment.author.name.empty()) comment.author.name = handle;
  comment.author.created_at = author.time("createdAt");
  if (comment.author.id == view.own_did) comment.author.role = "staff";

  ItemReader record = post.object("record");
  comment.text = record.body("text");
  ItemReader reply = record.object("reply");
  comment.post = reply.object("root").text("uri");
  comment.parent = reply.object("parent").text("uri");
  if (comment.post.empty()) comment.post = comment.id;
  if (comment.parent == comment.post) comment.parent.clear();
  const Json languages = record.take("langs");
  if (languages.is_array() && !languages.empty() && languages.front().is_string()) {
    comment.lang = languages.front().get<std::string>();
  }
  // The time in the record is the author's word; nobody writes after the network has seen it.
  comment.created_at = record.time("createdAt");
  const auto indexed_at = post.time("indexedAt");
  if (indexed_at && (!comment.created_at || *comment.created_at > *indexed_at)) comment.created_at = indexed_at;

  comment.likes = post.count("likeCount");
  comment.platform = "bluesky";
  comment.url = "https://bsky.app/profile/" + (handle.empty() ? uri->repo : handle) + "/post/" + uri->key;
  if (is_spam) comment.state = CommentState::spam;
  if (view.is_hidden && view.is_hidden(comment.post, comment.id)) comment.state = CommentState::hidden;
  if (taken_down) comment.state = CommentState::deleted;
}

void read_bluesky_thread(Json thread, const BlueskyView& view, CommentPage& page,
                         const std::function<void(const std::string& uri)>& cut) {
  // Threads may be a thousand deep: a list of nodes to visit instead of recursion.
  std::vector<Json> nodes;
  const auto visit_replies_of = [&](Json& node) {
    const auto replies = node.find("replies");
    if (replies != node.end() && replies->is_array()) {
      for (auto reply = replies->rbegin(); reply != replies->rend(); ++reply) nodes.push_back(std::move(*reply));
      return;
    }
    const auto post = node.find("post");
    if (post == node.end() || !post->is_object()) return;
    const Json count = post->value("replyCount", Json());
    const Json uri = post->value("uri", Json());
    if (count.is_number_integer() && count.get<std::int64_t>() > 0 && uri.is_string()) cut(uri.get<std::string>());
  };
  if (!thread.is_object()) {
    page.unreadable.push_back({"thread", "it is no JSON object"});
    return;
  }
  visit_replies_of(thread);
  for (std::size_t position = 1; !nodes.empty(); ++position) {
    Json node = std::move(nodes.back());
    nodes.pop_back();
    if (!node.is_object()) {
      page.unreadable.push_back({"item " + std::to_string(position), "it is no JSON object"});
      continue;
    }
    // Deleted, or by somebody who blocks the brand: the network says only that there was something.
    if (node.value("notFound", Json()) == true || node.value("blocked", Json()) == true) continue;
    visit_replies_of(node);
    add_item(page, node.value("post", Json()), position,
             [&](ItemReader& post, Comment& comment) { read_bluesky_post(post, view, comment); });
  }
}

Json bluesky_facets(std::string_view text) {
  Json facets = Json::array();
  for (const std::string_view start : {"https://", "http://"}) {
    for (auto begin = text.find(start); begin != std::string_view::npos; begin = text.find(start, begin + 1)) {
      auto end = begin;
      while (end < text.size() && !is_end_of_link(text[end])) ++end;
      while (end > begin && std::string_view(".,;:!?)'").find(text[end - 1]) != std::string_view::npos) --end;
      if (end - begin <= start.size()) continue;
      facets.push_back(
          {{"index", {{"byteStart", begin}, {"byteEnd", end}}},
           {"features",
            {{{"$type", "app.bsky.richtext.facet#link"}, {"uri", std::string(text.substr(begin, end - begin))}}}}});
    }
  }
  return facets;
}

}  // namespace cm
