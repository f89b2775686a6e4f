#include "model/comment.h"

#include <doctest/doctest.h>

using namespace cm;

TEST_CASE("a key is split at its first slash, so that ids may hold more of them") {
  const auto key = parse_key("bsky/at://did:plc:x/app.bsky.feed.post/3k");
  REQUIRE(key);
  CHECK(key->channel == "bsky");
  CHECK(key->id == "at://did:plc:x/app.bsky.feed.post/3k");
}

TEST_CASE("half a key is no key") {
  CHECK_FALSE(parse_key("blog"));
  CHECK_FALSE(parse_key("blog/"));
  CHECK_FALSE(parse_key("/12"));
}

TEST_CASE("every state is read back by its own name") {
  for (const auto state : {CommentState::visible, CommentState::held, CommentState::hidden, CommentState::spam,
                           CommentState::deleted, CommentState::unknown}) {
    CHECK(parse_comment_state(to_string(state)) == state);
  }
  CHECK_FALSE(parse_comment_state("invisible"));
}
