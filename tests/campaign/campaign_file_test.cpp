#include "campaign/campaign_file.h"

#include <doctest/doctest.h>

#include "base/files.h"
#include "support/temporary_folder.h"

using namespace cm;

namespace {

std::optional<std::string> only_the_blog(std::string_view channel) {
  return channel == "blog" ? std::optional<std::string>("wordpress") : std::nullopt;
}

std::string problems_of(std::string_view toml) {
  return to_string(read_campaign(toml, "campaign.toml", only_the_blog).problems);
}

}  // namespace

TEST_CASE("a campaign names its channels by cm.toml or by platform, and its texts here or in files") {
  const TemporaryFolder folder;
  write_file(folder.path() / "post.txt", "Hello");
  write_file(folder.path() / "expected.csv", "text;kind\nWhere is it?;question\n");
  const CampaignRead read = read_campaign(R"(cm_campaign = 1
begins = "2026-12-01"
expected = "expected.csv"
[[copy]]
channel = "blog"
text = "Good evening"
[[copy]]
channel = "instagram"
file = "post.txt"
)",
                                          folder.path() / "winter.toml", only_the_blog);
  CHECK(to_string(read.problems).empty());
  CHECK(read.campaign.name == "winter");
  CHECK(read.campaign.begins == parse_iso8601("2026-12-01"));
  REQUIRE(read.campaign.copy.size() == 2);
  CHECK(read.campaign.copy[0].platform == "wordpress");
  CHECK(read.campaign.copy[1].platform == "instagram");
  CHECK(read.campaign.copy[1].text == "Hello");
  REQUIRE(read.campaign.expected.size() == 1);
  CHECK(read.campaign.expected[0].kind == ExpectedKind::question);
}

TEST_CASE("a campaign that ends on a day ends with it, one that ends at an hour ends then") {
  const auto end_of = [](const std::string& written) {
    return read_campaign("cm_campaign = 1\nends = \"" + written + "\"\n", "campaign.toml", only_the_blog).campaign.ends;
  };
  CHECK(end_of("2026-12-24") == parse_iso8601("2026-12-25T00:00:00Z"));
  CHECK(end_of("2026-12-24T18:00:00Z") == parse_iso8601("2026-12-24T18:00:00Z"));
}

TEST_CASE("every problem of a campaign is told at its place") {
  CHECK(
      problems_of("cm_campaign = 1\nbaned_words = []\nbegins = \"soon\"\n[[copy]]\nchannel = \"instagran\"\n") ==
      "campaign.toml:2:1: a campaign knows no key \"baned_words\"; did you mean \"banned_words\"?\n"
      "campaign.toml:3:10: \"begins\" is no date such as \"2026-12-01\"\n"
      "campaign.toml:5:11: \"instagran\" is neither a channel of cm.toml nor a platform; did you mean \"instagram\"?\n"
      "campaign.toml:4:1: a copy has either a \"text\" or the name of a \"file\" with it");
  CHECK(problems_of("cm_campaign = 1\nexpected = \"none.csv\"\n").starts_with("campaign.toml:2:12: "));
  CHECK(problems_of("name =").starts_with("campaign.toml:1:"));
}

TEST_CASE("a sheet is read with columns in any order, and as last campaign's follow-up sheet") {
  const ExpectedSheet sheet = read_expected_sheet(
      "\xEF\xBB\xBFkey;Note;text;action;owner\r\nblog/1;\"facts; more\";'=sum?;flag; ana \r\n", "sheet.csv");
  CHECK(to_string(sheet.problems).empty());
  REQUIRE(sheet.rows.size() == 1);
  CHECK(sheet.rows[0].text == "=sum?");
  CHECK(sheet.rows[0].answer == "facts; more");
  CHECK(sheet.rows[0].treatment_text == "flag");
  CHECK(sheet.rows[0].owner == "ana");
  CHECK(sheet.rows[0].place.line == 2);
}

TEST_CASE("what a sheet cannot mean is told with its line and column") {
  const ExpectedSheet sheet =
      read_expected_sheet("text,kind,expect\nbad,complain,visible\n\"two\nlines\",question,hidden\n", "sheet.csv");
  CHECK(to_string(sheet.problems) ==
        "sheet.csv:2:2: \"kind\" cannot be \"complain\", only one of other, complaint, attack, question, praise; did "
        "you mean \"complaint\"?\n"
        "sheet.csv:3:3: \"expect\" cannot be \"hidden\", only one of none, flag, hold, hide, visible");
  CHECK(to_string(read_expected_sheet("words\nbad\n", "sheet.csv").problems).starts_with("sheet.csv:1:1: "));
  CHECK(to_string(read_expected_sheet("", "sheet.csv").problems).starts_with("sheet.csv: "));
  CHECK(to_string(read_expected_sheet("text\n\"open\n", "sheet.csv").problems).starts_with("sheet.csv:2: "));
}

TEST_CASE("the sheet to begin with can be read, and has no text yet") {
  const ExpectedSheet sheet = read_expected_sheet(expected_sheet_template(), "sheet.csv");
  CHECK(sheet.problems.empty());
  CHECK(sheet.rows.size() >= 5);
  for (const ExpectedComment& row : sheet.rows) CHECK(row.text.empty());
}
