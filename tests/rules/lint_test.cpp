#include "rules/lint.h"

#include <doctest/doctest.h>

#include <string>

#include "rules/rules_of.h"
#include "text/fold.h"

using namespace cm;

namespace {

/// The findings for one enforced rule with these keys, one a line: "line:column check".
std::string found(const std::string& keys, const std::vector<std::string>& ordinary = {}) {
  const std::string examples = "[rule.test]\nmatch = ['x']\nclean = ['y']\n";
  RuleFiles files =
      parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\n" + keys + "\n" + examples, "f", RuleOrigin::shipped);
  INFO(to_string(files.problems));
  REQUIRE(files.problems.empty());
  std::string lines;
  for (const LintFinding& finding : lint(files.packs, LintContext{.ordinary_words = ordinary})) {
    lines += std::to_string(finding.place.line) + ":" + std::to_string(finding.place.column) + " " +
             std::string(finding.check) + "\n";
  }
  return lines;
}

const std::string abuse = "score = 8\naction = 'hide'\nlabels = ['abuse']\n";

}  // namespace

TEST_CASE("a sound rule has no findings") {
  CHECK(found(abuse + "words = ['shit*', 'ass']\nregex = ['kill (?:you|him)']\nexcept = ['shit-hot']").empty());
}

TEST_CASE("a rule without examples is told, for what is missing") {
  RuleFiles files = parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\nwords = ['xyz']\n[rule.test]\nmatch = ['x']\n", "f",
                                RuleOrigin::shipped);
  const auto findings = lint(files.packs, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].message == "\"r\" has no example that it must leave clean");
}

TEST_CASE("a word that its stars let hit inside an ordinary word is told, an excepted one is not") {
  const std::vector<std::string> ordinary{"scunthorpe", "assistant", "ass"};
  CHECK(found(abuse + "words = ['xyz', 'ass*']", ordinary) == "7:17 inside-a-word\n");
  CHECK(found(abuse + "words = ['*cunt*']\nexcept = ['Scunthorpe']", ordinary).empty());
  CHECK(found(abuse + "words = ['ass']", ordinary).empty());
  CHECK(found(abuse + "words = ['ass']\nboundary = 'start'", ordinary) == "7:10 inside-a-word\n");
}

TEST_CASE("a letter, a number or an everyday word that would flag a comment alone is told") {
  const auto lines = [](const std::string& keys) {
    RuleFiles files =
        parse_rules("cm_rules = 1\n[[rule]]\nid = 'r'\n" + keys + "[rule.test]\nmatch = ['x']\nclean = ['y']\n", "f",
                    RuleOrigin::shipped);
    REQUIRE(files.problems.empty());
    std::string told;
    for (const LintFinding& finding :
         lint(files.packs, LintContext{.everyday_words = {"faire", "عبد", folded("قهوة")}})) {
      told += finding.message.substr(0, finding.message.find(' ')) + " ";
    }
    return told;
  };
  CHECK(lines(abuse + "words = ['i', '8', 'Faire', 'قهوة', 'عبد', 'merde', '🖕', '1488']\n") ==
        "\"i\" \"8\" \"Faire\" \"قهوة\" \"عبد\" ");
  CHECK(lines("score = 1\naction = 'flag'\nlabels = ['spam']\nwords = ['faire']\n").empty());  // needs company
}

TEST_CASE("a pattern that stands twice is told at its second place") {
  CHECK(found(abuse + "words = ['Merde', 'merde']\nregex = ['a.bcd', 'a.bcd']") == "7:19 duplicate\n8:19 duplicate\n");
}

TEST_CASE("a word in two rules is told where both do the same with it") {
  const auto in_two_rules = [](const std::string& first, const std::string& second) {
    const std::string end = "words = ['xyz']\n[rule.test]\nmatch = ['x']\nclean = ['y']\n";
    RuleFiles files =
        parse_rules("cm_rules = 1\n[[rule]]\nid = 'a'\n" + first + end + "[[rule]]\nid = 'b'\n" + second + end, "f",
                    RuleOrigin::shipped);
    REQUIRE(files.problems.empty());
    return lint(files.packs, {}).size();
  };
  const std::string protects = "kind = 'protect'\n";
  const std::string labels_only = "labels = ['question']\n";
  CHECK(in_two_rules(abuse, abuse) == 1);
  CHECK(in_two_rules(protects, protects) == 1);
  CHECK(in_two_rules(labels_only, labels_only) == 0);
  CHECK(in_two_rules(abuse, protects) == 0);
  CHECK(in_two_rules(abuse, labels_only) == 0);
}

TEST_CASE("a rule that can cause nothing is told") {
  CHECK(found("words = ['xyz']\nscore = 3\naction = 'flag'") == "2:1 no-effect\n");
  CHECK(found("words = ['xyz']\nscore = 3\nlabels = ['spam']") == "2:1 no-effect\n");
  CHECK(found("words = ['xyz']\naction = 'flag'\nlabels = ['spam']") == "2:1 no-effect\n");
  CHECK(found(abuse + "words = ['xyz']\nmode = 'off'") == "2:1 no-effect\n");
  CHECK(found("words = ['xyz']\nkind = 'protect'\ncap = 'hide'") == "2:1 no-effect\n");
  CHECK(found("words = ['xyz']\nkind = 'protect'\ncap = 'flag'").empty());
}

TEST_CASE("what no comment can meet is told") {
  CHECK(found(abuse + "words = ['\u0640']") == "7:10 never-fires\n");  // tatweel alone folds to nothing
  CHECK(found(abuse + "words = ['a/b']\nfields = ['link_host']") == "7:10 never-fires\n");
  CHECK(found(abuse + "words = ['xyz']\nwhen = { capitals_share = { min = 80 } }") == "2:1 never-fires\n");
}

TEST_CASE("who people are is no abuse by itself, with an insult it may be") {
  CHECK(found(abuse + "words = ['Gay', 'musulman', 'يهودي']") ==
        "7:10 identity-alone\n7:17 identity-alone\n7:29 identity-alone\n");
  CHECK(found(abuse + "words = ['dirty gay']").empty());
}

TEST_CASE("regexes that do not know their letters, or that never see them, are told") {
  CHECK(found(abuse + "regex = ['\\bété\\b']") == "7:10 ascii-minded\n7:10 not-in-view\n");
  CHECK(found(abuse + "view = ['raw']\nregex = ['\\bété']") == "8:10 ascii-minded\n");
  CHECK(found(abuse + "regex = ['charged TWICE']") == "7:10 not-in-view\n");
  CHECK(found(abuse + "regex = ['(?i)charged TWICE', '\\pL+ whatever \\D']").empty());
  CHECK(found(abuse + "regex = ['أحمق جدا']") == "7:10 not-in-view\n");
}

TEST_CASE("regexes that match nothing or anything are told with their cost") {
  CHECK(found(abuse + "regex = ['(?:spam)?']") == "7:10 matches-nothing\n7:10 no-literal\n");
  CHECK(found(abuse + "regex = ['[0-9]{6,}']") == "7:10 no-literal\n");
}
