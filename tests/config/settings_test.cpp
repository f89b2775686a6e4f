#include "config/settings.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "support/temporary_folder.h"

namespace cm {
namespace {

const std::vector<KnownPlatform> platforms{{"wordpress", {"url", "user"}}, {"file", {"path"}}};

SettingsRead read(std::string_view toml) { return read_settings(toml, "/site/cm.toml", platforms); }

Settings parsed(std::string_view toml) {
  SettingsRead settings = read(toml);
  CHECK(to_string(settings.problems).empty());
  return std::move(settings.settings);
}

std::string problems_in(std::string_view toml) { return to_string(read(toml).problems); }

TEST_CASE("Every key of the contract's example reaches its setting") {
  const Settings settings = parsed(R"(cm = 1
store = "postgresql://db.example/cm"
rules = ["pack:en", "rules/"]
protect_complaints = false

[policy]
profanity = { flag = 4, hide = 8 }
spam      = { flag = 3, hold = 4, hide = 6 }

[guard]
max_actions = 20
max_hidden_share = 0.5

[follow_up]
contact_hours = 24
departments = { billing = "finance@acme.example" }

[[channel]]
name     = "blog"
platform = "wordpress"
url      = "https://blog.acme.example"
user     = "moderator"
secret   = { env = "CM_BLOG_PASSWORD" }
pages    = ["7"]
lang     = ["en", "fr"]
base_url = "http://127.0.0.1:1"
ca_file  = "ca.pem"
timeout_s = 5
max_requests_per_minute = 60
)");
  CHECK(settings.store == "postgresql://db.example/cm");
  CHECK(settings.rules == std::vector<std::string>{"pack:en", "rules/"});
  CHECK_FALSE(settings.protect_complaints);
  REQUIRE(settings.policy);
  CHECK(settings.policy->at("profanity").hide == 8);
  CHECK(settings.policy->at("profanity").hold == 0);
  CHECK(settings.policy->at("spam").hold == 4);
  CHECK(settings.guard.max_actions == 20);
  CHECK(settings.guard.max_hidden_share == 0.5);
  CHECK(settings.follow_up.contact_hours == 24);
  CHECK(settings.follow_up.departments.at("billing") == "finance@acme.example");
  REQUIRE(settings.channels.size() == 1);
  const ChannelSettings& blog = settings.channels.front();
  CHECK(blog.name == "blog");
  CHECK(blog.platform == "wordpress");
  CHECK(std::get<std::string>(blog.options.at("url")) == "https://blog.acme.example");
  CHECK(std::get<SecretFromEnv>(blog.secret).variable == "CM_BLOG_PASSWORD");
  CHECK(blog.pages == std::vector<std::string>{"7"});
  CHECK(blog.lang == std::vector<std::string>{"en", "fr"});
  CHECK(blog.ca_file == "/site/ca.pem");
  CHECK(blog.timeout == std::chrono::seconds(5));
  CHECK(blog.max_requests_per_minute == 60);
  CHECK(blog.place.line == 18);
}

TEST_CASE("What is not written has the value of the manual") {
  const Settings settings = parsed("cm = 1\n");
  CHECK(settings.store == "sqlite:cm.db");
  CHECK(settings.protect_complaints);
  CHECK_FALSE(settings.policy);
  CHECK(settings.guard.max_actions == 200);
  CHECK(settings.follow_up.contact_hours == 48);
  CHECK(settings.channels.empty());
}

TEST_CASE("An unknown key is told with its place and the nearest key") {
  CHECK(problems_in("cm = 1\nprotect_complaint = true\n") ==
        "/site/cm.toml:2:1: the config knows no key \"protect_complaint\"; did you mean \"protect_complaints\"?");
  CHECK(problems_in("[guard]\nmax_action = 1\n").find("did you mean \"max_actions\"") != std::string::npos);
  CHECK(problems_in("[[channel]]\nname = \"a\"\nplatform = \"file\"\npaht = \"x\"\n").find("\"path\"") !=
        std::string::npos);
}

TEST_CASE("An unknown platform is told with the nearest one, and its keys are left alone") {
  CHECK(problems_in("[[channel]]\nname = \"a\"\nplatform = \"wordpres\"\nuser = \"x\"\n") ==
        "/site/cm.toml:3:12: no platform is called \"wordpres\"; did you mean \"wordpress\"?");
}

TEST_CASE("A mistyped \"platform\" is told by its own place") {
  CHECK(problems_in("[[channel]]\nname = \"a\"\npath = \"x\"\nplatfrom = \"file\"\n")
            .find("cm.toml:4:1: a channel knows no key \"platfrom\"; did you mean \"platform\"?") != std::string::npos);
}

TEST_CASE("All problems are told at once, from the top down") {
  CHECK(problems_in("cm = 2\n"
                    "store = \"mysql:x\"\n"
                    "rules = [1]\n"
                    "[guard]\n"
                    "max_hidden_share = 20\n"
                    "[policy]\n"
                    "spam = { flag = -1, hid = 3 }\n") ==
        "/site/cm.toml:1:6: \"cm\" must be a whole number from 1 to 1\n"
        "/site/cm.toml:2:9: \"store\" must be \"sqlite:FILE\" or \"postgresql://…\"\n"
        "/site/cm.toml:3:10: \"rules\" holds something that is no text in quotes\n"
        "/site/cm.toml:5:20: \"max_hidden_share\" must be a number from 0 to 1\n"
        "/site/cm.toml:7:17: \"flag\" must be a whole number from 0 on\n"
        "/site/cm.toml:7:21: [policy] spam knows no key \"hid\"; did you mean \"hide\"?");
}

TEST_CASE("Broken TOML is told with its place") {
  CHECK(problems_in("cm = 1\nstore = \"x\n").starts_with("/site/cm.toml:2:"));
}

TEST_CASE("A secret written into the config is refused without repeating it") {
  const std::string problems = problems_in("[[channel]]\nname = \"a\"\nplatform = \"file\"\nsecret = \"hunter2\"\n");
  CHECK(problems.starts_with("/site/cm.toml:4:10: a secret does not stand in the config"));
  CHECK(problems.find("hunter2") == std::string::npos);
}

TEST_CASE("A channel needs a name of its own and a platform") {
  CHECK(problems_in("[[channel]]\nplatform = \"file\"\n").find("needs a \"name\"") != std::string::npos);
  CHECK(problems_in("[[channel]]\nname = \"a\"\n").find("needs a \"platform\"") != std::string::npos);
  CHECK(problems_in("[[channel]]\nname = \"a/b\"\nplatform = \"file\"\n").find("characters") != std::string::npos);
  const std::string twice = "[[channel]]\nname = \"a\"\nplatform = \"file\"\n";
  CHECK(problems_in(twice + twice) == "/site/cm.toml:5:8: two channels are called \"a\"");
}

TEST_CASE("Overrides are read, and told when they name an unknown channel or set nothing") {
  const std::string channel = "[[channel]]\nname = \"blog\"\nplatform = \"file\"\n";
  const Settings settings = parsed(channel +
                                   "[[override]]\nrules = [\"spam.*\"]\nchannel = [\"blog\"]\nlang = [\"fr\"]\n"
                                   "mode = \"off\"\nscore = -2\naction = \"flag\"\n");
  REQUIRE(settings.overrides.size() == 1);
  CHECK(settings.overrides[0].mode == RuleMode::off);
  CHECK(settings.overrides[0].score == -2);
  CHECK(settings.overrides[0].ceiling == Action::flag);
  CHECK(problems_in(channel + "[[override]]\nrules = [\"a\"]\nchannel = [\"blug\"]\nmode = \"of\"\n") ==
        "/site/cm.toml:6:11: no channel is called \"blug\"; did you mean \"blog\"?\n"
        "/site/cm.toml:7:8: \"mode\" cannot be \"of\"; did you mean \"off\"?");
  CHECK(problems_in("[[override]]\n").find("sets a \"mode\"") != std::string::npos);
}

TEST_CASE("Working hours, escalations and what replies are held to") {
  const Settings settings = parsed(
      "[follow_up]\ntime_zone = \"Europe/Paris\"\nhours = \"09:00-17:30\"\ndays = [\"mon\", \"fri\"]\n"
      "holidays = [\"2026-12-25\"]\nescalate = { billing = { after_hours = 8, to = \"head@acme.example\" } }\n"
      "[reply]\ninitials = [\"AB\"]\nguide = \"tone.toml\"\nfacts = { billing = \"facts/billing.txt\" }\n"
      "public_notes = [\"Sent\"]\nours = [\"help@acme.example\"]\n");
  const FollowUpSettings& follow_up = settings.follow_up;
  CHECK(follow_up.working.time_zone == "Europe/Paris");
  CHECK(follow_up.working.hours.close == std::chrono::minutes(17 * 60 + 30));
  CHECK(follow_up.working.days == std::array<bool, 7>{false, true, false, false, false, true, false});
  CHECK(follow_up.working.holidays.size() == 1);
  CHECK(follow_up.escalate.at("billing").after_hours == 8);
  CHECK(follow_up.escalate.at("billing").to == "head@acme.example");
  CHECK(settings.reply.initials == std::vector<std::string>{"AB"});
  CHECK(settings.reply.guide == "/site/tone.toml");
  CHECK(settings.reply.facts.at("billing") == "/site/facts/billing.txt");
  CHECK(problems_in("[follow_up]\ntime_zone = \"Europe/Atlantis\"\nhours = \"9-18\"\ndays = [\"monday\"]\n"
                    "holidays = [\"25.12.2026\"]\nescalate = { billing = {} }\n") ==
        "/site/cm.toml:2:13: this system knows no time zone \"Europe/Atlantis\"; names are such as \"Europe/Paris\"\n"
        "/site/cm.toml:3:9: \"hours\" are written as \"09:00-18:00\"\n"
        "/site/cm.toml:4:8: no day is called \"monday\": sun, mon, tue, wed, thu, fri, sat\n"
        "/site/cm.toml:5:12: \"25.12.2026\" is no day; write it as \"2026-12-25\"\n"
        "/site/cm.toml:6:24: an escalation needs a \"to\": whom to tell");
}

TEST_CASE("The nearest cm.toml above is found before the user's own") {
  const TemporaryFolder folder;
  std::filesystem::create_directories(folder.path() / "site/deep");
  std::filesystem::create_directories(folder.path() / "home/.config/cm");
  const auto home = [&](std::string_view name) -> std::optional<std::string> {
    if (name == "HOME") return (folder.path() / "home").string();
    return std::nullopt;
  };
  CHECK_FALSE(find_settings(folder.path() / "site/deep", home));
  write_file(folder.path() / "home/.config/cm/cm.toml", "cm = 1\n");
  CHECK(find_settings(folder.path() / "site/deep", home) == folder.path() / "home/.config/cm/cm.toml");
  write_file(folder.path() / "site/cm.toml", "cm = 1\n");
  CHECK(find_settings(folder.path() / "site/deep", home) == folder.path() / "site/cm.toml");
}

}  // namespace
}  // namespace cm
