#include "reply/reply_check.h"

#include <doctest/doctest.h>

using namespace cm;

namespace {

std::string checks_that_block(const ReplyDraft& draft) {
  std::string names;
  for (const ReplyFinding& finding : check_reply(draft)) {
    if (finding.blocks) names += finding.check + " ";
  }
  return names;
}

}  // namespace

TEST_CASE("a person's signed words may be sent") {
  CHECK(check_reply({.text = "Hi Sam, that should not happen. Which day was it due? - AB"}).empty());
  CHECK(check_reply({.text = "نعتذر منك، متى كان موعد التسليم؟ ^AB"}).empty());
}

TEST_CASE("a reply without initials, or with those of nobody, is held back") {
  CHECK(checks_that_block({.text = "Sorry to hear that!"}) == "signature ");
  CHECK(checks_that_block({.text = "Sorry! - XY", .initials = {"AB", "CD"}}) == "signature ");
  CHECK(checks_that_block({.text = "Sorry! - AB", .initials = {"AB", "CD"}}).empty());
  CHECK(checks_that_block({.text = "Sorry!\n-- AB"}).empty());
}

TEST_CASE("a template is held back, whomever it names") {
  const std::string sent =
      "Hello Sam, we are sorry to hear this. Please write to us in a private message so that we can help. - AB";
  CHECK(checks_that_block({.text = "Hello Lina, we are sorry to hear this. Please write to us in a private message so "
                                   "that we can help. - CD",
                           .recent = {sent}}) == "template ");
  CHECK(checks_that_block({.text = "Lina, which shop was it? I will call them today. - CD", .recent = {sent}}).empty());
}

TEST_CASE("private data stays out of public replies and may stand in private ones") {
  for (const char* text : {"Write to sam@shop.example - AB", "Call +33 1 23 45 67 89 10 - AB",
                           "Your card 4111 1111 1111 1111 was charged - AB", "From DE89 3704 0044 0532 0130 00 - AB"}) {
    CAPTURE(text);
    CHECK(checks_that_block({.text = text}) == "personal-data ");
    CHECK(checks_that_block({.text = text, .is_private = true}).empty());
  }
  CHECK(checks_that_block({.text = "It was 12,50 on 2026-11-20, in shop 4711 - AB"}).empty());
}

TEST_CASE("the brand's own numbers and addresses are nobody's personal data") {
  CHECK(checks_that_block({.text = "Call us: +33 1 23 45 67 89 - AB", .ours = {"+33 1 23 45 67 89"}}).empty());
  CHECK(checks_that_block({.text = "Call 0033123456789 or +33 1 23 45 67 89 - AB", .ours = {"+33 1 23 45 67 89"}}) ==
        "personal-data ");
}

TEST_CASE("a public note needs no signature, and is no template either") {
  CHECK(checks_that_block({.text = "We sent you a message", .signs = false}).empty());
  CHECK(checks_that_block({.text = "We sent you a message", .recent = {"We sent you a message"}, .signs = false}) ==
        "template ");
}

TEST_CASE("what the channel would cut is held back") {
  CHECK(checks_that_block({.text = "Hi - AB", .length = 281, .longest = 280}) == "length ");
  CHECK(checks_that_block({.text = "Hi - AB", .length = 280, .longest = 280}).empty());
}

TEST_CASE("an empty reply is none") { CHECK(checks_that_block({.text = " \n"}) == "empty "); }
