#include "rules/fast/required_literals.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "rules/fast/lane.h"
#include "text/fold.h"

namespace cm {
namespace {

std::string listed(std::string_view regex, TextCase text_case = TextCase::folded) {
  const auto literals = requirements_of(regex, text_case).literals;
  if (!literals) return "-";
  std::string all;
  for (const std::string& literal : *literals) all += (all.empty() ? "" : "|") + literal;
  return all;
}

TEST_CASE("the literals that a regex cannot do without are found") {
  CHECK(listed("charged (?:me )?twice") == "charged me twice|charged twice");
  CHECK(listed("never (?:arrived|came)") == "never arrived|never came");
  CHECK(listed("(?:isn't|hasn't) (?:work|arriv)\\w*") == "hasn't arriv|hasn't work|isn't arriv|isn't work");
  CHECK(listed("scam.{0,20}refund") == "refund");
  CHECK(listed("(?i)FREE money+") == "free mone");
  CHECK(listed("[bc]ouquet") == "bouquet|couquet");
  CHECK(listed("[!;]{3,}") == "!!!|!!;|!;!|!;;|;!!|;!;|;;!|;;;");
  CHECK(listed("شحن مجان") == "شحن مجان");
}

TEST_CASE("a regex that can do without any literal has none") {
  for (const char* regex : {"\\d{4}", "[a-z]{5,}", "(?:refund)?", "(?:refund)*x", "a|refund", ".*", "",
                            "[^a]refun?d{0}|x", "\\Qrefund\\E", "ab"})
    CHECK_MESSAGE(listed(regex) == "-", std::string(regex));
}

TEST_CASE("what a regex needs besides is found") {
  CHECK(requirements_of("\\d{4}[ -]?\\d{2,3}", TextCase::folded).digits == 6);
  CHECK(requirements_of("\\d{4}|[0-9]{2}x", TextCase::folded).digits == 2);
  CHECK(requirements_of("(?:\\d{4})?", TextCase::folded).digits == 0);
  CHECK(requirements_of("(?:\\p{Arabic}{9,} ){3}", TextCase::folded).wide == 9);
  CHECK(requirements_of("\\P{Arabic}[^é]\\pL", TextCase::folded).wide == 0);
  CHECK(requirements_of("[$€] ?\\d+", TextCase::folded).also == std::vector<std::vector<std::string>>{{"$", "€"}});
  CHECK(requirements_of("scam.{0,20}refund", TextCase::folded).also == std::vector<std::vector<std::string>>{{"scam"}});
}

TEST_CASE("letters whose case is ignored are no literals in text that was not folded") {
  CHECK(listed("(?i)refund", TextCase::as_it_came) == "-");
  CHECK(listed("refund", TextCase::as_it_came) == "refund");
  CHECK(listed("(?i:free )money", TextCase::as_it_came) == "money");
  CHECK(listed("(?i)été chaud") == " chaud");
}

TEST_CASE("every text that a regex matches has what it needs") {
  std::mt19937 random(11);
  const std::vector<std::string> pieces{
      "abc", "fund", "(?:",    ")",    "|",      "?",     "+",    "*",   "{2}",         "{1,3}",       "[ab]", "[^x]",
      ".",   "\\d",  "\\.",    "(?i)", "é",      " ",     "(?i:", "x",   "\\pL",        "[a-f]",       "(",    "$",
      "^",   "كلب",  "(?P<n>", "[]a]", "[\\d-]", "[0-9]", "[1é]", "{3}", "\\p{Arabic}", "\\P{Arabic}", "[!?]", "!"};
  const std::vector<std::string> letters{"abc", "fund", "a",   "b", "x", "ABC", "FUND", "é", " ",
                                         "1",   ".",    "كلب", "d", "]", "-",   "!",    "?"};
  ViewedBytes view;
  int compiled = 0;
  int matched = 0;
  for (int round = 0; round < 60000; ++round) {
    std::string pattern;
    const std::size_t count = 1 + random() % 7;
    for (std::size_t i = 0; i < count; ++i) pattern += pieces[random() % pieces.size()];
    re2::RE2::Options options;
    options.set_log_errors(false);
    const re2::RE2 regex(pattern, options);
    if (!regex.ok()) continue;
    ++compiled;
    for (const TextCase text_case : {TextCase::folded, TextCase::as_it_came}) {
      const Requirements required = requirements_of(pattern, text_case);
      for (int i = 0; i < 12; ++i) {
        std::string text;
        const std::size_t size = random() % 8;
        for (std::size_t k = 0; k < size; ++k) text += letters[random() % letters.size()];
        if (text_case == TextCase::folded) text = folded(text);
        if (!re2::RE2::PartialMatch(text, regex)) continue;
        ++matched;
        INFO("regex " << pattern << " text " << text);
        view.take_folded(text);
        if (text_case == TextCase::as_it_came) view.take(text);
        REQUIRE(may_meet(view, required));
        if (!required.literals) continue;
        bool has_one = false;
        for (const std::string& literal : *required.literals)
          has_one = has_one || text.find(literal) != std::string::npos;
        REQUIRE(has_one);
      }
    }
  }
  CHECK(compiled > 1000);
  CHECK(matched > 500);
}

}  // namespace
}  // namespace cm
