#include "rules/span_search.h"

#include <doctest/doctest.h>

#include "rules/rules_of.h"

using namespace cm;

TEST_CASE("a word hits only whole words, in every script") {
  const RuleSet pass = rule_with("words = ['pass']");
  CHECK(hit(pass, "I pass.") == "pass");
  CHECK(hit(pass, "PASS!") == "PASS");
  CHECK_FALSE(matches(pass, "passé par là... passes"));  // folded "passe" goes on
  CHECK_FALSE(matches(pass, "compass"));
  const RuleSet summer = rule_with("words = ['été']");
  CHECK(hit(summer, "cet été-là") == "été");
  CHECK_FALSE(matches(summer, "il a étéint"));
  const RuleSet donkey = rule_with("words = ['حمار']");
  CHECK(hit(donkey, "انت حِمَار!") == "حِمَار");
  CHECK_FALSE(matches(donkey, "الحمارة"));
}

TEST_CASE("a star at either end reaches to the end of the word") {
  const RuleSet open_end = rule_with("words = ['fuck*']");
  CHECK(hit(open_end, "so fucking good") == "fucking");
  CHECK(hit(open_end, "fuck it") == "fuck");
  CHECK_FALSE(matches(open_end, "motherfucker"));
  const RuleSet open_both = rule_with("words = ['*fuck*']");
  CHECK(hit(open_both, "a motherfucker, twice") == "motherfucker");
  const RuleSet open_start = rule_with("words = ['*ban']");
  CHECK(hit(open_start, "no turban, urban") == "turban");
  CHECK_FALSE(matches(open_start, "bank"));
  CHECK(hit(open_start, "bananaban") == "bananaban");
}

TEST_CASE("a star inside a word, and more than one at its end, are stars") {
  const RuleSet masked = rule_with("words = ['f**k*', 's***', 'a*b']");
  CHECK(hit(masked, "what the F**KING thing") == "F**KING");
  CHECK(hit(masked, "oh s***!") == "s***");
  CHECK_FALSE(matches(masked, "fuck, sh, acb, so"));
}

TEST_CASE("phrases are found over any white space") {
  const RuleSet phrase = rule_with("words = ['never  arrived']");
  CHECK(hit(phrase, "It never\n\tarrived.") == "never\n\tarrived");
  CHECK_FALSE(matches(phrase, "never, arrived"));
}

TEST_CASE("a boundary is asked for only where the pattern's own edge is part of a word") {
  const RuleSet ending = rule_with("regex = ['\\.(?:top|monster)$']");
  CHECK(hit(ending, "shop.top") == ".top");
  const RuleSet money = rule_with("words = ['$$$']");
  CHECK(hit(money, "win$$$now") == "$$$");
}

TEST_CASE("each boundary checks the sides it names") {
  CHECK(hit(rule_with("words = ['arrive']\nboundary = 'start'"), "it arrived") == "arrive");
  CHECK_FALSE(matches(rule_with("words = ['arrive']\nboundary = 'end'"), "it arrived"));
  CHECK(hit(rule_with("words = ['rrived']\nboundary = 'end'"), "it arrived") == "rrived");
  CHECK(hit(rule_with("words = ['rriv']\nboundary = 'none'"), "it arrived") == "rriv");
}

TEST_CASE("when one place fails its boundary, the next is tried, and shorter matches at the same place") {
  CHECK(hit(rule_with("words = ['ass']"), "class, ass") == "ass");
  CHECK(hit(rule_with("regex = ['kill(?: you)?']"), "kill yourself") == "kill");
  CHECK(hit(rule_with("regex = ['as+']"), "assign as") == "as");
  CHECK(hit(rule_with("regex = ['a.*b']"), "a b bc") == "a b");
}

TEST_CASE("of several patterns the leftmost counts, and the longest of those") {
  const RuleSet rules = rule_with("words = ['b', 'a b', 'a']\nregex = ['a b c?']");
  CHECK(hit(rules, "x a b c") == "a b c");
  CHECK(hit(rules, "x a b") == "a b");
  CHECK(hit(rules, "b a") == "b");
}

TEST_CASE("a hit inside an exception is dropped and others are kept") {
  const RuleSet rules = rule_with("words = ['shit*']\nexcept = ['Shit-hot deal']");
  CHECK_FALSE(matches(rules, "a shit-hot deal"));
  CHECK(hit(rules, "a shit-hot deal is SHITTY") == "SHITTY");
  CHECK(matches(rules, "a shit-hot car"));
  const RuleSet regex = rule_with("regex = ['kill\\w*']\nexcept = ['killer deal']");
  CHECK_FALSE(matches(regex, "a killer deal"));
  CHECK(matches(regex, "a killer"));
}

TEST_CASE("spans are bytes of the original, also behind emoji and combining marks") {
  const Comment comment = comment_saying("🙂 e\u0301te\u0301 FU\u200BCK\u0301!");
  const Findings findings = judged(rule_with("words = ['fuck']"), comment);
  REQUIRE(findings.matches.size() == 1);
  CHECK(comment.text.substr(findings.matches[0].begin, findings.matches[0].end - findings.matches[0].begin) ==
        "FU\u200BCK\u0301");
}

TEST_CASE("the raw view takes a pattern as it is written") {
  const RuleSet rules = rule_with("view = ['raw']\nwords = ['Free']\nregex = ['É']\nboundary = 'none'");
  CHECK_FALSE(matches(rules, "free été"));
  CHECK(hit(rules, "Free") == "Free");
  CHECK(hit(rules, "Éric") == "É");
}

TEST_CASE("the deob view sees through evasive spelling, and the first view that hits is told") {
  const RuleSet rules = rule_with("view = ['fold', 'deob']\nwords = ['fuck*']");
  const Comment comment = comment_saying("what the f.u.c.k");
  const Findings findings = judged(rules, comment);
  REQUIRE(findings.matches.size() == 1);
  CHECK(findings.matches[0].view == View::deob);
  CHECK(findings.matches[0].begin == 9);
  CHECK(findings.matches[0].end == 16);
  CHECK(judged(rules, comment_saying("fuck")).matches.at(0).view == View::fold);
}

TEST_CASE("links are read field by field and their span is the whole link") {
  const RuleSet host = rule_with("fields = ['link_host']\nview = ['raw']\nregex = ['^bit\\.ly$']");
  CHECK(hit(host, "win now https://bit.ly/x ok") == "https://bit.ly/x");
  CHECK_FALSE(matches(host, "https://rabbit.ly/x and bit by bit"));
  const RuleSet url = rule_with("fields = ['link_url']\nwords = ['casino']");
  CHECK(matches(url, "https://shop.example/casino?x=1"));
  CHECK_FALSE(matches(url, "casino"));
}

TEST_CASE("the author's name is a field of its own") {
  const RuleSet rules = rule_with("fields = ['author_name']\nwords = ['support']");
  Comment comment = comment_saying("hello");
  comment.author.name = "Acme Support";
  const Findings findings = judged(rules, comment);
  REQUIRE(findings.matches.size() == 1);
  CHECK(findings.matches[0].field == Field::author_name);
  CHECK(findings.matches[0].begin == 5);
}

TEST_CASE("a comment made to keep the search busy ends in good time") {
  std::string hostile(200'000, 'x');
  CHECK_FALSE(matches(rule_with("regex = ['x[^y]*y']"), hostile));
  CHECK_FALSE(matches(rule_with("regex = ['xx?']"), hostile));
  CHECK(matches(rule_with("words = ['*x*']"), hostile));
  std::string scunthorpes;
  for (int i = 0; i < 20'000; ++i) scunthorpes += "scunthorpe ";
  CHECK_FALSE(matches(rule_with("words = ['*cunt*']\nexcept = ['scunthorpe']"), scunthorpes));
}
