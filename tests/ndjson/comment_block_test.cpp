#include "ndjson/comment_block.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <variant>
#include <vector>

#include "ndjson/comment_json.h"

namespace cm {
namespace {

/// What a block says of lines, and what reading them one by one says.
void check_same(const std::string& lines) {
  CommentBlock block;
  block.read(lines, 1);
  std::size_t comments = 0;
  std::size_t troubles = 0;
  std::uint64_t number = 1;
  for (std::size_t at = 0; at < lines.size(); ++number) {
    const std::size_t end = std::min(lines.find('\n', at), lines.size());
    std::string_view line = std::string_view(lines).substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = end + 1;
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    INFO("line " << line);
    const auto read = comment_from_json(line);
    if (const auto* const comment = std::get_if<Comment>(&read)) {
      REQUIRE(comments < block.comments().size());
      const BlockComment& quick = block.comments()[comments++];
      const Subject expected = subject_of(*comment);
      REQUIRE(quick.number == number);
      REQUIRE(quick.subject.id == expected.id);
      REQUIRE(quick.subject.channel == expected.channel);
      REQUIRE(quick.subject.text == expected.text);
      REQUIRE(quick.subject.lang == expected.lang);
      REQUIRE(quick.subject.author_id == expected.author_id);
      REQUIRE(quick.subject.author_name == expected.author_name);
      REQUIRE(quick.subject.author_role == expected.author_role);
      REQUIRE(quick.subject.author_created_at == expected.author_created_at);
      REQUIRE(quick.subject.created_at == expected.created_at);
      REQUIRE(std::holds_alternative<Comment>(comment_from_json(quick.json)));
    } else {
      REQUIRE(troubles < block.troubles().size());
      const BlockTrouble& trouble = block.troubles()[troubles++];
      REQUIRE(trouble.number == number);
      REQUIRE(trouble.why == std::get<UnreadableLine>(read).why);
    }
  }
  REQUIRE(comments == block.comments().size());
  REQUIRE(troubles == block.troubles().size());
}

TEST_CASE("a block of lines reads as its lines do") {
  check_same("");
  check_same("\n\n");
  check_same(R"({"id":"a","text":"x"})");
  check_same("{\"id\":\"a\",\"text\":\"x\"}\r\n\r\n  {\"text\":\"y\\n\\u00e9\\ud83d\\ude00\\\"\",\"id\":\"b\"} \n");
  check_same(
      "{\"id\":7,\"text\":\"x\"}\n{\"id\":\"\",\"text\":\"x\"}\n{\"id\":\"a\"}\n[1]\nnull\n{\"id\":\"a\",\"text\":null}"
      "\n{}\n");
  check_same("{\"id\":\"a\",\"text\":\"x\"} {\"id\":\"b\",\"text\":\"y\"}\n{\"id\":\"c\",\n\"text\":\"z\"}\n");
  check_same(
      "{\"id\":\"a\",\"text\":\"x\",\"id\":\"b\"}\n{\"id\":\"a\",\"text\":\"\\ud800\"}\n{\"id\":\"a\",\"text\":"
      "\"\xFF\"}\n{\"id\":\"a\",\"text\":\"ok\"}\n");
  check_same(
      R"({"id":"a","text":"x","author":{"id":"7","name":"N","role":"staff","created_at":"2026-01-01T00:00:00Z","x":[1,{"y":-2.5e3}]},"created_at":"2026-11-20T10:00:00Z","lang":"en","channel":"c","likes":3,"parent":null,"z":[true,false,null,{}]})");
  check_same(
      "{\"id\":\"a\",\"text\":\"x\",\"author\":null,\"lang\":7,\"created_at\":\"soon\"}\n{\"id\":\"a\",\"te\\u0078t\":"
      "\"x\"}\n");
  check_same("{\"id\":\"a\",\"text\":\"cut");
}

TEST_CASE("a line of over 1 MiB is told, and the next one is read") {
  check_same("{\"id\":\"a\",\"text\":\"" + std::string(longest_line, 'x') + "\"}\n{\"id\":\"b\",\"text\":\"y\"}\n");
}

TEST_CASE("a block of spoiled lines reads as its lines do") {
  const std::string good =
      R"({"id":"fa1-1","platform":"x","author":{"id":"a1","name":"Zoé \"Z\""},"created_at":"2025-01-01T00:00:00Z","text":"Ça \u00e9\n va 😀","n":[1,-2.5e+3,0],"o":{"p":true},"parent":null,"likes":12})";
  const std::string pieces = "\"\\{}[]:,0123e+-.un \t\r\n\x01\xC3t";
  std::mt19937 random(5);
  for (int round = 0; round < 20000; ++round) {
    std::string line = good;
    const std::size_t changes = 1 + random() % 3;
    for (std::size_t i = 0; i < changes; ++i) {
      const std::size_t at = random() % line.size();
      switch (random() % 3) {
        case 0:
          line.erase(at, 1 + random() % 3);
          break;
        case 1:
          line.insert(at, 1, pieces[random() % pieces.size()]);
          break;
        default:
          line[at] = pieces[random() % pieces.size()];
      }
    }
    check_same(line + "\n" + good);
  }
}

}  // namespace
}  // namespace cm
