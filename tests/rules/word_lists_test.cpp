#include "rules/word_lists.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "rules/rules_of.h"

using namespace cm;

namespace {

const ListFormat& format(std::string_view name) {
  return *std::find_if(list_formats().begin(), list_formats().end(),
                       [&](const ListFormat& one) { return one.name == name; });
}

std::string exported(const RuleSet& rules, std::string_view to, ExportReport& report,
                     const std::vector<std::string>& ordinary = {}) {
  return word_list_of(rules.standing_rules(), format(to), ordinary, report);
}

}  // namespace

TEST_CASE("an imported list becomes a rule that only reports and hits what the list meant") {
  const ForeignWords foreign = format("text").read("# a list\nMerde\n\nmerde\nputain*\r\nf*ck\nl'idiot\n***\n");
  CHECK(foreign.words == std::vector<std::string>{"merde", "putain*", "f*ck", "l'idiot"});
  CHECK(foreign.left_out == 2);
  const std::string file = rule_file_of(foreign, "imported.list", "profanity", "list.txt");
  RuleFiles files = parse_rules(file, "list.toml", RuleOrigin::shipped);
  INFO(file);
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  std::vector<Problem> problems;
  const RuleSet rules = RuleSet::compile(std::move(files.packs), problems);
  REQUIRE(problems.empty());
  for (const char* text : {"quelle MERDE!", "putains", "F*CK", "pauvre l'idiot"}) {
    CAPTURE(text);
    CHECK(matches(rules, text));
    CHECK(judged(rules, comment_saying(text)).matches.at(0).mode == RuleMode::shadow);
  }
  CHECK_FALSE(matches(rules, "emmerdement"));
}

TEST_CASE("disallowed keys are found anywhere, watched words as whole words and without their other columns") {
  CHECK(format("wordpress").read("press\n").boundary == Boundary::none);
  const ForeignWords watched =
      format("discourse").read("word,replacement\ncasino,,false\nfr*e,,\n\"free, now\"\n\"a \"\"b\"\"\",c\n");
  CHECK(watched.words == std::vector<std::string>{"casino", "free, now", "a \"b\""});
  CHECK(watched.regexes == std::vector<std::string>{"fr[^ ]*e"});
  CHECK(watched.boundary == Boundary::word);
}

TEST_CASE("an exported list holds the strongest words first and tells what it leaves out") {
  const RuleSet rules = rules_of(R"(
[[rule]]
id = 'mild'
words = ['darn', 'hell*']
score = 1
[[rule]]
id = 'strong'
severity = 'high'
words = ['Connard*', 'darn']
regex = ['x+']
score = 8
[[rule]]
id = 'careful'
words = ['casino']
score = 3
when = { links = { min = 1 } }
[[rule]]
id = 'protect'
kind = 'protect'
words = ['refund']
)");
  ExportReport report;
  CHECK(exported(rules, "text", report) == "connard*\ndarn\nhell*\n");
  CHECK(report.regexes == 1);
  CHECK(report.conditional == 1);
  ExportReport facebook;
  CHECK(exported(rules, "facebook", facebook) == "connard,darn,hell\n");
  ExportReport wordpress;
  CHECK(exported(rules, "wordpress", wordpress, {"hello"}) == "connard\ndarn\n");
  CHECK(wordpress.too_short == 1);
}

TEST_CASE("the limits of other tools are kept") {
  std::string keys = "score = 1\nwords = [";
  for (int i = 0; i < 20'000; ++i) keys += "'word" + std::to_string(i) + "',";
  const RuleSet rules = rule_with(keys + "]");
  ExportReport facebook;
  const std::string list = exported(rules, "facebook", facebook);
  CHECK(std::count(list.begin(), list.end(), ',') == 999);
  CHECK(facebook.over_limit == 19'000);
  ExportReport youtube;
  CHECK(exported(rules, "youtube", youtube).size() <= 50'001);
  CHECK(youtube.over_limit > 0);
}
