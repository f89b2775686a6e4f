// cm scan: judge NDJSON comments from files or stdin, or those of the store, and print verdicts.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/suggest.h"
#include "command.h"
#include "formats/scan_formats.h"
#include "moderation/scan_stream.h"
#include "moderation/screen.h"
#include "store/store.h"
#include "workbench/choice.h"
#include "workbench/sentiment.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ScanOptions {
  std::vector<std::string> files;
  std::vector<std::string> rules;
  std::string format = "ndjson";
  bool all = false;
  std::vector<std::string> fail_on;
  std::size_t threads = 0;  // 0: one for each processor
};

/// `--fail-on`: what makes a comment a finding.
class FailOn {
 public:
  FailOn(const std::vector<std::string>& names, const RuleSet& rules) {
    for (const std::string& name : names) add(name, rules);
  }

  [[nodiscard]] bool is_finding(const Verdict& verdict) const {
    if (action_ && verdict.action >= *action_) return true;
    if (severity_ && verdict.severity >= *severity_) return true;
    return std::any_of(verdict.labels.begin(), verdict.labels.end(), [&](const std::string& label) {
      return std::find(labels_.begin(), labels_.end(), label) != labels_.end();
    });
  }

 private:
  void add(const std::string& name, const RuleSet& rules) {
    const std::optional<Action> action = parse_action(name);
    const std::optional<Severity> severity = parse_severity(name);
    if (action && *action != Action::none) {
      action_ = std::min(action_.value_or(*action), *action);
    } else if (severity && *severity != Severity::none) {
      severity_ = std::min(severity_.value_or(*severity), *severity);
    } else {
      add_label(name, rules);
    }
  }

  void add_label(const std::string& name, const RuleSet& rules) {
    std::vector<std::string_view> known{"flag", "hold", "hide", "low", "medium", "high"};
    bool is_label = false;
    for (const Rule* rule : rules.standing_rules()) {
      for (const std::string& label : rule->facts.labels) {
        if (label == name) is_label = true;
        if (std::find(known.begin(), known.end(), label) == known.end()) known.emplace_back(label);
      }
    }
    if (!is_label) {
      throw Error(ErrorKind::wrong_use, "--fail-on \"" + name + "\" is no action, severity or label of these rules" +
                                            did_you_mean(name, known));
    }
    labels_.push_back(name);
  }

  std::optional<Action> action_;
  std::optional<Severity> severity_;
  std::vector<std::string> labels_;
};

/// A file that is open while it lives; "-" is stdin.
class InputFile {
 public:
  explicit InputFile(std::string name) : name_(std::move(name)) {
    if (name_ == "-") {
      descriptor_ = STDIN_FILENO;
      return;
    }
    descriptor_ = ::open(name_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0) {
      throw Error(ErrorKind::wrong_use, "cannot read \"" + name_ + "\": " + std::strerror(errno));
    }
  }
  InputFile(InputFile&& other) noexcept
      : name_(std::move(other.name_)), descriptor_(std::exchange(other.descriptor_, -1)) {}
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;
  InputFile& operator=(InputFile&&) = delete;
  ~InputFile() {
    if (descriptor_ > STDERR_FILENO) ::close(descriptor_);
  }

  [[nodiscard]] int descriptor() const { return descriptor_; }
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  std::string name_;
  int descriptor_ = -1;
};

/// Prints verdicts in one format and remembers whether there was a finding.
class Printer {
 public:
  Printer(const ScanOptions& options, const RuleSet& rules, Workbench& bench)
      : out_(bench.out()), all_(options.all), coloured_(bench.coloured_results()), fail_on_(options.fail_on, rules) {
    const auto formats = scan_formats();
    format_ = &*std::find_if(formats.begin(), formats.end(),
                             [&](const ScanFormat& format) { return format.name == options.format; });
    out_.write(format_->head(rules));
  }

  /// May be called from several threads at once.
  void describe(const Subject& comment, const Verdict& verdict, std::string_view file, std::uint64_t line,
                std::string& text) {
    if (fail_on_.is_finding(verdict)) found_ = true;
    if (!all_ && verdict.matches.empty()) return;
    const std::size_t before = text.size();
    text += format_->separator;
    const std::size_t after_separator = text.size();
    format_->append(ScannedComment{comment, verdict, file, line, coloured_}, text);
    if (text.size() == after_separator) text.resize(before);
  }

  bool print(std::string_view text) {
    if (text.empty()) return true;
    if (first_) text.remove_prefix(format_->separator.size());
    first_ = false;
    out_.write(text);
    // A small piece is all that a slow stream gave: whoever waits for it should see it now.
    if (text.size() < small_piece) out_.flush();
    return !out_.closed();
  }

  void end() { out_.write(format_->tail); }

  [[nodiscard]] bool prints_all() const { return all_; }

  [[nodiscard]] bool found() const { return found_; }

 private:
  static constexpr std::size_t small_piece = 4096;

  Output& out_;
  const ScanFormat* format_ = nullptr;
  bool all_;
  bool coloured_;
  bool first_ = true;
  FailOn fail_on_;
  std::atomic<bool> found_ = false;
};

std::size_t threads_for(const ScanOptions& options) {
  return options.threads > 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
}

/// Of all files together; nothing when one of them is a pipe and nobody knows.
std::optional<std::uint64_t> size_of(const std::vector<InputFile>& files) {
  std::uint64_t bytes = 0;
  for (const InputFile& file : files) {
    struct stat about {};
    if (::fstat(file.descriptor(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
    bytes += static_cast<std::uint64_t>(about.st_size);
  }
  return bytes;
}

StreamTally scan_files(const std::vector<InputFile>& files, const Screener& screener, Printer& printer,
                       std::size_t threads, Log& log, Progress& progress) {
  const std::optional<std::uint64_t> size = size_of(files);
  StreamTally all;
  for (const InputFile& file : files) {
    bool go_on = true;
    const StreamSinks sinks{
        .describe = [&](const Subject& comment, const Verdict& verdict, const StreamLine& at,
                        std::string& text) { printer.describe(comment, verdict, at.file, at.line, text); },
        .print = [&](std::string_view text) { return go_on = printer.print(text); },
        .unreadable =
            [&](const StreamLine& at, std::string_view why) {
              log.error(std::string(at.file) + ":" + std::to_string(at.line) + ": " + std::string(why));
            },
        .progressed =
            [&](const StreamTally& tally) {
              const auto read = static_cast<double>(all.bytes + tally.bytes);
              progress.at(all.judged + tally.judged,
                          size ? std::optional(std::min(1.0, read / static_cast<double>(*size))) : std::nullopt);
            },
        .wants_all = printer.prints_all(),
    };
    const StreamTally tally = scan_stream(file.descriptor(), file.name(), screener, threads, sinks);
    all.judged += tally.judged;
    all.unreadable += tally.unreadable;
    all.bytes += tally.bytes;
    if (!go_on) break;
  }
  return all;
}

/// With the settings' own rules verdicts are kept, with others they are only printed.
StreamTally scan_store(const Screener& screener, Printer& printer, bool keep, Workbench& bench, Progress& progress) {
  StreamTally tally;
  Store& store = bench.store();
  const auto tell = progress.teller();
  const auto all = tell ? static_cast<double>(store.count({})) : 0;
  const auto print = [&](const Comment& comment, const Verdict& verdict) {
    std::string text;
    printer.describe(subject_of(comment), verdict, {}, 0, text);
    printer.print(text);
    ++tally.judged;
    if (tell) tell(tally.judged, std::min(1.0, static_cast<double>(tally.judged) / all));
  };
  if (keep) {
    screen(store, screener, {}, ScreenWhat::all, bench.clock(), print);
    return tally;
  }
  const RuleSet& rules = screener.rules();
  store.for_each(CommentFilter{}, [&](const StoredComment& stored) {
    const Surroundings around =
        store.surroundings_of(stored.comment, rules.repeat_windows(), rules.wants_prior_comments());
    print(stored.comment, screener.judge(subject_of(stored.comment), around));
  });
  return tally;
}

ExitCode run_scan(const ScanOptions& options, Workbench& bench) {
  std::vector<InputFile> files;
  files.reserve(options.files.size());
  for (const std::string& name : options.files) files.emplace_back(name);

  std::optional<RuleSet> given;
  if (!options.rules.empty()) given = bench.compile_rules(options.rules, {});
  const RuleSet& rules = given ? *given : bench.rules();
  const Policy policy = bench.policy();
  const bool all_are_kept_or_printed = files.empty() || options.all;
  const Screener screener(rules, policy,
                          all_are_kept_or_printed ? shipped_sentiment(bench) : shipped_sentiment_beside(rules, bench));
  Printer printer(options, rules, bench);

  StreamTally tally;
  {
    const auto progress = bench.progress("scan", "comments", true);
    tally = files.empty() ? scan_store(screener, printer, !given, bench, *progress)
                          : scan_files(files, screener, printer, threads_for(options), bench.log(), *progress);
  }
  printer.end();
  bench.log().info(std::to_string(tally.judged) + " comments judged");
  if (tally.unreadable > 0) {
    bench.log().error(std::to_string(tally.unreadable) + (tally.unreadable == 1 ? " line was" : " lines were") +
                      " no comment and left out");
    return ExitCode::partial;
  }
  return printer.found() ? ExitCode::findings : ExitCode::done;
}

}  // namespace

void add_scan_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("scan", "Judge comments from files, stdin or the store, and print verdicts");
  command->footer(
      "Example: cm scan --rules rules/ --format text comments.ndjson\n"
      "         cm fetch --to - | cm scan --fail-on hide -");
  const auto options = std::make_shared<ScanOptions>();
  command->add_option("FILE", options->files, "NDJSON comments; - is stdin (default: the store)");
  command
      ->add_option("--rules", options->rules, "Rule file, folder or pack:NAME instead of those of cm.toml; repeatable")
      ->type_name("PATH")
      ->allow_extra_args(false);
  std::vector<std::string> names;
  for (const ScanFormat& format : scan_formats()) names.emplace_back(format.name);
  command->add_option("--format", options->format, "ndjson, text, csv or sarif")
      ->type_name("FORMAT")
      ->check(one_of(names).description(""));
  command->add_flag("--all", options->all, "Print all comments, not only those that a rule matched");
  command
      ->add_option("--fail-on", options->fail_on,
                   "End with 1 when a comment gets this label, or this action or severity or a higher one; repeatable")
      ->type_name("WHAT")
      ->allow_extra_args(false);
  command->add_option("--threads", options->threads, "Threads to judge with (default: one for each processor)")
      ->type_name("N")
      ->check(CLI::Range(std::size_t{1}, std::size_t{256}).description(""));
  command->callback([&chosen, options] { chosen = [options](Workbench& bench) { return run_scan(*options, bench); }; });
}

}  // namespace cm
