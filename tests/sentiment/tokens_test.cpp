#include "sentiment/tokens.h"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace cm {
namespace {

std::vector<std::string> texts(std::string_view comment) {
  std::vector<std::string> all;
  for (const Token& token : sentiment_tokens(comment)) all.push_back(token.text);
  return all;
}

using Texts = std::vector<std::string>;

TEST_CASE("Words are folded, and a stretched letter is written twice") {
  CHECK(texts("Sooooo GOOD, déjà") == Texts{"soo", "good", ",", "deja"});
}

TEST_CASE("An apostrophe belongs to a word only inside it") {
  CHECK(texts("don’t 'really'") == Texts{"don't", "'", "really", "'"});
}

TEST_CASE("Names and links say that they are there and no more") {
  CHECK(texts("@anna look https://shop.example/:( now") == Texts{"@", "look", "http", "now"});
  CHECK(sentiment_tokens("@anna").front().kind == TokenKind::mention);
}

TEST_CASE("An emoticon is one sign, and a colon before a word is none") {
  CHECK(texts("ok :-) :( <3 :D") == Texts{"ok", ":-)", ":(", "<3", ":d"});
  CHECK(texts("note:draft") == Texts{"note", ":", "draft"});
}

TEST_CASE("A text that was escaped twice is read as meant") {
  CHECK(texts("don\\u2019t") == Texts{"don't"});
  CHECK(texts("\\u20") == Texts{"\\", "u20"});
  CHECK(texts("\\ud83d") == Texts{"\\", "ud83d"});
}

}  // namespace
}  // namespace cm
