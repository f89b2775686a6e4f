// Workbench: what a command may use. Each tool is made when it is first asked for, so that a command
// that needs no store opens none.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/log.h"
#include "config/settings.h"
#include "policy/policy.h"
#include "rules/rule_cache.h"
#include "rules/rule_file.h"
#include "rules/rule_set.h"
#include "workbench/output.h"
#include "workbench/progress.h"

namespace cm {

class Database;
class Journal;
class Platform;
class RequestBudget;
class StderrLog;
class Store;
struct PlatformKind;

enum class ColorChoice : std::uint8_t { automatic, always, never };

/// The flags that stand before or after any command.
struct GlobalFlags {
  std::string config;  ///< empty: look for cm.toml
  bool quiet = false;
  int verbosity = 0;  ///< the number of v: 1 info, 2 debug
  ColorChoice color = ColorChoice::automatic;
  bool exit_zero = false;  ///< findings end with 0
};

class Workbench {
 public:
  /// Writes results to stdout and messages to stderr; the environment is the process's own.
  explicit Workbench(GlobalFlags flags);
  /// For tests: results are collected, messages and environment are the caller's.
  Workbench(GlobalFlags flags, std::string& results, Log& log, Environment environment);
  Workbench(const Workbench&) = delete;
  Workbench& operator=(const Workbench&) = delete;
  ~Workbench();

  // --- always there ---------------------------------------------------------------------------
  [[nodiscard]] const GlobalFlags& flags() const { return flags_; }
  [[nodiscard]] const Environment& environment() const { return environment_; }
  [[nodiscard]] Output& out() { return *out_; }
  [[nodiscard]] Log& log() { return *log_; }
  /// For main(), when a --quiet command did not succeed.
  void tell_kept_back_warnings();
  /// The time of day, or from CM_NOW on.
  [[nodiscard]] Clock& clock();
  /// Whether results may carry colour (--color, NO_COLOR, a terminal).
  [[nodiscard]] bool coloured_results() const;
  [[nodiscard]] bool coloured_messages() const;
  /// How far the command is, for the person who waits: a bar on a terminal, a line a minute with -v, nothing for
  /// cron. No bar while results come to the same terminal.
  [[nodiscard]] std::unique_ptr<Progress> progress(std::string doing, std::string unit, bool results_come);
  /// Who is at work, for the journal: the user's name.
  [[nodiscard]] std::string person() const;

  // --- from cm.toml ---------------------------------------------------------------------------
  /// Of --config or the cm.toml found; without one, those that `cm init` writes, and no channels.
  [[nodiscard]] const Settings& settings();
  /// The folder that relative paths of the settings start at; the current one without settings.
  [[nodiscard]] std::filesystem::path folder();
  /// The channels with these names, in the order of the settings; all of them for no names. An unknown
  /// name is an Error(wrong_use) with the nearest one.
  [[nodiscard]] std::vector<ChannelSettings> channels(const std::vector<std::string>& names);

  // --- rules and policy (rules.cpp) -------------------------------------------------
  /// The settings' rules, compiled. Throws Error(wrong_use) with every problem.
  [[nodiscard]] const RuleSet& rules();
  /// The rules of these paths and packs ("pack:en"), compiled, with those overrides of the settings that
  /// fit them; relative paths start at `start`.
  [[nodiscard]] RuleSet compile_rules(const std::vector<std::string>& names, const std::filesystem::path& start);
  /// The same, not compiled, with the problems as they are.
  [[nodiscard]] RuleFiles read_rules_named(const std::vector<std::string>& names, const std::filesystem::path& start);
  /// Where shipped packs are: $CM_RULES_DIR, <prefix>/share/cm/rules, or the source tree of a build.
  [[nodiscard]] std::filesystem::path shipped_rules_folder();
  /// The names of the packs there: "en" for "pack:en".
  [[nodiscard]] std::vector<std::string> shipped_packs();
  [[nodiscard]] PolicySettings policy_settings();
  [[nodiscard]] Policy policy();

  // --- store (store.cpp) ------------------------------------------------------------
  [[nodiscard]] Database& database();
  [[nodiscard]] Store& store();
  [[nodiscard]] Journal& journal();

  // --- platforms (platforms.cpp) ----------------------------------------------------
  /// The channel's platform with its secret read, made once a channel. Throws Error(wrong_use) for a
  /// platform without a comment API, Error(login) when the secret cannot be had. Threads may ask at the
  /// same time, each for another channel.
  [[nodiscard]] Platform& platform(const ChannelSettings& channel);
  [[nodiscard]] static const PlatformKind& platform_kind(const ChannelSettings& channel);
  /// The channel's secret; empty where the platform needs none and the settings name none.
  [[nodiscard]] std::string secret(const ChannelSettings& channel) const;
  /// Platforms opened from now on may send so many requests, all together.
  void limit_requests(std::size_t most);

 private:
  [[nodiscard]] std::vector<RuleSources> rule_sources_named(const std::vector<std::string>& names,
                                                            const std::filesystem::path& start);
  [[nodiscard]] std::optional<RuleCache> rule_cache() const;
  /// Of the cache where it has them; `overrides_for` gets the rules as they are written.
  [[nodiscard]] RuleSet compile_named(const std::vector<std::string>& names, const std::filesystem::path& start,
                                      const std::function<std::vector<RuleOverride>(const RuleFiles&)>& overrides_for);
  [[nodiscard]] static Settings settings_of(const std::filesystem::path& file);

  GlobalFlags flags_;
  Environment environment_;
  std::unique_ptr<StderrLog> own_log_;
  std::unique_ptr<Output> out_;
  Log* log_;
  std::unique_ptr<Clock> clock_;
  std::optional<Settings> settings_;
  // Shared pointers destroy what they were made with, so that this file needs no word of SOCI or curl.
  std::shared_ptr<RuleSet> rules_;
  std::shared_ptr<Database> database_;
  std::shared_ptr<Store> store_;
  std::shared_ptr<Journal> journal_;
  struct OpenChannel;
  std::mutex opening_;  // guards open_channels_
  std::vector<std::shared_ptr<OpenChannel>> open_channels_;
  std::shared_ptr<RequestBudget> budget_;
};

}  // namespace cm
