#include "report/build_report.h"

#include <algorithm>
#include <map>

#include "base/digest.h"

namespace cm {
namespace {

using std::chrono::sys_days;

std::optional<double> number(std::int64_t count) { return static_cast<double>(count); }

std::optional<double> share(std::int64_t part, std::int64_t whole) {
  if (whole == 0) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

std::optional<double> seconds(const SpanFigures& spans, std::chrono::milliseconds span) {
  if (spans.known == 0) return std::nullopt;
  return static_cast<double>(span.count()) / 1000;
}

void add(DayFigures& sum, const DayFigures& one) {
  sum.comments += one.comments;
  sum.rated += one.rated;
  sum.negative += one.negative;
  sum.positive += one.positive;
  sum.out_of_sight += one.out_of_sight;
  sum.flagged += one.flagged;
  sum.acted += one.acted;
  sum.overturned += one.overturned;
}

DayFigures sum_of(const std::vector<DayFigures>& days) {
  DayFigures sum;
  for (const DayFigures& one : days) add(sum, one);
  return sum;
}

// --- the period, cut into bars -----------------------------------------------------------------

/// Which bar a day belongs to. About a hundred bars fit beside each other on a page.
class Calendar {
 public:
  Calendar(sys_days first, sys_days last) : first_(first), last_(last) {
    const auto days = (last - first).count() + 1;
    days_per_bar_ = days <= 120 ? 1 : days <= 120 * 7 ? 7 : 28;
  }

  [[nodiscard]] int days_per_bar() const { return days_per_bar_; }
  [[nodiscard]] std::size_t bars() const { return bar_of(last_) + 1; }
  [[nodiscard]] std::size_t bar_of(sys_days day) const {
    return static_cast<std::size_t>((day - first_).count() / days_per_bar_);
  }
  [[nodiscard]] sys_days first_day_of(std::size_t bar) const {
    return first_ + std::chrono::days(static_cast<int>(bar) * days_per_bar_);
  }

 private:
  sys_days first_;
  sys_days last_;
  int days_per_bar_ = 1;
};

std::optional<Calendar> calendar_of(const ReportFigures& figures, const ReportChoice& choice) {
  if (figures.days.empty()) return std::nullopt;
  const auto [earliest, latest] =
      std::minmax_element(figures.days.begin(), figures.days.end(),
                          [](const DayFigures& one, const DayFigures& other) { return one.day < other.day; });
  // A period that was asked for shows its empty days too.
  sys_days first = earliest->day;
  sys_days last = latest->day;
  if (choice.window.since) first = std::min(first, std::chrono::floor<std::chrono::days>(*choice.window.since));
  return Calendar(first, last);
}

std::vector<TrendBar> trend_of(const std::vector<DayFigures>& days, const std::string& channel,
                               const Calendar& calendar) {
  std::vector<TrendBar> bars(calendar.bars());
  for (const DayFigures& one : days) {
    if (!channel.empty() && one.channel != channel) continue;
    TrendBar& bar = bars[calendar.bar_of(one.day)];
    bar.whole += one.comments;
    bar.part += one.negative;
  }
  return bars;
}

// --- sections ----------------------------------------------------------------------------------

std::vector<ReportCell> volume_cells(std::string name, const DayFigures& sum) {
  return {std::move(name),
          number(sum.comments),
          number(sum.rated),
          number(sum.negative),
          number(sum.positive),
          share(sum.negative, sum.rated),
          share(sum.positive, sum.negative)};
}

std::vector<ReportColumn> volume_columns(ReportColumn first) {
  return {first,
          figure("comments"),
          figure("rated"),
          figure("negative"),
          figure("positive"),
          figure("negative_rate"),
          figure("sentiment_ratio")};
}

std::map<std::string, DayFigures> sums_by_channel(const ReportFigures& figures) {
  std::map<std::string, DayFigures> channels;
  for (const DayFigures& one : figures.days) add(channels[one.channel], one);
  return channels;
}

constexpr std::string_view all_channels = "all channels";
// The page of a brand with hundreds of channels stays below a megabyte.
constexpr std::size_t most_trends = 24;

ReportTable by_channel(const ReportFigures& figures, const Calendar& calendar) {
  ReportTable table{"channels", "Comments by channel", volume_columns(named("channel", "Channel")), {}};
  table.rows.push_back(
      {volume_cells(std::string(all_channels), sum_of(figures.days)), trend_of(figures.days, "", calendar)});
  std::vector<std::pair<std::string, DayFigures>> channels;
  for (const auto& one : sums_by_channel(figures)) channels.push_back(one);
  if (channels.size() == 1) return table;
  std::stable_sort(channels.begin(), channels.end(),
                   [](const auto& one, const auto& other) { return one.second.comments > other.second.comments; });
  for (const auto& [channel, sum] : channels) {
    const bool drawn = table.rows.size() <= most_trends;
    table.rows.push_back(
        {volume_cells(channel, sum), drawn ? trend_of(figures.days, channel, calendar) : std::vector<TrendBar>()});
  }
  return table;
}

ReportTable by_bar(const ReportFigures& figures, const Calendar& calendar) {
  std::vector<DayFigures> bars(calendar.bars());
  for (const DayFigures& one : figures.days) add(bars[calendar.bar_of(one.day)], one);
  ReportTable table{"bars", "The bars in figures", volume_columns(named("from", "From")), {}, Audience::on_demand};
  for (std::size_t bar = 0; bar < bars.size(); ++bar) {
    table.rows.push_back({volume_cells(date_of(calendar.first_day_of(bar)), bars[bar]), {}});
  }
  return table;
}

ReportTable by_day(const ReportFigures& figures) {
  ReportTable table{
      "days", "Comments by day and channel", volume_columns(named("channel", "Channel")), {}, Audience::programs};
  table.columns.insert(table.columns.begin(), named("day", "Day"));
  for (const DayFigures& one : figures.days) {
    std::vector<ReportCell> cells = volume_cells(one.channel, one);
    cells.insert(cells.begin(), date_of(one.day));
    table.rows.push_back({std::move(cells), {}});
  }
  return table;
}

ReportSection volume(const ReportFigures& figures, const std::optional<Calendar>& calendar) {
  ReportSection section{"volume",
                        "Volume and sentiment",
                        "No comment of the store lies in this period. Bring some in with: cm fetch, then cm scan",
                        {}};
  if (!calendar) return section;
  section.tables = {by_channel(figures, *calendar), by_bar(figures, *calendar), by_day(figures)};
  return section;
}

ReportSection moderation(const ReportFigures& figures) {
  ReportSection section{
      "moderation", "Moderation", "Nothing was moderated yet. Judge and act with: cm sweep --dry-run", {}};
  if (figures.days.empty()) return section;
  ReportTable table{"moderation",
                    "What became of comments, by channel",
                    {named("channel", "Channel"), figure("out_of_sight"), figure("flagged"), figure("overturned"),
                     figure("overturned_rate")},
                    {}};
  const auto row = [](std::string name, const DayFigures& sum) {
    return ReportRow{{std::move(name), number(sum.out_of_sight), number(sum.flagged), number(sum.overturned),
                      share(sum.overturned, sum.acted)},
                     {}};
  };
  table.rows.push_back(row(std::string(all_channels), sum_of(figures.days)));
  const auto channels = sums_by_channel(figures);
  if (channels.size() > 1) {
    for (const auto& [channel, sum] : channels) table.rows.push_back(row(channel, sum));
  }
  section.tables.push_back(std::move(table));
  return section;
}

ReportSection following_up(const ReportFigures& figures) {
  ReportSection section{"follow-up",
                        "Following up",
                        "Nobody was answered yet. Hand out the sheet with: cm export, answer with: cm reply",
                        {}};
  ReportTable table{
      "follow_up",
      "How fast people were answered, by channel",
      {named("channel", "Channel"), figure("answered"), figure("response_median"), figure("response_p90"),
       figure("resolved"), figure("resolution_median"), figure("resolution_p90"), figure("due"), figure("in_time")},
      {}};
  const bool one_channel = figures.waits.size() <= 2;
  for (const WaitFigures& one : figures.waits) {
    if (one.channel.empty() && one.response.known == 0 && one.resolution.known == 0 && one.due == 0) return section;
    if (one_channel && !one.channel.empty()) continue;
    table.rows.push_back({{one.channel.empty() ? std::string(all_channels) : one.channel, number(one.response.known),
                           seconds(one.response, one.response.median), seconds(one.response, one.response.p90),
                           number(one.resolution.known), seconds(one.resolution, one.resolution.median),
                           seconds(one.resolution, one.resolution.p90), number(one.due), share(one.in_time, one.due)},
                          {}});
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

std::optional<double> mean_score(const SatisfactionFigures& one) { return share(one.sum, one.scores); }

ReportSection satisfaction(const ReportFigures& figures) {
  ReportSection section{"satisfaction",
                        "Satisfaction",
                        "No scores lie in this period. Take in those of a survey with: cm import --csat scores.csv",
                        {}};
  ReportTable table{"satisfaction",
                    "What people said of the answers, by channel",
                    {named("channel", "Channel"), figure("csat"), figure("csat_mean"), figure("csat_scores")},
                    {}};
  for (const SatisfactionFigures& one : figures.satisfaction) {
    if (one.scores == 0) return section;
    if (figures.satisfaction.size() == 2 && !one.channel.empty()) continue;
    table.rows.push_back({{one.channel.empty() ? std::string(all_channels) : one.channel,
                           share(one.satisfied, one.scores), mean_score(one), number(one.scores)},
                          {}});
  }
  if (!table.rows.empty()) section.tables.push_back(std::move(table));
  return section;
}

std::string department_name(const std::string& name) { return name.empty() ? "no department" : name; }

ReportSection departments(const ReportFigures& figures) {
  ReportSection section{"departments", "Departments", "No comment was picked out in this period.", {}};
  if (figures.departments.empty()) return section;
  ReportTable table{"departments",
                    "What lies on whose desk",
                    {named("department", "Department"), figure("picked"), figure("waiting"), figure("resolved"),
                     figure("due"), figure("in_time")},
                    {}};
  for (const DepartmentFigures& one : figures.departments) {
    table.rows.push_back({{department_name(one.name), number(one.picked), number(one.waiting), number(one.resolved),
                           number(one.due), share(one.in_time, one.due)},
                          {}});
  }
  section.tables.push_back(std::move(table));
  return section;
}

ReportSection rules(const ReportFigures& figures) {
  ReportSection section{"rules",
                        "Rules that did most",
                        "No rule caused a deed in this period. What they would do shows: cm sweep --dry-run",
                        {}};
  if (figures.rules.empty()) return section;
  ReportTable table{"rules",
                    "Deeds by the rule that decided them",
                    {named("rule", "Rule"), figure("rule_flags"), figure("rule_hides"), figure("rule_overturned")},
                    {}};
  for (const RuleFigures& one : figures.rules) {
    table.rows.push_back({{one.rule, number(one.flags), number(one.out_of_sight), number(one.overturned)}, {}});
  }
  section.tables.push_back(std::move(table));
  return section;
}

// An account's id is often the very name it is known by. The same account has the same pseudonym in every report.
std::string pseudonym(const AccountFigures& account) {
  return sha256_hex(account.channel + "/" + account.id).substr(0, 8);
}

ReportSection accounts(const ReportFigures& figures, bool with_names) {
  ReportSection section{
      "accounts", "Most active accounts", "No platform told who wrote the comments of this period.", {}};
  if (figures.accounts.empty()) return section;
  ReportTable table{
      "accounts", "Accounts by number of comments", {named("channel", "Channel"), named("account", "Account")}, {}};
  if (with_names) table.columns.push_back(named("name", "Name"));
  for (const char* id : {"comments", "negative", "picked", "out_of_sight"}) table.columns.push_back(figure(id));
  for (const AccountFigures& one : figures.accounts) {
    std::vector<ReportCell> cells{one.channel, with_names ? one.id : pseudonym(one)};
    if (with_names) cells.emplace_back(one.name);
    for (const std::int64_t count : {one.comments, one.negative, one.picked, one.out_of_sight}) {
      cells.emplace_back(number(count));
    }
    table.rows.push_back({std::move(cells), {}});
  }
  section.tables.push_back(std::move(table));
  return section;
}

ReportSection topics(const std::vector<TopicFigures>& rising) {
  ReportSection section{
      "topics", "Topics on the rise", "No phrase of the last week came up much more often than before.", {}};
  if (rising.empty()) return section;
  ReportTable table{"topics",
                    "Phrases that came up much more often than before",
                    {named("topic", "Phrase"), named("day", "Day"), named("department", "Department"),
                     figure("topic_comments"), figure("topic_usual")},
                    {}};
  for (const TopicFigures& one : rising) {
    table.rows.push_back({{one.phrase, date_of(one.day), department_name(one.department), number(one.comments),
                           std::optional(one.usual)},
                          {}});
  }
  section.tables.push_back(std::move(table));
  return section;
}

ReportSection campaign(const CampaignFigures& told) {
  ReportSection section{
      "campaign", "The campaign", "No comment lies in the campaign's time. Bring some in with: cm fetch", {}};
  if (told.comments == 0) return section;
  section.tables.push_back({"campaign",
                            "What had been foreseen",
                            {named("campaign", "Campaign"), figure("comments"), figure("foreseen"),
                             figure("foreseen_share"), figure("unforeseen_alone")},
                            {{{told.name, number(told.comments), number(told.foreseen),
                               share(told.foreseen, told.comments), number(told.alone)},
                              {}}}});
  ReportTable unforeseen{"unforeseen",
                         "What had not been foreseen, by what it shares",
                         {named("phrase", "Not foreseen"), named("first", "The first"), figure("unforeseen")},
                         {}};
  for (const UnforeseenFigures& one : told.unforeseen) {
    unforeseen.rows.push_back({{one.phrase, one.first, number(one.comments)}, {}});
  }
  if (!unforeseen.rows.empty()) section.tables.push_back(std::move(unforeseen));
  ReportTable expected{
      "expected", "Expected comments", {named("text", "Expected"), named("kind", "Kind"), figure("said")}, {}};
  for (const ExpectedFigures& one : told.expected)
    expected.rows.push_back({{one.text, one.kind, number(one.said)}, {}});
  if (!expected.rows.empty()) section.tables.push_back(std::move(expected));
  return section;
}

std::string minute_of(Timestamp moment) {
  std::string text = to_iso8601(moment).substr(0, 16);
  text[10] = ' ';
  return text;
}

ReportSection attacks(const std::vector<AlertFigures>& alerts, Timestamp now) {
  ReportTable table{"attacks",
                    "Alerts of cm watch, one after the other (UTC)",
                    {named("raised", "Alert"), named("worst", "At worst"), named("cleared", "All-clear")},
                    {}};
  for (const char* id :
       {"attack_lasted", "attack_negative", "attack_comments", "attack_new_authors", "attack_channels"}) {
    table.columns.push_back(figure(id));
  }
  for (const AlertFigures& one : alerts) {
    const auto lasted = std::chrono::duration<double>(one.cleared_at.value_or(now) - one.raised_at).count();
    std::vector<ReportCell> cells{minute_of(one.raised_at), minute_of(one.worst_at),
                                  one.cleared_at ? minute_of(*one.cleared_at) : "still on", std::optional(lasted)};
    for (const std::int64_t count : {one.negative, one.comments, one.new_authors, one.channels}) {
      cells.emplace_back(one.window.count() > 0 ? number(count) : std::nullopt);
    }
    table.rows.push_back({std::move(cells), {}});
  }
  return {"attacks", "Attack timeline", "", {std::move(table)}};
}

std::vector<Headline> headlines(const ReportFigures& figures) {
  const DayFigures sum = sum_of(figures.days);
  const auto all = [](const auto& list) {
    const auto found = std::find_if(list.begin(), list.end(), [](const auto& one) { return one.channel.empty(); });
    return found == list.end() ? typename std::decay_t<decltype(list)>::value_type{} : *found;
  };
  const WaitFigures waits = all(figures.waits);
  const SatisfactionFigures scores = all(figures.satisfaction);
  return {{&kpi("comments"), number(sum.comments)},
          {&kpi("negative_rate"), share(sum.negative, sum.rated)},
          {&kpi("sentiment_ratio"), share(sum.positive, sum.negative)},
          {&kpi("out_of_sight"), number(sum.out_of_sight)},
          {&kpi("flagged"), number(sum.flagged)},
          {&kpi("overturned_rate"), share(sum.overturned, sum.acted)},
          {&kpi("response_median"), seconds(waits.response, waits.response.median)},
          {&kpi("response_p90"), seconds(waits.response, waits.response.p90)},
          {&kpi("resolution_median"), seconds(waits.resolution, waits.resolution.median)},
          {&kpi("in_time"), share(waits.in_time, waits.due)},
          {&kpi("csat"), share(scores.satisfied, scores.scores)}};
}

}  // namespace

Report build_report(const ReportFigures& figures, const ReportChoice& choice) {
  const std::optional<Calendar> calendar = calendar_of(figures, choice);
  Report report;
  report.made_at = choice.now;
  for (const auto& [channel, sum] : sums_by_channel(figures)) report.channels.push_back(channel);
  if (calendar) {
    report.first_day = calendar->first_day_of(0);
    report.last_day = std::max_element(figures.days.begin(), figures.days.end(), [](const auto& one, const auto& two) {
                        return one.day < two.day;
                      })->day;
    report.days_per_bar = calendar->days_per_bar();
  }
  report.headlines = headlines(figures);
  report.sections = {volume(figures, calendar),
                     moderation(figures),
                     following_up(figures),
                     satisfaction(figures),
                     departments(figures),
                     rules(figures),
                     accounts(figures, choice.with_names)};
  if (!figures.alerts.empty()) {
    report.sections.insert(report.sections.begin() + 1, attacks(figures.alerts, choice.now));
  }
  if (figures.topics) report.sections.insert(report.sections.begin() + 1, topics(*figures.topics));
  if (figures.campaign) report.sections.insert(report.sections.begin(), campaign(*figures.campaign));
  return report;
}

}  // namespace cm
