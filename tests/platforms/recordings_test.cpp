// What the vendors really sent: every item of a recording is a comment or named as unreadable, and
// nothing of a comment is dropped silently.
#include "support/recordings.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "base/error.h"
#include "ndjson/comment_json.h"
#include "platforms/graph.h"
#include "platforms/reply_json.h"
#include "support/channel_bench.h"

namespace cm {
namespace {

struct Recording {
  std::string platform;
  std::string file;
};

// The first line of each reply to a channel that has yet to learn who it is.
std::vector<std::string> introduction_to(const std::string& platform) {
  if (platform == "instagram") return {R"({"id":"1","instagram_business_account":{"id":"2"}})", R"({"id":"2"})"};
  return {R"({"id":"1"})"};
}

/// A list of items, whichever way the recording has them: an edge, one object, or objects by id.
Json items_of(const Json& recording) {
  if (member(recording, "data").is_array()) return recording["data"];
  if (recording.contains("id")) return Json::array({recording});
  Json items = Json::array();
  for (const auto& [id, item] : recording.items()) items.push_back(item);
  return items;
}

/// How many of the items can be comments: those with an id, and the replies inside them.
std::size_t comments_in(const Json& items) {
  std::size_t count = 0;
  for (const Json& item : items) {
    if (item.contains("id")) ++count;
    const Json& replies = member(member(item, "replies"), "data");
    if (replies.is_array()) count += comments_in(replies);
  }
  return count;
}

/// Every text in a tree that a person or program might miss; times are read and written anew.
void list_texts(const Json& tree, std::vector<std::string>& into) {
  if (tree.is_string() && !tree.get_ref<const std::string&>().empty()) {
    if (!parse_iso8601(tree.get_ref<const std::string&>())) into.push_back(tree.get<std::string>());
  } else if (tree.is_structured()) {
    for (const auto& part : tree) list_texts(part, into);
  }
}

const std::array<Recording, 16> recordings{{
    {"facebook", "thinkup_comments_cursor_page_n"},
    {"facebook", "thinkup_comments_cursor_last_page"},
    {"facebook", "pyfb_comments__comments_p1"},  // ids were not asked for
    {"facebook", "pyfb_comments__comments_info"},
    {"facebook", "pyfb_comments__comment_info"},
    {"facebook", "pyfb_models__comment"},
    {"facebook", "restfb_v2_2__comment_canHide"},
    {"facebook", "restfb_v2_2__comment_noCanHide"},
    {"facebook", "restfb_v2_2__comment_object"},
    {"facebook", "restfb_v2_2__comment-issue286"},
    {"facebook", "restfb_v2_9__comment-messagetags"},
    {"instagram", "pyfb_medias__comments_p1"},
    {"instagram", "pyfb_comments__comments_fields"},
    {"instagram", "restfb_comment"},
    {"instagram", "restfb_comment_missing_user"},
    {"threads", "restfb_basic-list-reply"},
}};

}  // namespace

TEST_CASE("recorded comments of Meta's networks are read with nothing dropped") {
  for (const Recording& recording : recordings) {
    const auto recorded = shared_platform_file(recording.platform + "/recorded/" + recording.file + ".json");
    if (!recorded) return;
    CAPTURE(recording.file);
    const Json items = items_of(*recorded);
    ChannelBench bench(recording.platform);
    bench.http.reply_json(200, Json{{"data", items}}.dump());
    for (const auto& reply : introduction_to(recording.platform)) bench.http.reply_json(200, reply);
    const CommentPage page = bench.read({"page", ""});

    CHECK(page.comments.size() == comments_in(items));
    CHECK(page.comments.size() + page.unreadable.size() >= items.size());
    std::string written;
    for (const Comment& comment : page.comments) written += to_json(comment) + "\n";
    if (!page.unreadable.empty()) continue;
    std::vector<std::string> texts;
    list_texts(items, texts);
    for (const std::string& text : texts) {
      // Words that became a state are not repeated.
      if (text == "NOT_HUSHED" || text == "UNHUSHED" || text == "HIDDEN") continue;
      const std::string quoted = Json(text).dump();
      CHECK_MESSAGE(written.find(quoted.substr(1, quoted.size() - 2)) != std::string::npos, quoted.substr(0, 40));
    }
  }
}

TEST_CASE("recorded errors of Meta's networks mean what cm does about them") {
  struct Case {
    std::string file;
    int status;
    ErrorKind kind;
  };
  for (const Case& recorded_error :
       {Case{"facebook/recorded/thinkup_error_190_session_expired.json", 400, ErrorKind::login},
        Case{"facebook/recorded/pyfb_error_100_missing_permission.json", 400, ErrorKind::refused},
        Case{"facebook/doc_samples/error_32_page_request_limit.json", 400, ErrorKind::unavailable},
        Case{"facebook/doc_samples/error_80001_page_token_throttled.json", 400, ErrorKind::unavailable},
        Case{"instagram/recorded/restfb_ig_login_exception.json", 400, ErrorKind::refused},
        Case{"threads/recorded/restfb_exception.json", 400, ErrorKind::refused}}) {
    const auto recorded = shared_platform_file(recorded_error.file);
    if (!recorded) return;
    CAPTURE(recorded_error.file);
    const auto refusal = graph_refusal({recorded_error.status, {}, {}}, *recorded);
    REQUIRE(refusal.has_value());
    CHECK(refusal->kind == recorded_error.kind);
  }
}

TEST_CASE("recorded comments of a WordPress site are read, also where only HTML is shown") {
  const auto recorded = shared_platform_file("wordpress/recorded/cp_comments_collection.json");
  if (!recorded) return;
  ChannelBench bench("wordpress", {{"url", "https://blog.example"}, {"user", "moderator"}});
  bench.http.reply_json(200, R"({"id":1,"capabilities":{"moderate_comments":true}})").reply_json(403, "{}");
  bench.http.reply_json(200, recorded->dump());
  const CommentPage page = bench.read({"site", ""});

  REQUIRE(page.comments.size() == recorded->size());
  CHECK(page.unreadable.empty());
  CHECK(page.comments[0].text == "This is a comment");
  CHECK(page.comments[0].post == "4");
  CHECK(page.comments[0].created_at == parse_iso8601("2017-02-14T00:00:00Z"));
  CHECK(page.comments[0].extra.find("meta_value") != std::string::npos);
}

}  // namespace cm
