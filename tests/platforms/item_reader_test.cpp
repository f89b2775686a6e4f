#include "platforms/item_reader.h"

#include <doctest/doctest.h>

namespace cm {
namespace {

CommentPage read_one(const char* json) {
  CommentPage page;
  add_item(page, Json::parse(json), 3, [](ItemReader& item, Comment& comment) {
    comment.id = item.required_id("id");
    comment.text = item.body("text");
    comment.likes = item.count("likes");
    comment.created_at = item.time("at");
    ItemReader author = item.object("user");
    comment.author.id = author.id("id");
  });
  return page;
}

}  // namespace

TEST_CASE("what cm does not know of an item is kept") {
  const CommentPage page =
      read_one(R"({"id":"a","text":"hi","likes":2,"user":{"id":5,"badge":"gold"},"new":[1,{"x":null}],"gone":null})");
  REQUIRE(page.comments.size() == 1);
  CHECK(page.unreadable.empty());
  CHECK(page.comments[0].author.id == "5");
  CHECK(page.comments[0].likes == 2);
  CHECK(page.comments[0].extra == R"({"new":[1,{"x":null}],"user":{"badge":"gold"}})");
}

TEST_CASE("what is missing is unknown, and nothing is left over") {
  const CommentPage page = read_one(R"({"id":17})");
  REQUIRE(page.comments.size() == 1);
  CHECK(page.comments[0].id == "17");
  CHECK_FALSE(page.comments[0].likes);
  CHECK_FALSE(page.comments[0].created_at);
  CHECK(page.comments[0].extra.empty());
}

TEST_CASE("a fact of an odd type is reported and kept, and the comment is read") {
  const CommentPage page = read_one(R"({"id":"a","text":"hi","likes":"many","user":"sam","at":12.5})");
  REQUIRE(page.comments.size() == 1);
  REQUIRE(page.unreadable.size() == 3);
  CHECK(page.unreadable[0].item == "a");
  CHECK(page.unreadable[0].why == "\"likes\" is not a whole number; the rest of it was read");
  CHECK(page.comments[0].extra == R"({"at":12.5,"likes":"many","user":"sam"})");
}

TEST_CASE("an item without id or with a text that is none is unreadable") {
  CommentPage page = read_one(R"({"text":"hi"})");
  CHECK(page.comments.empty());
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.unreadable[0].item == "item 3");
  page = read_one(R"({"id":"a","text":["hi"]})");
  REQUIRE(page.unreadable.size() == 1);
  CHECK(page.unreadable[0].item == "a");
  page = read_one("[1]");
  REQUIRE(page.unreadable.size() == 1);
}

TEST_CASE("seconds since 1970 are read as numbers and texts, and nothing beyond this century") {
  std::vector<std::string> odd;
  Json item = Json::parse(R"({"a":1700000000,"b":"1700000000","c":1700000000.25,"d":1e300,"e":"soon"})");
  ItemReader reader(item, odd);
  CHECK(reader.epoch_seconds("a") == parse_iso8601("2023-11-14T22:13:20Z"));
  CHECK(reader.epoch_seconds("b") == parse_iso8601("2023-11-14T22:13:20Z"));
  CHECK(reader.epoch_seconds("c") == parse_iso8601("2023-11-14T22:13:20.250Z"));
  CHECK_FALSE(reader.epoch_seconds("d"));
  CHECK_FALSE(reader.epoch_seconds("e"));
  CHECK(odd.size() == 2);
}

}  // namespace cm
