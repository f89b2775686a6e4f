#include "workbench/run_session.h"

#include <nlohmann/json.hpp>

#include <array>
#include <utility>

#include "base/translate.h"
#include "database/database.h"
#include "store/watch_store.h"

namespace cm {
namespace {

using Json = nlohmann::ordered_json;

GuardLimits limits_of(Workbench& bench, std::optional<int> max_actions) {
  const GuardSettings& settings = bench.settings().guard;
  return GuardLimits{.max_actions = max_actions.value_or(settings.max_actions),
                     .max_hidden_share = settings.max_hidden_share};
}

std::vector<std::string> names_of(const std::vector<SweepChannel>& channels) {
  std::vector<std::string> names;
  names.reserve(channels.size());
  for (const SweepChannel& channel : channels) names.push_back(channel.name);
  return names;
}

// The figures of the summary, one line each: their sums stand above the channels'.
struct Figure {
  const char* name;
  std::size_t (*of)(const ChannelReport&);
};

constexpr std::array figures{
    Figure{"fetched", [](const ChannelReport& report) { return report.gathered.fetched; }},
    Figure{"added", [](const ChannelReport& report) { return report.gathered.added; }},
    Figure{"edited", [](const ChannelReport& report) { return report.gathered.edited; }},
    Figure{"deleted", [](const ChannelReport& report) { return report.gathered.deleted; }},
    Figure{"unreadable", [](const ChannelReport& report) { return report.gathered.unreadable.size(); }},
    Figure{"judged", [](const ChannelReport& report) { return report.judged; }},
    Figure{"planned", [](const ChannelReport& report) { return report.carried.planned; }},
    Figure{"done", [](const ChannelReport& report) { return report.carried.done; }},
    Figure{"already", [](const ChannelReport& report) { return report.carried.already; }},
    Figure{"skipped", [](const ChannelReport& report) { return report.carried.skipped; }},
    Figure{"failed", [](const ChannelReport& report) { return report.carried.failed; }},
    Figure{"left", [](const ChannelReport& report) { return report.carried.left; }},
};

Json channel_json(const ChannelReport& report) {
  Json line;
  line["name"] = report.name;
  for (const Figure& figure : figures) line[figure.name] = figure.of(report);
  const ChannelTrouble* trouble = report.worst();
  line["error"] = trouble == nullptr ? Json() : Json(trouble->why);
  return line;
}

}  // namespace

std::vector<SweepChannel> channels_to_sweep(Workbench& bench, const std::vector<std::string>& names) {
  std::vector<SweepChannel> channels;
  for (const ChannelSettings& settings : bench.channels(names)) {
    channels.push_back({settings.name, &bench.platform_kind(settings),
                        [&bench, settings]() -> Platform& { return bench.platform(settings); }});
  }
  return channels;
}

Posture posture_now(Workbench& bench) {
  (void)bench.store();  // brings the schema up to date
  return posture_of(WatchStore(bench.database()).alert(), bench.clock().now());
}

RunSession::RunSession(Workbench& bench, std::string command, const std::vector<std::string>& channels,
                       SweepOptions options, std::optional<int> max_actions)
    : bench_(bench),
      lock_(bench.database(), names_of(channels_to_sweep(bench, channels))),
      command_(std::move(command)),
      dry_run_(options.dry_run),
      run_(bench.journal().begin_run(command_, bench.person(), bench.clock().now())),
      guard_(limits_of(bench, max_actions), bench.store()) {
  lock_.name_run(run_.id);
  sweep_ = std::make_unique<Sweep>(channels_to_sweep(bench, channels),
                                   SweepTools{bench.store(), bench.journal(), guard_, bench.clock(), bench.log()}, run_,
                                   options);
}

ExitCode RunSession::end() {
  const ExitCode code = outcome();
  const std::string line = summary(code);
  bench_.journal().end_run(run_, line, bench_.clock().now());
  bench_.out().write(line + "\n");
  bench_.out().flush();
  tell_troubles();
  return code;
}

ExitCode RunSession::outcome() const {
  if (stopped_by_) return exit_code_of(stopped_by_->kind());
  if (sweep_->stopped_by_guard()) return ExitCode::guard;
  std::vector<ExitCode> codes;
  for (const ChannelReport& report : sweep_->reports()) {
    const ChannelTrouble* trouble = report.worst();
    codes.push_back(trouble == nullptr ? ExitCode::done : exit_code_of(trouble->kind));
  }
  return exit_code_of(codes);
}

std::string RunSession::summary(ExitCode code) const {
  Json line;
  line["run"] = run_.id;
  line["command"] = command_;
  line["dry_run"] = dry_run_;
  line["exit"] = static_cast<int>(code);
  Json channels = Json::array();
  for (const ChannelReport& report : sweep_->reports()) channels.push_back(channel_json(report));
  line["channels"] = std::move(channels);
  for (const Figure& figure : figures) {
    std::size_t sum = 0;
    for (const ChannelReport& report : sweep_->reports()) sum += figure.of(report);
    line[figure.name] = sum;
  }
  std::size_t flagged = 0;
  std::size_t held = 0;
  std::size_t hidden = 0;
  for (const ChannelReport& report : sweep_->reports()) {
    flagged += report.carried.flagged;
    held += report.carried.held;
    hidden += report.carried.hidden;
  }
  line["actions"] = {{"flag", flagged}, {"hold", held}, {"hide", hidden}};
  line["guard"] = sweep_->stopped_by_guard() ? Json(*sweep_->stopped_by_guard()) : Json();
  line["error"] = stopped_by_ ? Json(stopped_by_->what()) : Json();
  line["sheet"] = sheet_.empty() ? Json() : Json(sheet_);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void RunSession::tell_troubles() const {
  for (const ChannelReport& report : sweep_->reports()) {
    for (const ChannelTrouble& trouble : report.troubles) {
      bench_.log().error(tr("channel \"{}\": {}", report.name, trouble.why));
    }
  }
  if (sweep_->stopped_by_guard()) {
    std::size_t left = 0;
    for (const ChannelReport& report : sweep_->reports()) left += report.carried.left;
    bench_.log().error(
        tr("the guard stopped the run: {}; {} deeds are left. Look at them with \"cm plan\"; raise the "
           "limit in [guard] or with --max-actions when they are right",
           *sweep_->stopped_by_guard(), left));
  }
  if (stopped_by_) bench_.log().error(stopped_by_->what());
}

}  // namespace cm
