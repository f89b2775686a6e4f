#include "config/settings.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <tuple>

#include "base/suggest.h"
#include "config/kept_login.h"
#include "config/people_settings.h"
#include "config/toml_reader.h"

namespace cm {
namespace {

constexpr std::array<std::string_view, 11> top_keys{"cm",     "store",    "rules", "protect_complaints",
                                                    "policy", "override", "guard", "follow_up",
                                                    "reply",  "channel",  "watch"};
constexpr std::array<std::string_view, 6> override_keys{"rules", "channel", "lang", "mode", "score", "action"};
constexpr std::array<std::string_view, 3> modes{"shadow", "enforce", "off"};
constexpr std::array<std::string_view, 4> actions{"none", "flag", "hold", "hide"};
constexpr int highest_score = 1'000;
constexpr std::array<std::string_view, 3> threshold_keys{"flag", "hold", "hide"};
constexpr std::array<std::string_view, 2> guard_keys{"max_actions", "max_hidden_share"};
constexpr std::array<std::string_view, 9> channel_keys{
    "name", "platform", "secret", "pages", "lang", "base_url", "ca_file", "timeout_s", "max_requests_per_minute"};
constexpr std::array<std::string_view, 4> watch_keys{"webhook", "deviations", "least_negative", "least_share"};
constexpr std::array<std::string_view, 5> secret_keys{"env", "file", "command", "credential", "login"};

constexpr std::string_view secret_forms =
    "{ env = \"NAME\" }, { file = \"…\" }, { command = [\"…\"] }, { credential = \"…\" } or { login = true }";

template <typename Value>
void take(std::optional<Value> from, Value& into) {
  if (from) into = std::move(*from);
}

std::string store_of(const toml::table& root, TomlReader& reader, std::string otherwise) {
  const auto address = reader.text(root, "store");
  if (!address) return otherwise;
  const bool sqlite = address->starts_with("sqlite:") && address->size() > std::string_view("sqlite:").size();
  if (!sqlite && !address->starts_with("postgresql://")) {
    reader.problem(root.get("store")->source(), "\"store\" must be \"sqlite:FILE\" or \"postgresql://…\"");
  }
  return *address;
}

PolicyTable policy_of(const toml::table& groups, TomlReader& reader) {
  PolicyTable policy;
  for (const auto& [group, value] : groups) {
    const toml::table* steps = value.as_table();
    if (steps == nullptr) {
      reader.problem(value.source(),
                     fmt::format("\"{}\" must be a table such as {{ flag = 4, hide = 8 }}", group.str()));
      continue;
    }
    reader.refuse_unknown_keys(*steps, threshold_keys, fmt::format("[policy] {}", group.str()));
    Thresholds thresholds;
    take(reader.whole_number(*steps, "flag", {0}), thresholds.flag);
    take(reader.whole_number(*steps, "hold", {0}), thresholds.hold);
    take(reader.whole_number(*steps, "hide", {0}), thresholds.hide);
    policy.emplace(group.str(), thresholds);
  }
  return policy;
}

GuardSettings guard_of(const toml::table& table, TomlReader& reader) {
  reader.refuse_unknown_keys(table, guard_keys, "[guard]");
  GuardSettings guard;
  take(reader.whole_number(table, "max_actions", {0}), guard.max_actions);
  take(reader.number(table, "max_hidden_share", {0.0, 1.0}), guard.max_hidden_share);
  return guard;
}

/// Where the secret under `key` comes from; `channel` is whose login that may be, empty where there is none.
SecretSource secret_of(const toml::table& table, std::string_view key, std::string_view channel, TomlReader& reader,
                       const std::filesystem::path& folder) {
  const toml::node* node = table.get(key);
  if (node == nullptr) return std::monostate();
  const toml::table* source = node->as_table();
  if (source == nullptr) {
    reader.problem(node->source(), fmt::format("a secret does not stand in the config: \"{}\" names where it is, as {}",
                                               key, secret_forms));
    return std::monostate();
  }
  reader.refuse_unknown_keys(*source, secret_keys, fmt::format("\"{}\"", key));
  if (source->size() != 1) {
    reader.problem(node->source(), fmt::format("\"{}\" must be one of {}", key, secret_forms));
    return std::monostate();
  }
  if (const auto name = reader.text(*source, "env")) return SecretFromEnv{*name};
  if (const auto path = reader.text(*source, "file")) return SecretFromFile{folder / *path};
  if (const auto name = reader.text(*source, "credential")) {
    if (name->empty() || name->find('/') != std::string::npos) {
      reader.problem(node->source(), "\"credential\" must be a name without \"/\"");
    }
    return SecretFromCredential{*name};
  }
  if (auto argv = reader.texts(*source, "command")) {
    if (argv->empty() || argv->front().empty()) {
      reader.problem(node->source(), "\"command\" must name a program, such as [\"pass\", \"show\", \"blog\"]");
    }
    return SecretFromCommand{std::move(*argv)};
  }
  if (const toml::node* login = source->get("login")) {
    if (login->value_exact<bool>() != true || channel.empty()) {
      reader.problem(login->source(), "\"login\" is true, and only for the secret of a channel");
    }
    return login_of(channel, folder);
  }
  return std::monostate();
}

void read_watch(const toml::table& table, TomlReader& reader, const std::filesystem::path& folder, Settings& settings) {
  reader.refuse_unknown_keys(table, watch_keys, "[watch]");
  settings.watch_webhook = secret_of(table, "webhook", {}, reader, folder);
  take(reader.number(table, "deviations", {1.0, 100.0}), settings.watch.least_deviations);
  take(reader.number(table, "least_share", {0.0, 1.0}), settings.watch.least_share);
  if (const auto least = reader.whole_number(table, "least_negative", {1})) {
    settings.watch.least_negative = static_cast<std::size_t>(*least);
  }
}

// Names stand in keys ("blog/17"), journals and file names.
bool is_channel_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '-' || letter == '_' || letter == '.';
  });
}

// Without a platform, a key that any platform knows may be right.
std::vector<std::string_view> keys_known_to(const KnownPlatform* platform, std::span<const KnownPlatform> platforms) {
  std::vector<std::string_view> known(channel_keys.begin(), channel_keys.end());
  for (const KnownPlatform& other : platforms) {
    if (platform != nullptr && platform->name != other.name) continue;
    known.insert(known.end(), other.options.begin(), other.options.end());
  }
  return known;
}

void take_options(const toml::table& table, TomlReader& reader, const KnownPlatform* platform,
                  std::span<const KnownPlatform> platforms, ChannelSettings& channel) {
  const std::vector<std::string_view> known = keys_known_to(platform, platforms);
  for (const auto& [key, value] : table) {
    if (std::find(channel_keys.begin(), channel_keys.end(), key.str()) != channel_keys.end()) continue;
    if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
      const std::string what = platform == nullptr ? "a channel" : fmt::format("a {} channel", platform->name);
      reader.problem(key.source(),
                     fmt::format("{} knows no key \"{}\"{}", what, key.str(), did_you_mean(key.str(), known)));
    } else if (const auto* text = value.as_string()) {
      channel.options.emplace(key.str(), text->get());
    } else if (const auto* number = value.as_integer()) {
      channel.options.emplace(key.str(), number->get());
    } else if (const auto* flag = value.as_boolean()) {
      channel.options.emplace(key.str(), flag->get());
    } else {
      reader.problem(value.source(), fmt::format("\"{}\" must be a text, a whole number, true or false", key.str()));
    }
  }
}

const KnownPlatform* platform_of(const toml::table& table, TomlReader& reader, std::span<const KnownPlatform> platforms,
                                 ChannelSettings& channel) {
  const auto name = reader.text(table, "platform");
  if (!name) {
    if (table.get("platform") == nullptr) reader.problem(table.source(), "a channel needs a \"platform\"");
    return nullptr;
  }
  channel.platform = *name;
  const auto found =
      std::find_if(platforms.begin(), platforms.end(), [&](const KnownPlatform& known) { return known.name == *name; });
  if (found != platforms.end()) return &*found;
  std::vector<std::string_view> names;
  for (const KnownPlatform& known : platforms) names.push_back(known.name);
  reader.problem(table.get("platform")->source(),
                 fmt::format("no platform is called \"{}\"{}", *name, did_you_mean(*name, names)));
  return nullptr;
}

ChannelSettings channel_of(const toml::table& table, TomlReader& reader, std::span<const KnownPlatform> platforms,
                           const std::filesystem::path& folder) {
  ChannelSettings channel;
  channel.folder = folder;
  channel.place = reader.place_of(table.source());
  if (const auto name = reader.text(table, "name")) {
    channel.name = *name;
    if (!is_channel_name(*name)) {
      reader.problem(table.get("name")->source(),
                     "a channel's \"name\" is made of up to 64 of the characters A-Z a-z 0-9 . _ -");
    }
  } else if (table.get("name") == nullptr) {
    reader.problem(table.source(), "a channel needs a \"name\"");
  }
  const KnownPlatform* platform = platform_of(table, reader, platforms, channel);
  channel.secret = secret_of(table, "secret", channel.name, reader, folder);
  take(reader.texts(table, "pages"), channel.pages);
  take(reader.texts(table, "lang"), channel.lang);
  take(reader.text(table, "base_url"), channel.base_url);
  if (const auto path = reader.text(table, "ca_file")) channel.ca_file = folder / *path;
  if (const auto seconds = reader.whole_number(table, "timeout_s", {1, 3600})) {
    channel.timeout = std::chrono::seconds(*seconds);
  }
  take(reader.whole_number(table, "max_requests_per_minute", {0}), channel.max_requests_per_minute);
  take_options(table, reader, platform, platforms, channel);
  return channel;
}

std::vector<ChannelSettings> channels_of(const toml::table& root, TomlReader& reader,
                                         std::span<const KnownPlatform> platforms,
                                         const std::filesystem::path& folder) {
  std::vector<ChannelSettings> channels;
  const toml::node* node = root.get("channel");
  if (node == nullptr) return channels;
  if (!node->is_array_of_tables()) {
    reader.problem(node->source(), "channels are written as [[channel]], one for each");
    return channels;
  }
  for (const toml::node& item : *node->as_array()) {
    const toml::table& table = *item.as_table();
    ChannelSettings channel = channel_of(table, reader, platforms, folder);
    const bool taken = std::any_of(channels.begin(), channels.end(), [&](const ChannelSettings& other) {
      return !channel.name.empty() && other.name == channel.name;
    });
    if (taken) {
      reader.problem(table.get("name")->source(), fmt::format("two channels are called \"{}\"", channel.name));
    }
    channels.push_back(std::move(channel));
  }
  return channels;
}

/// A word of a closed list, read by `parse`.
template <typename Value>
std::optional<Value> word_of(const toml::table& table, TomlReader& reader, std::string_view key,
                             std::optional<Value> (*parse)(std::string_view), std::span<const std::string_view> known) {
  const auto written = reader.text(table, key);
  if (!written) return std::nullopt;
  const std::optional<Value> read = parse(*written);
  if (!read) {
    reader.problem(table.get(key)->source(),
                   fmt::format("\"{}\" cannot be \"{}\"{}", key, *written, did_you_mean(*written, known)));
  }
  return read;
}

RuleOverride override_of(const toml::table& table, TomlReader& reader, std::span<const std::string_view> channels) {
  reader.refuse_unknown_keys(table, override_keys, "[[override]]");
  RuleOverride one{.place = reader.place_of(table.source())};
  take(reader.texts(table, "rules"), one.rules);
  take(reader.texts(table, "channel"), one.channels);
  take(reader.texts(table, "lang"), one.lang);
  one.mode = word_of<RuleMode>(table, reader, "mode", parse_rule_mode, modes);
  one.ceiling = word_of<Action>(table, reader, "action", parse_action, actions);
  one.score = reader.whole_number(table, "score", {-highest_score, highest_score});
  if (one.rules.empty()) {
    reader.problem(table.source(), "an override names the \"rules\" it bends, such as [\"spam.*\"]");
  }
  if (table.get("mode") == nullptr && table.get("score") == nullptr && table.get("action") == nullptr) {
    reader.problem(table.source(), "an override sets a \"mode\", a \"score\" or an \"action\"");
  }
  for (const std::string& channel : one.channels) {
    if (std::find(channels.begin(), channels.end(), channel) == channels.end()) {
      reader.problem(table.get("channel")->source(),
                     fmt::format("no channel is called \"{}\"{}", channel, did_you_mean(channel, channels)));
    }
  }
  return one;
}

std::vector<RuleOverride> overrides_of(const toml::table& root, TomlReader& reader,
                                       const std::vector<ChannelSettings>& channels) {
  std::vector<RuleOverride> overrides;
  const toml::node* node = root.get("override");
  if (node == nullptr) return overrides;
  if (!node->is_array_of_tables()) {
    reader.problem(node->source(), "overrides are written as [[override]], one for each");
    return overrides;
  }
  std::vector<std::string_view> names;
  for (const ChannelSettings& channel : channels) names.push_back(channel.name);
  for (const toml::node& item : *node->as_array()) {
    overrides.push_back(override_of(*item.as_table(), reader, names));
  }
  return overrides;
}

}  // namespace

SettingsRead read_settings(std::string_view toml, const std::filesystem::path& file,
                           std::span<const KnownPlatform> platforms) {
  SettingsRead read;
  Settings& settings = read.settings;
  settings.file = file;
  TomlReader reader(file.string(), read.problems);
  toml::table root;
  try {
    root = toml::parse(toml, file.string());
  } catch (const toml::parse_error& failure) {
    reader.problem(failure.source(), std::string(failure.description()));
    return read;
  }
  const std::filesystem::path folder = std::filesystem::absolute(file).parent_path();

  reader.refuse_unknown_keys(root, top_keys, "the config");
  (void)reader.whole_number(root, "cm", {1, 1});
  settings.store = store_of(root, reader, settings.store);
  take(reader.texts(root, "rules"), settings.rules);
  take(reader.yes_or_no(root, "protect_complaints"), settings.protect_complaints);
  if (const toml::table* table = reader.table(root, "policy")) settings.policy = policy_of(*table, reader);
  if (const toml::table* table = reader.table(root, "guard")) settings.guard = guard_of(*table, reader);
  if (const toml::table* table = reader.table(root, "follow_up")) settings.follow_up = follow_up_of(*table, reader);
  if (const toml::table* table = reader.table(root, "watch")) read_watch(*table, reader, folder, settings);
  if (const toml::table* table = reader.table(root, "reply")) settings.reply = reply_of(*table, reader, folder);
  settings.channels = channels_of(root, reader, platforms, folder);
  settings.overrides = overrides_of(root, reader, settings.channels);

  // Tables come in the order of their keys; a person reads from the top.
  std::stable_sort(read.problems.begin(), read.problems.end(), [](const Problem& one, const Problem& other) {
    return std::tie(one.place.line, one.place.column) < std::tie(other.place.line, other.place.column);
  });
  return read;
}

}  // namespace cm
