#include "campaign/preflight.h"

#include <doctest/doctest.h>

using namespace cm;

namespace {

constexpr std::string_view some_rules = R"(cm_rules = 1
pack = { id = "t", version = "1", lang = ["*"] }
[[rule]]
id = "abuse.strong"
words = ['idiot']
score = 8
action = "hide"
labels = ["abuse"]
[[rule]]
id = "promotion.offer"
words = ['free delivery']
score = 8
action = "hide"
labels = ["promotion"]
[[rule]]
id = "complaint.broken"
words = ['broken']
score = 1
action = "flag"
labels = ["complaint"]
)";

struct Bench {
  Bench() {
    std::vector<Problem> problems;
    rules = RuleSet::compile(parse_rules(some_rules, "t.toml", RuleOrigin::shipped).packs, problems);
    REQUIRE(problems.empty());
    campaign.expected_file = "expected.csv";
    campaign.expected.push_back(fine_row());
  }

  static ExpectedComment fine_row() {
    ExpectedComment row;
    row.text = "mine came broken";
    row.kind = ExpectedKind::complaint;
    row.owner = "ana";
    row.answer = "a new one is sent";
    return row;
  }

  // "kind kind …" of all gaps.
  std::string gaps() {
    std::vector<Problem> problems;
    const RuleSet brand = brand_rules(campaign, problems);
    REQUIRE(problems.empty());
    const Policy policy(default_policy());
    std::string kinds;
    for (const PreflightCheck& check : preflight(campaign, brand, {rules, policy, departments})) {
      for (const PreflightGap& gap : check.gaps) kinds += (kinds.empty() ? "" : " ") + std::string(to_string(gap.kind));
    }
    return kinds;
  }

  std::string gaps_of_copy(std::string platform, std::string text) {
    campaign.copy = {{platform, platform, std::move(text), {}}};
    return gaps();
  }

  std::string gaps_of(ExpectedComment row) {
    campaign.expected = {std::move(row)};
    return gaps();
  }

  RuleSet rules = [] {
    std::vector<Problem> none;
    return RuleSet::compile({}, none);
  }();
  Campaign campaign;
  std::vector<std::string> departments;
};

}  // namespace

TEST_CASE("a campaign with an answer for everybody has no gap") { CHECK(Bench().gaps().empty()); }

TEST_CASE("copy is measured as its platform counts") {
  Bench bench;
  CHECK(bench.gaps_of_copy("x", std::string(281, 'a')) == "length");
  CHECK(bench.gaps_of_copy("x", std::string(280, 'a')).empty());
  CHECK(bench.gaps_of_copy("x", std::string(250, 'a') + " https://shop.example/" + std::string(100, 'b')).empty());
  CHECK(bench.gaps_of_copy("wordpress", std::string(5000, 'a')).empty());
}

TEST_CASE("copy keeps to the brand's words, to the rules for others, and to honest links") {
  Bench bench;
  bench.campaign.banned_words = {{"guarantee*", {}}};
  CHECK(bench.gaps_of_copy("x", "Satisfaction GUARANTEED") == "brand");
  CHECK(bench.gaps_of_copy("x", "Only an idiot would miss this") == "rules");
  CHECK(bench.gaps_of_copy("x", "Free delivery until Friday").empty());
  CHECK(bench.gaps_of_copy("x", "Look: https://bit.ly/x1") == "link");
  CHECK(bench.gaps_of_copy("x", "Look: http://shop.example/x1") == "link");
}

TEST_CASE("a complaint that would be hidden is a gap, whatever the sheet asks for") {
  Bench bench;
  ExpectedComment row = Bench::fine_row();
  row.text = "which idiot packed this?";
  CHECK(bench.gaps_of(row) == "hidden");
  row.treatment = parse_treatment("hide");
  CHECK(bench.gaps_of(row) == "hidden");
  row.text = "mine came broken";
  CHECK(bench.gaps_of(row) == "hidden");
}

TEST_CASE("an attack that nothing flags is a gap") {
  Bench bench;
  ExpectedComment row = Bench::fine_row();
  row.kind = ExpectedKind::attack;
  row.text = "boycott them";
  CHECK(bench.gaps_of(row) == "unseen");
  row.text = "you idiot";
  CHECK(bench.gaps_of(row).empty());
}

TEST_CASE("another treatment than the sheet asks for is a gap") {
  Bench bench;
  ExpectedComment row = Bench::fine_row();
  row.kind = ExpectedKind::other;
  for (const auto& [text, treatment, gaps] :
       std::vector<std::tuple<std::string, std::string, std::string>>{{"mine came broken", "flag", ""},
                                                                      {"mine came broken", "visible", ""},
                                                                      {"mine came broken", "none", "treatment"},
                                                                      {"mine came broken", "hide", "treatment"},
                                                                      {"you idiot", "hide", ""},
                                                                      {"you idiot", "hold", "treatment"},
                                                                      {"you idiot", "visible", "hidden"},
                                                                      {"lovely", "none", ""},
                                                                      {"lovely", "flag", "treatment"}}) {
    const std::string tried = text + ", " + treatment;
    CAPTURE(tried);
    row.text = text;
    row.treatment_text = treatment;
    row.treatment = parse_treatment(treatment);
    CHECK(bench.gaps_of(row) == gaps);
  }
}

TEST_CASE("a row without an owner, a known department, an answer or a text is a gap") {
  Bench bench;
  ExpectedComment row = Bench::fine_row();
  row.owner.clear();
  CHECK(bench.gaps_of(row) == "owner");
  row.department = "suport";
  CHECK(bench.gaps_of(row).empty());
  bench.departments = {"support"};
  CHECK(bench.gaps_of(row) == "owner");
  row.department = "support";
  row.answer.clear();
  CHECK(bench.gaps_of(row) == "answer");
  row.text.clear();
  CHECK(bench.gaps_of(row) == "incomplete");
}

TEST_CASE("a campaign that expects nothing is not ready") {
  Bench bench;
  bench.campaign.expected.clear();
  CHECK(bench.gaps() == "incomplete");
  bench.campaign.expected_file.clear();
  CHECK(bench.gaps() == "incomplete");
}
