#include "ndjson/comment_json.h"

#include <doctest/doctest.h>

#include "support/sample_comments.h"

namespace cm {
namespace {

Comment readable(std::string_view line) {
  const auto read = comment_from_json(line);
  REQUIRE(std::holds_alternative<Comment>(read));
  return std::get<Comment>(read);
}

std::string why_not(std::string_view line) {
  const auto read = comment_from_json(line);
  REQUIRE(std::holds_alternative<UnreadableLine>(read));
  return std::get<UnreadableLine>(read).why;
}

}  // namespace

TEST_CASE("a line of the contract comes back as it went in") {
  const std::string line =
      R"({"id":"c1","channel":"blog","platform":"wordpress","page":"p","post":"12","parent":null,)"
      R"("author":{"id":"a9","name":"Sam","created_at":null,"role":null},"created_at":"2026-11-20T10:00:00Z",)"
      R"("text":"Hé \"you\"\n","url":"https://blog.example/1","likes":0,"lang":null,"state":"visible"})";

  CHECK(to_json(readable(line)) == line);
  CHECK(readable(line).likes == 0);
  CHECK(readable(line).author.name == "Sam");
}

TEST_CASE("a comment needs no more than an id and a text") {
  const Comment comment = readable(R"({"id":"1","text":""})");

  CHECK(comment.id == "1");
  CHECK(comment.text.empty());
  CHECK_FALSE(comment.likes.has_value());
  CHECK_FALSE(comment.created_at.has_value());
  CHECK(comment.state == CommentState::unknown);
  CHECK(comment.extra.empty());
}

TEST_CASE("unknown keys are handed on, those of the author too") {
  const Comment comment =
      readable(R"({"id":"1","text":"a","zeta":1,"author":{"id":"x","fans":12},"alpha":{"b":[1,"é"]}})");

  CHECK(comment.extra == R"({"alpha":{"b":[1,"é"]},"author":{"fans":12},"zeta":1})");
  const Comment again = readable(to_json(comment));
  CHECK(again.extra == comment.extra);
  CHECK(again.author.id == "x");
}

TEST_CASE("a known key of an odd type is unknown, and handed on as it came") {
  const std::string line =
      R"({"id":"1","channel":null,"platform":null,"page":null,"post":null,"parent":[2],"author":"Sam",)"
      R"("created_at":"yesterday","text":"a","url":7,"likes":"many","lang":null,"state":"on fire"})";
  const Comment comment = readable(line);

  CHECK(comment.parent.empty());
  CHECK(comment.author.name.empty());
  CHECK_FALSE(comment.created_at.has_value());
  CHECK_FALSE(comment.likes.has_value());
  CHECK(comment.state == CommentState::unknown);
  CHECK(to_json(comment) == line);
}

TEST_CASE("a key of a platform's own whose name is taken is handed on under another") {
  Comment comment = comment_saying("a");
  comment.likes = 1;
  comment.extra = R"({"likes":{"data":[7]}})";

  CHECK(to_json(comment).ends_with(R"("likes":1,"lang":null,"state":"visible","_likes":{"data":[7]}})"));
}

TEST_CASE("a mention says so, a comment on an own page says nothing of it") {
  Comment comment = comment_saying("acme, really?", "m1");
  CHECK(to_json(comment).find("mention") == std::string::npos);
  comment.mention = true;
  const std::string line = to_json(comment);
  CHECK(line.find(R"("mention":true)") != std::string::npos);
  CHECK(std::get<Comment>(comment_from_json(line)).mention);
  // A key of the same name that means something else goes through as it came.
  const std::string other = R"({"id":"1","text":"hello","mention":"@acme"})";
  const Comment odd = std::get<Comment>(comment_from_json(other));
  CHECK_FALSE(odd.mention);
  CHECK(to_json(odd).find(R"("mention":"@acme")") != std::string::npos);
}

TEST_CASE("an id that is a whole number is its digits") {
  const Comment comment = readable(R"({"id":18446744073709551615,"post":12,"text":"a","author":{"id":-3}})");

  CHECK(comment.id == "18446744073709551615");
  CHECK(comment.post == "12");
  CHECK(comment.author.id == "-3");
  CHECK(why_not(R"({"id":1.5,"text":"a"})").starts_with("\"id\""));
}

TEST_CASE("a count too large to be one is unknown") {
  CHECK_FALSE(readable(R"({"id":"1","text":"a","likes":18446744073709551615})").likes.has_value());
  CHECK(readable(R"({"id":"1","text":"a","likes":9223372036854775807})").likes == 9223372036854775807);
}

TEST_CASE("lines that are no comment say why and never repeat the text") {
  CHECK(why_not("") == "the line is not valid JSON in UTF-8");
  CHECK(why_not(R"({"id":"1","text":"secret)") == "the line is not valid JSON in UTF-8");
  CHECK(why_not("{\"id\":\"1\",\"text\":\"\xff\"}") == "the line is not valid JSON in UTF-8");
  CHECK(why_not("{\"id\":\"1\",\"text\":\"\xed\xa0\x80\"}") == "the line is not valid JSON in UTF-8");
  CHECK(why_not(R"({"id":"1","text":"\ud800"})") == "the line is not valid JSON in UTF-8");
  CHECK(why_not(R"({"id":"1","text":"a"} {"id":"2"})") == "the line is not valid JSON in UTF-8");
  CHECK(why_not("[1]") == "the line is not a JSON object");
  CHECK(why_not(R"({"text":"a"})").starts_with("\"id\" is missing"));
  CHECK(why_not(R"({"id":"","text":"a"})").starts_with("\"id\" is missing"));
  CHECK(why_not(R"({"id":"1","text":null})").starts_with("\"text\" is missing"));
  CHECK(why_not(R"({"id":"1","text":")" + std::string(longest_line, 'x') + "\"}") == "the line is longer than 1 MiB");
  CHECK(why_not(R"({"id":"1","text":"a","x":)" + std::string(100000, '[')) == "the JSON is nested more than 64 deep");
}

TEST_CASE("brackets inside a text do not count as nesting") {
  CHECK(readable(R"({"id":"1","text":"\"[)" + std::string(1000, '[') + "\"}").text.size() == 1002);
}

TEST_CASE("a verdict is one line with the keys of the contract") {
  Verdict verdict;
  verdict.action = Action::hide;
  verdict.score = 8;
  verdict.severity = Severity::high;
  verdict.labels = {"profanity"};
  verdict.sentiment = Sentiment::negative;
  verdict.lang = "en";
  verdict.department = "community";
  verdict.matches.push_back({"abuse.en.strong", Field::text, View::deob, 9, 16, 8, RuleMode::enforce});

  CHECK(to_json("c1", verdict) ==
        R"({"id":"c1","action":"hide","score":8,"severity":"high","labels":["profanity"],"sentiment":"negative",)"
        R"("lang":"en","department":"community","capped_by":null,"matches":[{"rule":"abuse.en.strong","view":"deob",)"
        R"("begin":9,"end":16,"score":8,"mode":"enforce"}]})");
  CHECK(to_json("c2", Verdict{}) ==
        R"({"id":"c2","action":"none","score":0,"severity":"none","labels":[],"sentiment":null,"lang":null,)"
        R"("department":null,"capped_by":null,"matches":[]})");
}

TEST_CASE("control characters are escaped in ids and texts") {
  CHECK(to_json("a\"\x01\t\x7f", Verdict{}).starts_with(R"({"id":"a\"\u0001\t\u007f",)"));
}

}  // namespace cm
