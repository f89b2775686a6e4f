// cm watch: is a brand attack under way? One look, for cron; or a drill from a file.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/new_file.h"
#include "command.h"
#include "formats/drill_file.h"
#include "formats/watch_formats.h"
#include "moderation/screen.h"
#include "moderation/watch_over.h"
#include "store/store.h"
#include "store/watch_store.h"
#include "text/fold.h"
#include "text/simhash.h"
#include "workbench/choice.h"
#include "workbench/since.h"
#include "workbench/webhook.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct WatchOptions {
  std::string at;
  std::string replay;
  std::string evidence;
  std::string format = "text";
};

void print(const WatchLook& look, const WatchOptions& options, Workbench& bench) {
  bench.out().write(options.format == "ndjson" ? to_json_line(look) : to_text(look));
}

// --- the store ----------------------------------------------------------------------------------

/// The negative comments from an hour before the attack was seen until now.
void write_evidence(const WatchLook& look, const std::string& file, WatchStore& watched, Workbench& bench) {
  NewFile evidence(file);
  evidence.write(evidence_header());
  const Timestamp begins = look.alert.alerted ? look.alert.since : look.at;
  watched.for_each_recent(begins - std::chrono::hours(1), look.at, [&](const RecentComment& recent) {
    if (!speaks_against(recent.sentiment, recent.labels)) return;
    if (const auto stored = bench.store().find(recent.channel + "/" + recent.id)) {
      evidence.write(evidence_line(stored->comment));
    }
  });
  evidence.commit();
}

AlertFigures figures_of(const WatchLook& look) {
  const WindowReading& window = look.assessment.window;
  AlertFigures figures;
  figures.worst_at = look.at;
  figures.window = window.length;
  figures.comments = static_cast<std::int64_t>(window.comments);
  figures.negative = static_cast<std::int64_t>(window.negative);
  figures.new_authors = static_cast<std::int64_t>(window.new_authors);
  figures.channels = static_cast<std::int64_t>(window.channels);
  return figures;
}

/// One alert an event: what changes is kept before it is told, and told again until the webhook has taken it.
void update_and_tell(WatchLook& look, WatchStore& watched, Workbench& bench) {
  bench.store().atomically([&] {
    look.alert = watched.alert();
    look.change = update(look.alert, look.assessment, look.at);
    if (look.change != AlertChange::none) look.alert.untold = look.change;
    watched.save_alert(look.alert);
    watched.note_look(look.alert, look.change, figures_of(look));
  });
}

void tell_what_is_untold(WatchLook& look, WatchStore& watched, Workbench& bench) {
  if (look.alert.untold == AlertChange::none) return;
  const SecretSource& webhook = bench.settings().watch_webhook;
  if (!std::holds_alternative<std::monostate>(webhook)) tell_webhook(webhook, alert_message(look), bench);
  look.alert.untold = AlertChange::none;
  watched.save_alert(look.alert);
}

ExitCode watch_store(const WatchOptions& options, Workbench& bench) {
  (void)bench.store();  // brings the schema up to date
  WatchStore watched(bench.database());
  const Timestamp now = std::chrono::floor<std::chrono::seconds>(bench.clock().now());
  const std::optional<Timestamp> past = read_since(options.at, now, "--at");
  WatchLook look;
  look.at = past.value_or(now);
  look.assessment = assess_stored(watched, bench.settings().watch, look.at);
  if (past) {
    // A look back changes nothing that holds today, and alerts nobody.
    look.alert.alerted = look.assessment.attack;
    look.alert.since = look.at;
  } else {
    update_and_tell(look, watched, bench);
  }
  print(look, options, bench);
  bench.out().flush();
  if (look.alert.alerted && !options.evidence.empty()) write_evidence(look, options.evidence, watched, bench);
  if (!past) tell_what_is_untold(look, watched, bench);
  return look.alert.alerted ? ExitCode::findings : ExitCode::done;
}

// --- a drill ------------------------------------------------------------------------------------

/// The rules are compiled when a comment comes without a verdict.
class DrillJudge {
 public:
  explicit DrillJudge(Workbench& bench) : bench_(bench), policy_(bench.policy()) {}

  [[nodiscard]] bool is_negative(const Comment& comment) {
    if (const auto told = told_negative(comment)) return *told;
    const Verdict verdict = Screener(bench_.rules(), policy_).judge(subject_of(comment), {});
    return speaks_against(verdict.sentiment, verdict.labels);
  }

 private:
  Workbench& bench_;
  Policy policy_;
};

/// All comments of the file as the watch sees them. New is an author who was first seen within an hour.
std::vector<WatchedComment> watched_comments(const DrillFile& file, DrillJudge& judge,
                                             const DrillFile::Unreadable& unreadable) {
  std::vector<WatchedComment> comments;
  std::map<std::string, Timestamp> first_seen;
  file.each_comment(
      [&](const Comment& comment) {
        WatchedComment& one = comments.emplace_back();
        one.at = *comment.created_at;
        one.key = key_of(comment);
        one.channel = comment.channel;
        one.negative = judge.is_negative(comment);
        one.fingerprint = simhash(folded(comment.text));
        if (comment.author.id.empty()) return;
        one.author = comment.channel + "/" + comment.author.id;
        const auto [known, is_first] = first_seen.emplace(one.author, one.at);
        if (!is_first) known->second = std::min(known->second, one.at);
      },
      unreadable);
  for (WatchedComment& one : comments) {
    one.new_author = !one.author.empty() && one.at - first_seen.at(one.author) <= std::chrono::hours(1);
  }
  return comments;
}

ExitCode watch_drill(const WatchOptions& options, Workbench& bench) {
  const DrillFile file(options.replay);
  DrillJudge judge(bench);
  std::size_t unreadable = 0;
  std::vector<WatchedComment> comments = watched_comments(file, judge, [&](std::string_view message) {
    bench.log().error(std::string(message));
    ++unreadable;
  });

  const std::size_t count = comments.size();
  std::size_t attacks = 0;
  std::set<std::string> evidence;
  WatchLook look;
  replay(std::move(comments), bench.settings().watch,
         [&](Timestamp moment, AlertChange change, const Assessment& assessment) {
           if (assessment.attack) evidence.insert(assessment.evidence.begin(), assessment.evidence.end());
           if (change == AlertChange::none) return;
           look.alert.alerted = change == AlertChange::raised;
           if (look.alert.alerted) {
             ++attacks;
             look.alert.since = moment;
           }
           look.at = moment;
           look.change = change;
           look.assessment = assessment;
           print(look, options, bench);
         });
  if (options.format == "text") {
    bench.out().write(std::to_string(count) + " comments, " + std::to_string(attacks) +
                      (attacks == 1 ? " attack\n" : " attacks\n"));
  }
  if (attacks > 0 && !options.evidence.empty()) {
    NewFile sheet(options.evidence);
    sheet.write(evidence_header());
    const auto add = [&](const Comment& comment) {
      if (evidence.contains(key_of(comment))) sheet.write(evidence_line(comment));
    };
    file.each_comment(add, [](std::string_view /*told before*/) {});
    sheet.commit();
  }
  if (unreadable > 0) return ExitCode::partial;
  return attacks > 0 ? ExitCode::findings : ExitCode::done;
}

}  // namespace

void add_watch_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("watch", "Tell whether a brand attack is under way, and alert once");
  command->footer(
      "Example: cm watch --evidence attack.csv\n"
      "A drill: cm watch --replay drill.ndjson");
  const auto options = std::make_shared<WatchOptions>();
  CLI::Option* at = command->add_option("--at", options->at, "Look at this moment of the past instead; alert nobody")
                        ->type_name("TIME");
  command
      ->add_option("--replay", options->replay,
                   "A drill: let the comments of this NDJSON file come, and tell what happens")
      ->type_name("FILE")
      ->excludes(at);
  command->add_option("--evidence", options->evidence, "When there is an attack, write its comments here as CSV")
      ->type_name("FILE");
  command->add_option("--format", options->format, "text or ndjson")
      ->type_name("FORMAT")
      ->check(one_of({"text", "ndjson"}).description(""));
  command->callback([&chosen, options] {
    chosen = [options](Workbench& bench) {
      return options->replay.empty() ? watch_store(*options, bench) : watch_drill(*options, bench);
    };
  });
}

}  // namespace cm
