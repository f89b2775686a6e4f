// Store::thread_of
#include <doctest/doctest.h>

#include "store/store.h"
#include "support/sample_comments.h"
#include "support/test_database.h"

using namespace cm;

namespace {

const Timestamp noon = parse_iso8601("2026-11-20T12:00:00Z").value();

void add(Store& store, const std::string& id, const std::string& parent) {
  Comment comment = comment_saying("text of " + id);
  comment.id = id;
  comment.parent = parent;
  store.save_comment(comment, noon);
}

std::vector<std::string> ids(const std::vector<StoredComment>& list) {
  std::vector<std::string> found;
  for (const auto& one : list) found.push_back(one.comment.id);
  return found;
}

}  // namespace

TEST_CASE("a thread is what stands above a comment, from the top, and the answers to it") {
  TestDatabase made("memory");
  Store store(made.get());
  add(store, "top", "");
  add(store, "middle", "top");
  add(store, "this", "middle");
  add(store, "answer", "this");
  add(store, "elsewhere", "top");
  const Store::Thread thread = store.thread_of(store.find("blog/this")->comment, 10);
  CHECK(ids(thread.above) == std::vector<std::string>{"top", "middle"});
  CHECK(ids(thread.answers) == std::vector<std::string>{"answer"});
  CHECK(ids(store.thread_of(store.find("blog/this")->comment, 1).above) == std::vector<std::string>{"middle"});
}

TEST_CASE("comments that answer each other in a circle end the thread") {
  TestDatabase made("memory");
  Store store(made.get());
  add(store, "a", "b");
  add(store, "b", "a");
  CHECK(ids(store.thread_of(store.find("blog/a")->comment, 10).above) == std::vector<std::string>{"b"});
}
