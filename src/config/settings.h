// Settings: cm.toml and the environment as plain structs. Unknown keys are errors with their place.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/place.h"
#include "base/working_hours.h"
#include "model/rule_override.h"
#include "model/thresholds.h"
#include "model/watch_settings.h"

namespace cm {

struct SecretFromEnv {
  std::string variable;
};
struct SecretFromFile {
  std::filesystem::path path;  ///< refused when group or others can read it
};
struct SecretFromCommand {
  std::vector<std::string> argv;  ///< run without a shell, searched in $PATH; its first line is the secret
};
struct SecretFromCredential {
  std::string name;  ///< a file in $CREDENTIALS_DIRECTORY, which systemd fills for a service
};
struct SecretFromLogin {
  std::string name;  ///< of the file that `cm login` keeps it in: config/kept_login.h
};
/// Where a secret comes from; the settings never hold the secret itself.
using SecretSource = std::variant<std::monostate, SecretFromEnv, SecretFromFile, SecretFromCommand,
                                  SecretFromCredential, SecretFromLogin>;

/// One `[[channel]]`. Keys that only one platform knows stand in `options`, checked by that platform.
struct ChannelSettings {
  std::string name;
  std::string platform;
  SecretSource secret;
  std::vector<std::string> pages = {"*"};
  std::vector<std::string> lang;
  std::string base_url;  ///< tests and proxies; empty: the platform's own (or `url`)
  std::filesystem::path ca_file;
  std::chrono::seconds timeout = std::chrono::seconds(30);
  int max_requests_per_minute = 0;  ///< 0: the platform's own limit
  std::map<std::string, std::variant<std::string, std::int64_t, bool>, std::less<>> options;
  std::filesystem::path folder;  ///< the config's own: relative paths start here
  Place place;
};

struct GuardSettings {
  int max_actions = 200;          ///< deeds on platforms in one run
  double max_hidden_share = 0.2;  ///< of one post's comments
};

/// Who hears of a comment that stays overdue.
struct Escalation {
  int after_hours = 24;  ///< of working time, from the moment it was due
  std::string to;
};

struct FollowUpSettings {
  int contact_hours = 48;  ///< of working time
  WorkingHours working;
  std::map<std::string, std::string, std::less<>> departments;  ///< name -> whom to write to
  std::map<std::string, Escalation, std::less<>> escalate;      ///< department -> to whom; "*": all others
};

/// What replies are held to.
struct ReplySettings {
  std::vector<std::string> initials;                                ///< who may sign; empty: anybody
  std::filesystem::path guide;                                      ///< a rule file of tone; empty: none
  std::map<std::string, std::filesystem::path, std::less<>> facts;  ///< department -> a text to answer from
  std::vector<std::string> public_notes;  ///< what may stand in public beside a private message
  std::vector<std::string> ours;          ///< addresses and numbers of the brand: no personal data
};

struct Settings {
  std::filesystem::path file;  ///< empty when there is none
  std::string store = "sqlite:cm.db";
  std::vector<std::string> rules = {"pack:en", "pack:fr", "pack:ar"};  ///< shipped packs, files and folders
  bool protect_complaints = true;
  std::optional<PolicyTable> policy;    ///< nothing: policy/policy.h's default_policy()
  std::vector<RuleOverride> overrides;  ///< `[[override]]`: rules bent for some channels or languages
  GuardSettings guard;
  FollowUpSettings follow_up;
  ReplySettings reply;
  WatchSettings watch;         ///< when an attack is one
  SecretSource watch_webhook;  ///< the address that hears of it; none: nobody
  std::vector<ChannelSettings> channels;
};

/// What parse_settings checks `[[channel]]` against; the table of platforms is not this room's to know.
struct KnownPlatform {
  std::string_view name;
  std::vector<std::string_view> options;  ///< the channel keys that only this platform knows
};

struct SettingsRead {
  Settings settings;
  std::vector<Problem> problems;  ///< from the top down; with one or more nothing may be done
};

/// Reads settings text; `file` stands in places and its folder is where relative paths start. Never
/// throws for what a person wrote: that becomes a problem with its place.
[[nodiscard]] SettingsRead read_settings(std::string_view toml, const std::filesystem::path& file,
                                         std::span<const KnownPlatform> platforms);

/// Looks up an environment variable; nothing when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

/// cm.toml here or in a folder above, then $XDG_CONFIG_HOME/cm/cm.toml (~/.config); nothing when there is none.
[[nodiscard]] std::optional<std::filesystem::path> find_settings(const std::filesystem::path& start,
                                                                 const Environment& environment);

/// Fetches a secret, without the line break at its end. Throws Error(login) naming the source, never the secret.
[[nodiscard]] std::string read_secret(const SecretSource& source, const Environment& environment);

}  // namespace cm
