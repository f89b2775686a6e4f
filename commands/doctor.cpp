// cm doctor: whether everything is in place, and for each thing that is not, the next thing to do.

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/translate.h"
#include "command.h"
#include "database/database.h"
#include "platforms/platform_table.h"
#include "store/store.h"
#include "text/terminal_safe.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

// A clock before this was never set: certificates and watermarks would be nonsense.
constexpr Timestamp this_software_is_younger = std::chrono::sys_days(std::chrono::year(2026) / 1 / 1);

constexpr std::string_view green = "\033[32m";
constexpr std::string_view red = "\033[31;1m";
constexpr std::string_view back_to_normal = "\033[0m";

/// The report as it is written, and the exit code that its worst finding means.
class Report {
 public:
  explicit Report(Workbench& bench) : bench_(bench) {}

  void heading(std::string_view text) { bench_.out().print("\n{}\n", text); }

  void tell(const Diagnosis& line) {
    const bool coloured = bench_.coloured_results();
    const std::string_view colour = line.good ? green : red;
    bench_.out().print("  {:<12} {}{}{}  {}\n", line.check, coloured ? colour : "", line.good ? "ok " : "BAD",
                       coloured ? back_to_normal : "", terminal_safe(line.found));
    if (line.good) return;
    if (!line.fix.empty()) bench_.out().print("  {:<12}      -> {}\n", "", terminal_safe(line.fix));
    ++bad_;
    if (code_ == ExitCode::done || line.kind == ErrorKind::wrong_use) code_ = exit_code_of(line.kind);
  }

  void say(std::string_view check, std::string_view text) {
    bench_.out().print("  {:<12} {:<11} {}\n", check, "", text);
  }

  // A rule file may have a hundred problems; the command of the next line shows them all.
  static std::string first_line(const std::string& message) {
    const auto more = std::count(message.begin(), message.end(), '\n');
    return message.substr(0, message.find('\n')) + (more > 0 ? tr(" (and {} more)", more) : "");
  }

  /// Runs a check that answers with what it found, or throws.
  void check(std::string_view name, const std::string& fix, const std::function<std::string()>& look) {
    try {
      tell({std::string(name), true, look(), {}});
    } catch (const Error& error) {
      tell({std::string(name), false, first_line(error.what()), fix, error.kind()});
    }
  }

  [[nodiscard]] int bad() const { return bad_; }
  [[nodiscard]] ExitCode code() const { return code_; }

 private:
  Workbench& bench_;
  int bad_ = 0;
  ExitCode code_ = ExitCode::done;
};

std::string_view told(Support support) {
  switch (support) {
    case Support::no:
      return "no";
    case Support::local:
      return "local";
    case Support::documented:
      return "documented";
    case Support::tried:
      return "tried";
  }
  return {};
}

/// Whether there are settings to go on with. Each of their problems is a line.
bool check_config(Report& report, Workbench& bench) {
  try {
    const std::filesystem::path& file = bench.settings().file;
    report.tell({"config", !file.empty(), file.empty() ? tr("there is no cm.toml here or above") : file.string(),
                 "cm init", ErrorKind::wrong_use});
    return true;
  } catch (const Error& error) {
    std::istringstream problems(error.what());
    for (std::string problem; std::getline(problems, problem);) {
      report.tell({"config", false, problem, tr("mend it there, see: man cm-config"), error.kind()});
    }
    return false;
  }
}

void check_basics(Report& report, Workbench& bench) {
  report.check("rules", tr("check \"rules\" in cm.toml, then: cm rules lint"), [&] {
    std::size_t rules = 0;
    std::size_t enforced = 0;
    for (const RulePack& pack : bench.rules().packs()) {
      for (const Rule& rule : pack.rules) {
        ++rules;
        if (rule.facts.mode == RuleMode::enforce) ++enforced;
      }
    }
    return tr("{} rules in {} files compile; {} enforce, the rest report only", rules, bench.rules().packs().size(),
              enforced);
  });
  // Without cm.toml the store would be a new file in whatever folder this is.
  if (!bench.settings().file.empty()) {
    report.check("store", tr("check \"store\" in cm.toml, and that this user may write there"), [&] {
      (void)bench.store();
      const std::filesystem::path& at = bench.database().file();
      return at.empty() ? tr("opens") : tr("\"{}\" opens", at.string());
    });
  }
  report.check("clock", tr("set the system's clock, or unset CM_NOW"), [&] {
    const Timestamp now = bench.clock().now();
    if (now < this_software_is_younger) {
      throw Error(ErrorKind::wrong_use, tr("it is {}, which cannot be", to_iso8601(now)));
    }
    const bool told = bench.environment()("CM_NOW").has_value();
    return told ? tr("it is {}, as CM_NOW says", to_iso8601(now)) : tr("it is {}", to_iso8601(now));
  });
}

std::string source_of(const SecretSource& secret) {
  struct Teller {
    std::string operator()(const std::monostate&) const { return tr("none"); }
    std::string operator()(const SecretFromEnv& from) const { return tr("environment variable {}", from.variable); }
    std::string operator()(const SecretFromFile& from) const { return tr("file \"{}\"", from.path.string()); }
    std::string operator()(const SecretFromCommand& from) const { return tr("command \"{}\"", from.argv.front()); }
    std::string operator()(const SecretFromCredential& from) const { return tr("credential \"{}\"", from.name); }
    std::string operator()(const SecretFromLogin&) const { return tr("what cm login kept"); }
  };
  return std::visit(Teller(), secret);
}

std::string way_to_secret(const ChannelSettings& channel) {
  const SecretSource& secret = channel.secret;
  if (const auto* env = std::get_if<SecretFromEnv>(&secret)) return "export " + env->variable + "=…";
  if (std::holds_alternative<SecretFromLogin>(secret)) return "cm login " + channel.name;
  return tr("set \"secret\" of this channel in cm.toml, see: man cm-config");
}

void tell_capabilities(Report& report, const PlatformKind& kind) {
  for (const Capability& can : kind.capabilities) {
    report.say(to_string(can.deed), fmt::format("{:<10}  {}", told(can.support), can.meaning));
  }
}

void check_channel(Report& report, const ChannelSettings& channel, Workbench& bench) {
  const PlatformKind& kind = bench.platform_kind(channel);
  report.heading(tr("channel {} ({})", channel.name, kind.title));
  if (kind.make == nullptr) {
    report.tell(
        {"platform", false, std::string(kind.why_not), tr("take this channel out of cm.toml"), ErrorKind::wrong_use});
    return;
  }
  bool secret_found = true;
  if (kind.needs_secret || !std::holds_alternative<std::monostate>(channel.secret)) {
    report.check("secret", way_to_secret(channel), [&] {
      secret_found = false;
      (void)bench.secret(channel);
      secret_found = true;
      return tr("found in {}", source_of(channel.secret));
    });
  }
  if (secret_found) {
    try {
      for (Diagnosis& line : bench.platform(channel).diagnose()) {
        if (line.fix.empty())
          line.fix = tr("check its lines in cm.toml and the network, then: cm doctor {}", channel.name);
        report.tell(line);
      }
    } catch (const Error& error) {
      report.tell({"platform", false, error.what(), tr("see: man cm-config"), error.kind()});
    }
  }
  tell_capabilities(report, kind);
}

ExitCode run_doctor(const std::vector<std::string>& names, Workbench& bench) {
  Report report(bench);
  report.heading("cm");
  const bool has_settings = check_config(report, bench);
  if (has_settings) check_basics(report, bench);
  if (has_settings && !bench.settings().file.empty()) {
    if (bench.settings().channels.empty()) {
      report.heading(tr("channels"));
      report.tell({"channels", false, tr("cm.toml names none"), tr("add a [[channel]] to cm.toml, see: man cm-config"),
                   ErrorKind::wrong_use});
    } else {
      for (const ChannelSettings& channel : bench.channels(names)) check_channel(report, channel, bench);
    }
  }
  if (report.bad() == 0) {
    bench.out().write("\n" + tr("all is well; try: cm sweep --dry-run") + "\n");
  } else {
    bench.out().write("\n" + tr("{} to mend; each \"->\" is the next thing to do", report.bad()) + "\n");
  }
  return report.code();
}

}  // namespace

void add_doctor_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("doctor", "Check config, rules, store and every channel");
  command->footer("Example: cm doctor blog");
  const auto names = std::make_shared<std::vector<std::string>>();
  command->add_option("CHANNEL", *names, "Channels of cm.toml (default: all)");
  command->callback([&chosen, names] { chosen = [names](Workbench& bench) { return run_doctor(*names, bench); }; });
}

}  // namespace cm
