// Posts of the AT Protocol as comments: addresses, threads, record keys, facets.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "platforms/item_reader.h"
#include "platforms/platform.h"

namespace cm {

/// "at://REPO/COLLECTION/KEY" taken apart.
struct AtUri {
  std::string repo;
  std::string collection;
  std::string key;
};
[[nodiscard]] std::optional<AtUri> parse_at_uri(std::string_view uri);
[[nodiscard]] std::string to_string(const AtUri& uri);

/// The account that an at:// address belongs to.
[[nodiscard]] std::string repo_of(std::string_view uri);

/// A record key of the kind "tid" (53 bits of microseconds, 10 of a counter) made of a moment and a
/// number: the same two always give the same key, so that a post is made once.
[[nodiscard]] std::string tid_of(Timestamp moment, std::int64_t number);

/// What a comment's state depends on and its post does not tell.
struct BlueskyView {
  std::string own_did;
  std::string labeler;  ///< whose labels count; empty: nobody's
  std::function<bool(const std::string& root, const std::string& uri)> is_hidden;
};

/// Reads an app.bsky.feed.defs#postView, or a notification, which has the same facts under the same names.
void read_bluesky_post(ItemReader& post, const BlueskyView& view, Comment& comment);

/// All replies of an app.bsky.feed.defs#threadViewPost, however deep; the post itself is not among
/// them. `cut` is called with the address of each post whose replies were left out of the thread.
void read_bluesky_thread(Json thread, const BlueskyView& view, CommentPage& page,
                         const std::function<void(const std::string& uri)>& cut);

/// The facets of a text: its links, as byte ranges.
[[nodiscard]] Json bluesky_facets(std::string_view text);

}  // namespace cm
