#include "workbench/workbench.h"

#include <pwd.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "base/error.h"
#include "base/suggest.h"
#include "base/translate.h"
#include "workbench/stderr_log.h"

namespace cm {
namespace {

std::optional<std::string> process_environment(std::string_view name) {
  const char* value = std::getenv(std::string(name).c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// https://no-color.org: set and not empty.
bool wants_colour(ColorChoice choice, const Environment& environment, bool is_terminal) {
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (!environment("NO_COLOR").value_or("").empty()) return false;
  return is_terminal && environment("TERM").value_or("dumb") != "dumb";
}

}  // namespace

Workbench::Workbench(GlobalFlags flags)
    : flags_(std::move(flags)),
      environment_(process_environment),
      own_log_(std::make_unique<StderrLog>(
          flags_.verbosity, wants_colour(flags_.color, environment_, ::isatty(STDERR_FILENO) == 1), flags_.quiet)),
      out_(std::make_unique<Output>(STDOUT_FILENO)),
      log_(own_log_.get()) {}

Workbench::Workbench(GlobalFlags flags, std::string& results, Log& log, Environment environment)
    : flags_(std::move(flags)),
      environment_(std::move(environment)),
      out_(std::make_unique<Output>(results)),
      log_(&log) {}

Workbench::~Workbench() {
  // What uses a tool goes before it.
  open_channels_.clear();
  journal_.reset();
  store_.reset();
  database_.reset();
}

Clock& Workbench::clock() {
  if (clock_) return *clock_;
  if (const auto fixed = environment_("CM_NOW"); fixed && !fixed->empty()) {
    const auto moment = parse_iso8601(*fixed);
    if (!moment) {
      throw Error(ErrorKind::wrong_use,
                  tr("CM_NOW is \"{}\", which is no time; write one such as 2026-11-20T10:00:00Z", *fixed));
    }
    clock_ = std::make_unique<ShiftedClock>(*moment);
  } else {
    clock_ = std::make_unique<SystemClock>();
  }
  return *clock_;
}

bool Workbench::coloured_results() const { return wants_colour(flags_.color, environment_, out_->is_terminal()); }

bool Workbench::coloured_messages() const {
  return wants_colour(flags_.color, environment_, ::isatty(STDERR_FILENO) == 1);
}

void Workbench::tell_kept_back_warnings() {
  if (own_log_) own_log_->tell_kept_back();
}

std::unique_ptr<Progress> Workbench::progress(std::string doing, std::string unit, bool results_come) {
  const bool on_terminal = ::isatty(STDERR_FILENO) == 1 && environment_("TERM").value_or("dumb") != "dumb";
  ProgressStyle style = ProgressStyle::none;
  if (flags_.verbosity > 0) style = ProgressStyle::lines;
  if (own_log_ && on_terminal && !(results_come && out_->is_terminal())) style = ProgressStyle::bar;
  if (flags_.quiet) style = ProgressStyle::none;
  const auto tell = [this, style](std::string_view line) {
    if (style == ProgressStyle::bar) {
      own_log_->status(line);
    } else {
      log_->info(line);
    }
  };
  return std::make_unique<Progress>(std::move(doing), std::move(unit), style, clock(), tell);
}

std::string Workbench::person() const {
  const passwd* user = ::getpwuid(::geteuid());
  return user == nullptr ? "uid " + std::to_string(::geteuid()) : std::string(user->pw_name);
}

const Settings& Workbench::settings() {
  if (settings_) return *settings_;
  std::optional<std::filesystem::path> file;
  if (flags_.config.empty()) {
    file = find_settings(std::filesystem::current_path(), environment_);
  } else {
    file = flags_.config;
  }
  settings_ = file ? settings_of(*file) : Settings();
  return *settings_;
}

std::filesystem::path Workbench::folder() {
  const std::filesystem::path& file = settings().file;
  return file.empty() ? std::filesystem::current_path() : std::filesystem::absolute(file).parent_path();
}

std::vector<ChannelSettings> Workbench::channels(const std::vector<std::string>& names) {
  if (settings().file.empty()) {
    throw Error(ErrorKind::wrong_use, tr("there is no cm.toml here or in a folder above; make one with: cm init"));
  }
  const std::vector<ChannelSettings>& all = settings().channels;
  if (all.empty()) {
    throw Error(ErrorKind::wrong_use,
                tr("\"{}\" names no channel; add a [[channel]], see: man cm-config", settings().file.string()));
  }
  std::vector<std::string_view> known;
  for (const ChannelSettings& channel : all) known.emplace_back(channel.name);
  for (const std::string& name : names) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string hint = did_you_mean(name, known);
    if (hint.empty()) {
      hint = tr("; there is");
      for (const std::string_view other : known) hint.append(" ").append(other);
    }
    throw Error(ErrorKind::wrong_use, tr("no channel is called \"{}\"", name) + hint);
  }
  if (names.empty()) return all;
  std::vector<ChannelSettings> chosen;
  for (const ChannelSettings& channel : all) {
    if (std::find(names.begin(), names.end(), channel.name) != names.end()) chosen.push_back(channel);
  }
  return chosen;
}

}  // namespace cm
