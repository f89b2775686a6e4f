// What feeds and files must survive: sources without cursors that a host gives and without tokens that end.
#include <doctest/doctest.h>

#include <algorithm>

#include "base/files.h"
#include "moderation/gather.h"
#include "store/store.h"
#include "support/channel_bench.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

struct Source {
  explicit Source(ChannelBench& channel) : bench(channel) {}

  GatherReport gather_now(const GatherOptions& options = {}) {
    return gather(bench.platform(), "shop", store, bench.clock, bench.log, options);
  }

  std::vector<Comment> stored() {
    std::vector<Comment> found;
    store.for_each({.with_deleted = false}, [&](const StoredComment& one) { found.push_back(one.comment); });
    return found;
  }

  ChannelBench& bench;
  Database database = Database::open("sqlite::memory:", ".");
  Store store{database};
};

std::string rss(const std::vector<std::string>& ids, const std::string& date = "Fri, 20 Nov 2026 09:00:00 GMT") {
  std::string body = "<rss version=\"2.0\"><channel>";
  for (const auto& id : ids) {
    body += "<item><guid>" + id + "</guid><title>hello</title><pubDate>" + date + "</pubDate></item>";
  }
  return body + "</channel></rss>";
}

struct FeedSource {
  FeedSource() { bench.secret.clear(); }
  ChannelBench bench{"feed", {{"url", "https://blog.example/comments/feed"}}};
  Source source{bench};
};

/// A channel of a file with these lines.
struct FileSource {
  explicit FileSource(const std::string& lines) { write(lines); }
  void write(const std::string& lines) { write_file(path, lines); }

  TemporaryFolder folder;
  std::filesystem::path path = folder.path() / "comments.ndjson";
  ChannelBench bench{"file", {{"path", path.string()}}};
};

}  // namespace

TEST_CASE("a feed that wants a login is a login error, and what was read before stays") {
  FeedSource feed;
  Source& source = feed.source;
  feed.bench.http.reply(200, rss({"a", "b"})).reply(401, "");
  CHECK(source.gather_now().failures.empty());
  const GatherReport refused = source.gather_now();
  REQUIRE(refused.failures.size() == 1);
  CHECK(refused.failures[0].kind == ErrorKind::login);
  CHECK(refused.failures[0].why.find("use its public address") != std::string::npos);
  CHECK(source.stored().size() == 2);
}

TEST_CASE("an entry that a feed has twice is one comment, and one that left the feed is not gone") {
  FeedSource feed;
  Source& source = feed.source;
  feed.bench.http.reply(200, rss({"a", "b", "a"})).reply(200, rss({"c"}));
  source.gather_now();
  CHECK(source.stored().size() == 2);
  source.gather_now({.full = true});
  CHECK(source.stored().size() == 3);
}

TEST_CASE("a page of HTML where a feed was, and a feed cut short, are errors and no empty feeds") {
  for (const std::string body : {"<html><body>Down for maintenance</body></html>", "<rss><channel><item>", ""}) {
    CAPTURE(body);
    FeedSource feed;
    Source& source = feed.source;
    feed.bench.http.reply(200, rss({"a"})).reply(200, body);
    source.gather_now();
    CHECK(source.gather_now().failures.size() == 1);
    CHECK(source.stored().size() == 1);
  }
}

TEST_CASE("an empty feed is no error, and a clock that is ahead loses no entry") {
  FeedSource feed;
  Source& source = feed.source;
  feed.bench.http.reply(200, rss({}))
      .reply(200, rss({"a"}, "Sat, 21 Nov 2026 09:00:00 GMT"))  // tomorrow, by this machine
      .reply(200, rss({"b"}));
  CHECK(source.gather_now().failures.empty());
  source.gather_now();
  source.gather_now();
  CHECK(source.stored().size() == 2);
}

TEST_CASE("a file that was cut off or moved away in the middle of a run costs nothing that was read") {
  std::string lines;
  for (int i = 1; i <= 1500; ++i) lines += R"({"id":")" + std::to_string(i) + R"(","text":"hello"})" + "\n";
  FileSource file(lines);
  Source source(file.bench);
  CHECK(source.gather_now({.limit = 1000}).limited);
  REQUIRE(source.stored().size() == 1000);

  std::filesystem::remove(file.path);
  const GatherReport missing = source.gather_now();
  REQUIRE(missing.failures.size() == 1);
  CHECK(missing.failures[0].why.find("comments.ndjson") != std::string::npos);
  CHECK(source.stored().size() == 1000);

  // Written anew and shorter: the place to go on from is no longer there, so that it is read from its start.
  file.write(R"({"id":"1","text":"hello"})"
             "\n"
             R"({"id":"new","text":"hello"})"
             "\n");
  CHECK(source.gather_now().failures.empty());
  const auto stored = source.stored();
  CHECK(std::ranges::any_of(stored, [](const Comment& comment) { return comment.id == "new"; }));
}

TEST_CASE("a line that a file has twice is one comment, and bad lines and moments to come keep none away") {
  FileSource file(R"({"id":"1","text":"hello","created_at":"2031-01-01T00:00:00Z"}
{"error":{"code":500}}
{"id":"1","text":"hello"}
{"id":"2","text":7}
{"id":"3","text":"hello","created_at":"2026-11-20T09:00:00Z"}
)");
  Source source(file.bench);
  const GatherReport report = source.gather_now();
  CHECK(report.failures.empty());
  CHECK(report.unreadable.size() == 2);
  CHECK(source.stored().size() == 2);
}

TEST_CASE("a comment whose line left the file between reading and the deed is gone, and nothing is written down") {
  FileSource file(R"({"id":"1","text":"hello"})"
                  "\n");
  Source source(file.bench);
  source.gather_now();
  const Comment known = source.stored().at(0);
  file.write(R"({"id":"2","text":"hello"})"
             "\n");
  CHECK_FALSE(file.bench.platform().read_comment(known).has_value());
}

}  // namespace cm
