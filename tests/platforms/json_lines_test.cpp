#include "platforms/json_lines.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "base/error.h"
#include "support/collecting_log.h"
#include "support/fixed_clock.h"
#include "support/scripted_http_client.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

class FileChannel {
 public:
  explicit FileChannel(std::string_view contents) {
    folder.write("comments.ndjson", contents);
    channel_.name = "inbox";
    channel_.platform = "file";
    channel_.folder = folder.path();
    channel_.options["path"] = "comments.ndjson";
    reopen();
  }

  /// As the next run of cm would see it.
  void reopen() { platform = make_platform({channel_, {}, http_, clock_, log_}); }

  [[nodiscard]] std::string deeds() const { return folder.read("comments.ndjson.deeds.ndjson"); }

  void write_deeds(std::string_view text) const { folder.write("comments.ndjson.deeds.ndjson", text); }

  [[nodiscard]] CommentPage read_all() const {
    CommentPage all;
    ReadFrom from;
    do {
      CommentPage page = platform->read_page(platform->pages().front(), from);
      std::ranges::move(page.comments, std::back_inserter(all.comments));
      std::ranges::move(page.unreadable, std::back_inserter(all.unreadable));
      from.cursor = page.next_cursor;
      ++reads;
    } while (!from.cursor.empty());
    return all;
  }

  DeedOutcome carry_out(DeedKind kind, const std::string& id, std::int64_t entry, const std::string& text = {}) {
    Deed deed;
    deed.kind = kind;
    deed.target.id = id;
    deed.target = platform->read_comment(deed.target).value();
    deed.run = "20261120T100000Z-3f9c";
    deed.entry = entry;
    deed.at = clock_.now();
    deed.text = text;
    return platform->carry_out(deed);
  }

  [[nodiscard]] CommentState state_of(const std::string& id) const {
    Comment known;
    known.id = id;
    return platform->read_comment(known).value().state;
  }

  TemporaryFolder folder;
  std::unique_ptr<Platform> platform;
  mutable int reads = 0;

 private:
  ChannelSettings channel_;
  ScriptedHttpClient http_;
  FixedClock clock_;
  CollectingLog log_;
};

constexpr std::string_view two_comments =
    "{\"id\":\"c1\",\"text\":\"one\",\"page\":\"shop\"}\n"
    "{\"id\":\"c2\",\"text\":\"two\",\"state\":\"held\"}\n";

}  // namespace

TEST_CASE("the comments of a file carry the channel, and the file's name where they name no page") {
  const FileChannel file(two_comments);
  const CommentPage page = file.read_all();

  REQUIRE(page.comments.size() == 2);
  CHECK(page.comments[0].channel == "inbox");
  CHECK(page.comments[0].platform == "file");
  CHECK(page.comments[0].page == "shop");
  CHECK(page.comments[0].state == CommentState::visible);
  CHECK(page.comments[1].page == "comments.ndjson");
  CHECK(page.comments[1].state == CommentState::held);
  CHECK(page.unreadable.empty());
}

TEST_CASE("a bad line is named with its number and the rest goes on") {
  const FileChannel file(
      "{\"id\":\"c1\",\"text\":\"one\"}\n\nnonsense\n{\"id\":\"c2\"}\n{\"id\":\"c3\",\"text\":\"\"}");
  const CommentPage page = file.read_all();

  CHECK(page.comments.size() == 2);
  REQUIRE(page.unreadable.size() == 2);
  CHECK(page.unreadable[0].item == "comments.ndjson:3");
  CHECK(page.unreadable[1].item == "comments.ndjson:4");
}

TEST_CASE("a large file is read in pages, each line once and with its own number") {
  std::string contents;
  for (int i = 1; i <= 2500; ++i) {
    contents += i == 2400 ? "bad\n" : "{\"id\":\"c" + std::to_string(i) + "\",\"text\":\"t\"}\n";
  }
  const FileChannel file(contents);
  const CommentPage page = file.read_all();

  CHECK(file.reads == 3);
  CHECK(page.comments.size() == 2499);
  CHECK(page.comments.back().id == "c2500");
  CHECK(page.unreadable.at(0).item == "comments.ndjson:2400");
}

TEST_CASE("an empty file is an empty page") { CHECK(FileChannel("").read_all().comments.empty()); }

TEST_CASE("a cursor that a rewritten file no longer fits is refused") {
  const FileChannel file(two_comments);
  const auto read_from = [&](const std::string& cursor) {
    ReadFrom from;
    from.cursor = cursor;
    return file.platform->read_page(file.platform->pages().front(), from);
  };

  CHECK_THROWS_AS((void)read_from("5:1"), Error);
  CHECK_THROWS_AS((void)read_from("99999:1"), Error);
  CHECK_THROWS_AS((void)read_from("somewhere"), Error);
}

TEST_CASE("a file that is not there is refused with its path") {
  const FileChannel file(two_comments);
  std::filesystem::remove(file.folder.path() / "comments.ndjson");

  try {
    (void)file.read_all();
    FAIL("read what is not there");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::refused);
    CHECK(std::string(error.what()).find("comments.ndjson") != std::string::npos);
  }
  CHECK_FALSE(file.platform->diagnose().front().good);
}

TEST_CASE("a deed is one line in the sidecar and the comment's new state") {
  FileChannel file(two_comments);
  const DeedOutcome outcome = file.carry_out(DeedKind::hide, "c1", 7);

  CHECK(outcome.state_after == CommentState::hidden);
  CHECK_FALSE(outcome.was_already_so);
  CHECK(file.deeds() ==
        "{\"id\":\"c1\",\"action\":\"hide\",\"at\":\"2026-11-20T10:00:00Z\",\"run\":\"20261120T100000Z-3f9c\","
        "\"entry\":7}\n");
  CHECK(file.read_all().comments.at(0).state == CommentState::hidden);
  file.reopen();
  CHECK(file.state_of("c1") == CommentState::hidden);
  CHECK(file.state_of("c2") == CommentState::held);
}

TEST_CASE("the last deed about a comment is its state") {
  FileChannel file(two_comments);
  for (const auto& [kind, state] : {std::pair{DeedKind::hide, CommentState::hidden},
                                    {DeedKind::unhide, CommentState::visible},
                                    {DeedKind::hold, CommentState::held},
                                    {DeedKind::approve, CommentState::visible},
                                    {DeedKind::spam, CommentState::spam},
                                    {DeedKind::remove, CommentState::deleted}}) {
    CHECK(file.carry_out(kind, "c1", static_cast<std::int64_t>(kind) + 1).state_after == state);
    CHECK(file.state_of("c1") == state);
    CHECK(file.platform->state_after(kind) == state);
  }
}

TEST_CASE("flags and replies leave the state as it is") {
  FileChannel file(two_comments);

  CHECK(file.carry_out(DeedKind::flag, "c2", 1).state_after == CommentState::held);
  CHECK(file.carry_out(DeedKind::flag, "c2", 2).was_already_so);
  CHECK(file.carry_out(DeedKind::unflag, "c2", 3).state_after == CommentState::held);
  CHECK_FALSE(file.carry_out(DeedKind::reply, "c2", 4, "Thank \"you\"").remote_id.empty());
  CHECK(file.state_of("c2") == CommentState::held);
  const std::string deeds = file.deeds();
  CHECK(std::ranges::count(deeds, '\n') == 3);
  CHECK(deeds.find("\"text\":\"Thank \\\"you\\\"\"") != std::string::npos);
}

TEST_CASE("what is so already is not written down again") {
  FileChannel file(two_comments);

  CHECK(file.carry_out(DeedKind::hold, "c2", 1).was_already_so);
  CHECK_FALSE(std::filesystem::exists(file.folder.path() / "comments.ndjson.deeds.ndjson"));
}

TEST_CASE("a deed that a killed run did already happens once, even when it was reversed since") {
  FileChannel file(two_comments);
  (void)file.carry_out(DeedKind::hide, "c1", 1);
  (void)file.carry_out(DeedKind::reply, "c1", 2, "Hello");
  const std::string deeds = file.deeds();
  file.reopen();

  CHECK_FALSE(file.carry_out(DeedKind::hide, "c1", 1).was_already_so);
  (void)file.carry_out(DeedKind::reply, "c1", 2, "Hello");
  CHECK(file.deeds() == deeds);
  file.write_deeds(deeds + "{\"id\":\"c1\",\"action\":\"unhide\",\"at\":\"2026-11-20T11:00:00Z\",\"run\":\"x\"}\n");
  CHECK(file.carry_out(DeedKind::hide, "c1", 1).state_after == CommentState::visible);
}

TEST_CASE("a last line that a power cut tore is taken out with the next deed") {
  FileChannel file(two_comments);
  (void)file.carry_out(DeedKind::hide, "c1", 1);
  const std::string whole = file.deeds();
  file.write_deeds(whole + "{\"id\":\"c2\",\"action\":\"unh");
  file.reopen();

  CHECK(file.state_of("c2") == CommentState::held);
  (void)file.carry_out(DeedKind::approve, "c2", 2);
  CHECK(file.deeds().starts_with(whole + "{\"id\":\"c2\",\"action\":\"approve\""));
  CHECK(file.state_of("c2") == CommentState::visible);
}

TEST_CASE("a whole last line without its line break counts and stays") {
  FileChannel file(two_comments);
  file.write_deeds(R"({"id":"c1","action":"spam","at":"2026-11-20T10:00:00Z","run":"r"})");

  CHECK(file.state_of("c1") == CommentState::spam);
  (void)file.carry_out(DeedKind::approve, "c1", 2);
  const std::string deeds = file.deeds();
  CHECK(std::ranges::count(deeds, '\n') == 2);
  CHECK(file.state_of("c1") == CommentState::visible);
}

TEST_CASE("a comment is read as it is now, and is gone when its line is gone") {
  FileChannel file(two_comments);
  CHECK(file.state_of("c2") == CommentState::held);
  file.folder.write("comments.ndjson", "{\"id\":\"c2\",\"text\":\"edited\"}\n{\"id\":\"c2\",\"text\":\"twice\"}\n");
  Comment known;
  known.id = "c2";

  CHECK(file.platform->read_comment(known).value().text == "twice");
  known.id = "c1";
  CHECK_FALSE(file.platform->read_comment(known).has_value());
}

}  // namespace cm
