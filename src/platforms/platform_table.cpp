#include "platforms/platform_table.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "base/suggest.h"
#include "platforms/bluesky.h"
#include "platforms/channel_options.h"
#include "platforms/discourse.h"
#include "platforms/disqus.h"
#include "platforms/facebook.h"
#include "platforms/feed.h"
#include "platforms/instagram.h"
#include "platforms/json_lines.h"
#include "platforms/linkedin.h"
#include "platforms/mastodon.h"
#include "platforms/page_kind.h"
#include "platforms/reddit.h"
#include "platforms/threads.h"
#include "platforms/tiktok.h"
#include "platforms/wordpress.h"
#include "platforms/x.h"
#include "platforms/youtube.h"

namespace cm {
namespace {

constexpr std::array table{
    PlatformKind{"wordpress",
                 "WordPress",
                 true,
                 wordpress_options,
                 wordpress_capabilities,
                 make_wordpress,
                 {},
                 {},
                 wordpress_login},
    PlatformKind{
        "facebook", "Facebook", true, facebook_options, facebook_capabilities, make_facebook, {}, {}, facebook_login},
    PlatformKind{"instagram",
                 "Instagram",
                 true,
                 instagram_options,
                 instagram_capabilities,
                 make_instagram,
                 {},
                 {},
                 facebook_login,
                 instagram_login},
    PlatformKind{
        "threads", "Threads", true, threads_options, threads_capabilities, make_threads, {}, {}, threads_login},
    PlatformKind{"file", "File", false, json_lines_options, json_lines_capabilities, make_json_lines, {}},
    PlatformKind{"x", "X", true, x_options, x_capabilities, make_x, {}, x_cost, x_login},
    PlatformKind{"youtube",
                 "YouTube",
                 true,
                 youtube_options,
                 youtube_capabilities,
                 make_youtube,
                 {},
                 youtube_cost,
                 youtube_login},
    PlatformKind{
        "bluesky", "Bluesky", true, bluesky_options, bluesky_capabilities, make_bluesky, {}, {}, bluesky_login},
    PlatformKind{"mastodon",
                 "Mastodon",
                 true,
                 mastodon_options,
                 mastodon_capabilities,
                 make_mastodon,
                 {},
                 mastodon_cost,
                 mastodon_login},
    PlatformKind{"reddit", "Reddit", true, reddit_options, reddit_capabilities, make_reddit, {}, {}, reddit_login},
    PlatformKind{"discourse",
                 "Discourse",
                 true,
                 discourse_options,
                 discourse_capabilities,
                 make_discourse,
                 {},
                 {},
                 discourse_login},
    PlatformKind{
        "linkedin", "LinkedIn", true, linkedin_options, linkedin_capabilities, make_linkedin, {}, {}, linkedin_login},
    PlatformKind{"tiktok", "TikTok", true, tiktok_options, tiktok_capabilities, make_tiktok, {}, {}, tiktok_login},
    PlatformKind{"disqus", "Disqus", true, disqus_options, disqus_capabilities, make_disqus, {}, {}, disqus_login},
    PlatformKind{"feed", "Feed", false, feed_options, feed_capabilities, make_feed, {}},
    PlatformKind{"pinterest",
                 "Pinterest",
                 false,
                 {},
                 {},
                 nullptr,
                 "Pinterest has no API for comments; export them with your inbox tool and bring them in with "
                 "\"cm import --map\""},
    PlatformKind{"snapchat",
                 "Snapchat",
                 false,
                 {},
                 {},
                 nullptr,
                 "Snapchat has no API for comments; export them with your inbox tool and bring them in with "
                 "\"cm import --map\""},
};

std::vector<std::string_view> names_of_table() {
  std::vector<std::string_view> names;
  for (const auto& kind : table) names.push_back(kind.name);
  return names;
}

bool has_type(const std::variant<std::string, std::int64_t, bool>& value, OptionType type) {
  switch (type) {
    case OptionType::text:
      return std::holds_alternative<std::string>(value);
    case OptionType::number:
      return std::holds_alternative<std::int64_t>(value);
    case OptionType::flag:
      return std::holds_alternative<bool>(value);
  }
  return false;
}

std::string_view noun_of(OptionType type) {
  switch (type) {
    case OptionType::text:
      return "a text";
    case OptionType::number:
      return "a whole number";
    case OptionType::flag:
      return "true or false";
  }
  return {};
}

std::string quoted_list(std::span<const std::string_view> words) {
  std::string list;
  for (const auto word : words) {
    if (!list.empty()) list += ", ";
    list.append("\"").append(word).append("\"");
  }
  return list;
}

std::string problem_of(const PlatformOption& option, const ChannelSettings& channel) {
  const std::string name = "\"" + std::string(option.name) + "\"";
  const auto given = channel.options.find(option.name);
  if (given == channel.options.end()) {
    return option.required ? name + " is missing: " + std::string(option.meaning) : std::string();
  }
  if (!has_type(given->second, option.type)) return name + " must be " + std::string(noun_of(option.type));
  const auto* const text = std::get_if<std::string>(&given->second);
  if (text == nullptr) return {};
  if (option.required && text->empty()) return name + " is empty: " + std::string(option.meaning);
  if (!option.values.empty() && std::ranges::find(option.values, *text) == option.values.end()) {
    return name + " must be one of " + quoted_list(option.values);
  }
  return {};
}

}  // namespace

std::span<const PlatformKind> platform_table() { return table; }

const PlatformKind* platform_named(std::string_view name) {
  const auto found = std::ranges::find(table, name, &PlatformKind::name);
  return found == table.end() ? nullptr : &*found;
}

Capability capability_of(const PlatformKind& kind, DeedKind deed) { return capability_in(kind.capabilities, deed); }

std::vector<Problem> problems_of(const ChannelSettings& channel) {
  std::vector<Problem> problems;
  const auto add = [&](const std::string& message) {
    problems.push_back({channel.place, "channel \"" + channel.name + "\": " + message});
  };
  const PlatformKind* const kind = platform_named(channel.platform);
  if (kind == nullptr) {
    add("no platform is called \"" + channel.platform + "\"" + did_you_mean(channel.platform, names_of_table()));
    return problems;
  }
  std::vector<std::string_view> known;
  for (const auto& option : kind->options) known.push_back(option.name);
  for (const auto& [name, value] : channel.options) {
    if (std::ranges::find(known, name) == known.end()) {
      add("platform \"" + channel.platform + "\" knows no key \"" + name + "\"" + did_you_mean(name, known));
    }
  }
  for (const auto& option : kind->options) {
    if (const std::string problem = problem_of(option, channel); !problem.empty()) add(problem);
  }
  return problems;
}

const LoginWay& login_way_of(const PlatformKind& kind, const ChannelSettings& channel) {
  const std::string_view other = kind.other_login.when_login;
  return !other.empty() && option_text(channel, "login") == other ? kind.other_login : kind.login;
}

std::unique_ptr<Platform> make_platform(PlatformParts parts) {
  if (const auto problems = problems_of(parts.channel); !problems.empty()) {
    throw Error(ErrorKind::wrong_use, to_string(problems));
  }
  const PlatformKind* const kind = platform_named(parts.channel.platform);
  if (kind->make == nullptr) {
    throw Error(ErrorKind::wrong_use, "channel \"" + parts.channel.name + "\": " + std::string(kind->why_not));
  }
  const bool listens = page_kind_of(parts.channel) != PageKind::posts;
  auto platform = kind->make(std::move(parts));
  platform->set_listening(listens);
  return platform;
}

}  // namespace cm
