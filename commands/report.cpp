// cm report: figures of a period, for the terminal, as one HTML page, CSV or JSON.

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/files.h"
#include "campaign/foreseen.h"
#include "command.h"
#include "journal/journal.h"
#include "journal/rule_figures.h"
#include "report/build_report.h"
#include "report/csv_report.h"
#include "report/html_report.h"
#include "report/json_report.h"
#include "report/text_report.h"
#include "store/comment_figures.h"
#include "store/figure_window.h"
#include "store/satisfaction.h"
#include "store/store.h"
#include "store/watch_store.h"
#include "topics/rising.h"
#include "workbench/campaigns.h"
#include "workbench/choice.h"
#include "workbench/since.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

constexpr std::size_t most_accounts = 20;
constexpr std::size_t most_rules = 20;
constexpr std::size_t most_topics = 30;
constexpr std::chrono::days topic_days(7);

struct ReportFlags {
  std::string since;
  std::string until;
  std::vector<std::string> channels;
  std::string format;
  std::string output;
  bool names = false;
  bool topics = false;
  std::string campaign;  ///< a file or a name
};

struct ReportFormat {
  std::string_view name;
  std::string_view extension;  ///< of --output, where no format was named
  std::string (*write)(const Report& report, bool coloured);
};

constexpr std::array formats{
    ReportFormat{"text", ".txt", text_report},
    ReportFormat{"html", ".html", [](const Report& report, bool) { return html_report(report); }},
    ReportFormat{"csv", ".csv", [](const Report& report, bool) { return csv_report(report); }},
    ReportFormat{"json", ".json", [](const Report& report, bool) { return json_report(report); }},
};

const ReportFormat& format_of(const ReportFlags& flags) {
  const std::string extension = std::filesystem::path(flags.output).extension().string();
  for (const ReportFormat& format : formats) {
    if (flags.format.empty() ? format.extension == extension : format.name == flags.format) return format;
  }
  return formats.front();
}

FigureWindow window_of(const ReportFlags& flags, Workbench& bench) {
  const Timestamp now = bench.clock().now();
  FigureWindow window;
  window.since = read_since(flags.since, now);
  window.until = read_since(flags.until, now, "--until");
  if (window.since && window.until && *window.since >= *window.until) {
    throw Error(ErrorKind::wrong_use,
                "--since " + flags.since + " is not before --until " + flags.until + "; no comment can lie between");
  }
  if (!flags.channels.empty()) (void)bench.channels(flags.channels);  // a mistyped name is no empty report
  window.channels = flags.channels;
  return window;
}

std::optional<Campaign> campaign_of(const ReportFlags& flags, Workbench& bench) {
  if (flags.campaign.empty()) return std::nullopt;
  CampaignRead read = read_campaign_named(flags.campaign, bench);
  if (!read.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(read.problems));
  return std::move(read.campaign);
}

// A report on a campaign is one on its time; --since and --until may cut it shorter.
void narrow(FigureWindow& window, const Campaign& campaign) {
  if (!campaign.begins && !window.since) {
    throw Error(ErrorKind::wrong_use, campaign.file.string() +
                                          ": the campaign does not tell when it begins; write: begins = "
                                          "\"2026-12-01\", or give --since");
  }
  if (campaign.begins) window.since = std::max(window.since.value_or(*campaign.begins), *campaign.begins);
  if (campaign.ends) window.until = std::min(window.until.value_or(*campaign.ends), *campaign.ends);
}

// What people, not the brand, wrote between the two moments.
template <typename Visit>
void for_each_written(Workbench& bench, const std::vector<std::string>& channels, Timestamp from, Timestamp until,
                      const Visit& visit) {
  CommentFilter filter;
  filter.channels = channels;
  filter.since = from;
  bench.store().for_each(filter, [&](const StoredComment& stored) {
    const Timestamp at = stored.comment.created_at.value_or(stored.first_seen_at);
    if (at < until && !is_of_the_brand(stored.comment.author)) visit(stored, at);
  });
}

CampaignFigures campaign_figures(const Campaign& campaign, const FigureWindow& window, Workbench& bench) {
  Foreseen foreseen(campaign.expected);
  for_each_written(bench, window.channels, *window.since, window.until.value_or(Timestamp::max()),
                   [&](const StoredComment& stored, Timestamp) {
                     foreseen.add(stored.comment.channel + "/" + stored.comment.id, stored.comment.text);
                   });
  const ForeseenReport report = foreseen.report();
  CampaignFigures figures;
  figures.name = campaign.name;
  figures.comments = static_cast<std::int64_t>(report.comments);
  figures.foreseen = static_cast<std::int64_t>(report.foreseen);
  figures.alone = static_cast<std::int64_t>(report.alone);
  for (std::size_t row = 0; row < campaign.expected.size(); ++row) {
    const ExpectedComment& expected = campaign.expected[row];
    figures.expected.push_back(
        {expected.text, std::string(to_string(expected.kind)), static_cast<std::int64_t>(report.by_row[row])});
  }
  for (const UnforeseenCluster& cluster : report.clusters) {
    figures.unforeseen.push_back(
        {cluster.phrase, static_cast<std::int64_t>(cluster.keys.size()), cluster.keys.front()});
  }
  return figures;
}

// Reads the texts of the last week of the window, and of the days before it that it is compared with.
std::vector<TopicFigures> rising_topics(const FigureWindow& window, Workbench& bench) {
  const Timestamp until = window.until.value_or(bench.clock().now());
  const Timestamp last_days = std::chrono::floor<std::chrono::days>(until) - topic_days;
  const Timestamp from = window.since ? std::max(*window.since, last_days) : last_days;
  RisingTopics rising;
  const Timestamp before = from - std::chrono::days(TopicSettings{}.days_before);
  for_each_written(bench, window.channels, before, until, [&](const StoredComment& stored, Timestamp at) {
    const Comment& comment = stored.comment;
    const std::string author = comment.author.id.empty() ? "" : comment.channel + "/" + comment.author.id;
    const std::string assigned = stored.follow_up ? stored.follow_up->department : "";
    const std::string judged = stored.verdict ? stored.verdict->department : "";
    rising.add({at, comment.text, author, assigned.empty() ? judged : assigned});
  });
  std::vector<RisingTopic> found = rising.between(from, until);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& one, const auto& other) { return one.score > other.score; });
  if (found.size() > most_topics) found.resize(most_topics);
  std::vector<TopicFigures> topics;
  topics.reserve(found.size());
  for (RisingTopic& one : found) {
    topics.push_back({std::chrono::floor<std::chrono::days>(one.day), std::move(one.department), std::move(one.phrase),
                      static_cast<std::int64_t>(one.comments), one.usual});
  }
  return topics;
}

ReportFigures count(const FigureWindow& window, const ReportFlags& flags, const std::optional<Campaign>& campaign,
                    Workbench& bench) {
  (void)bench.store();  // both bring their tables up to date
  (void)bench.journal();
  Database& database = bench.database();
  const AnswerDeadline deadline{std::chrono::hours(bench.settings().follow_up.contact_hours), bench.clock().now(),
                                bench.settings().follow_up.working};
  ReportFigures figures;
  figures.days = day_figures(database, window);
  figures.waits = wait_figures(database, window, deadline);
  figures.satisfaction = satisfaction_figures(database, window);
  figures.accounts = account_figures(database, window, most_accounts);
  figures.departments = department_figures(database, window, deadline);
  figures.rules = rule_figures(database, window, most_rules);
  figures.alerts = WatchStore(database).alerts(window.since, window.until);
  if (flags.topics) figures.topics = rising_topics(window, bench);
  if (campaign) figures.campaign = campaign_figures(*campaign, window, bench);
  return figures;
}

ExitCode run_report(const ReportFlags& flags, Workbench& bench) {
  ReportChoice choice;
  choice.window = window_of(flags, bench);
  const std::optional<Campaign> campaign = campaign_of(flags, bench);
  if (campaign) narrow(choice.window, *campaign);
  choice.now = bench.clock().now();
  choice.with_names = flags.names;
  const Report report = build_report(count(choice.window, flags, campaign, bench), choice);
  const ReportFormat& format = format_of(flags);
  if (flags.output.empty() || flags.output == "-") {
    bench.out().write(format.write(report, bench.coloured_results()));
    return ExitCode::done;
  }
  write_file(flags.output, format.write(report, false), FileAccess::owner_only);
  bench.log().info("wrote the report to " + flags.output);
  return ExitCode::done;
}

}  // namespace

void add_report_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("report", "Show volume, sentiment, moderation and answers in figures");
  command->footer(
      "Example: cm report --since 30d\n"
      "As a page: cm report --since 30d --output report.html\n"
      "After a launch: cm report --campaign winter-lamps");
  const auto flags = std::make_shared<ReportFlags>();
  command->add_option("--since", flags->since, "Only comments written since (30d, 2026-11-01)")->type_name("TIME");
  command->add_option("--until", flags->until, "Only comments written before")->type_name("TIME");
  command->add_option("--channel", flags->channels, "Only this channel; may be repeated")
      ->type_name("NAME")
      ->expected(1)
      ->take_all();
  std::vector<std::string> names;
  names.reserve(formats.size());
  for (const ReportFormat& format : formats) names.emplace_back(format.name);
  command->add_option("--format", flags->format, "text, html, csv or json (default: by --output)")
      ->type_name("FORMAT")
      ->check(one_of(names).description(""));
  command->add_option("--output,-o", flags->output, "Write here instead of stdout")->type_name("FILE");
  command
      ->add_option("--campaign", flags->campaign,
                   "Of this campaign's time, by its file or name: what had been foreseen, and what had not")
      ->type_name("NAME|FILE");
  command->add_flag("--topics", flags->topics, "Read the comments of the last week for phrases on the rise");
  command->add_flag("--names", flags->names, "Name the most active accounts instead of hiding who they are");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_report(*flags, bench); }; });
}

}  // namespace cm
