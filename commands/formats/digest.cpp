#include "formats/digest.h"

#include <algorithm>
#include <map>

#include "base/translate.h"
#include "base/working_hours.h"
#include "formats/sheet_file.h"
#include "people/review_queue.h"
#include "sheet/due.h"
#include "sheet/redact.h"
#include "text/terminal_safe.h"
#include "text/utf8.h"

namespace cm {
namespace {

constexpr std::chrono::hours one_day(24);
constexpr std::size_t most_named = 20;
constexpr std::size_t beginning_bytes = 120;

using Counts = std::map<std::string, std::size_t>;

std::string listed(const Counts& counts) {
  std::string list;
  for (const auto& [name, count] : counts) list += (list.empty() ? "" : ", ") + name + " " + std::to_string(count);
  return list;
}

std::string named(const std::string& name, std::string_view otherwise) {
  return name.empty() ? std::string(otherwise) : terminal_safe(name);
}

std::string beginning_of(SheetRow row) {
  redact(row);
  std::string text = terminal_safe(row.comment.text);
  if (text.size() <= beginning_bytes) return text;
  std::size_t end = 0;
  while (end + code_point_at(text, end).size <= beginning_bytes) end += code_point_at(text, end).size;
  return text.substr(0, end) + " …";
}

struct Overdue {
  Timestamp due_at{};
  std::string line;
};

class Digest {
 public:
  Digest(const DigestChoice& choice, Workbench& bench)
      : choice_(choice),
        bench_(bench),
        settings_(bench.settings().follow_up),
        now_(bench.clock().now()),
        clock_(contact_clock_of(settings_)) {}

  std::string text() {
    line(tr("Digest of {} ({}), for the 24 hours before", local(now_), settings_.working.time_zone));
    say_new();
    say_waiting();
    say_out_of_sight();
    say_overdue();
    return std::move(text_);
  }

 private:
  void line(const std::string& words) { text_ += words + "\n"; }

  [[nodiscard]] std::string local(Timestamp moment) const { return local_text(moment, settings_.working.time_zone); }

  void say_new() {
    Counts by_channel;
    std::size_t all = 0;
    std::size_t negative = 0;
    std::size_t positive = 0;
    bench_.store().for_each({.channels = choice_.channels, .since = now_ - one_day}, [&](const StoredComment& stored) {
      const SheetRow row = sheet_row_of(stored, clock_);
      ++all;
      ++by_channel[row.comment.channel];
      const bool complains = std::find(row.labels.begin(), row.labels.end(), "complaint") != row.labels.end();
      if (row.sentiment == Sentiment::negative || complains) ++negative;
      if (row.sentiment == Sentiment::positive) ++positive;
    });
    line(tr("new: {}{}", all, all == 0 ? "" : " (" + listed(by_channel) + ")"));
    line(tr("negative: {}", negative));
    line(tr("positive: {}", positive));
  }

  void say_waiting() {
    const ReviewChoice review{
        .queue = ReviewQueue::flagged, .channels = choice_.channels, .labels = {}, .departments = {}};
    line(tr("to review: {}", keys_waiting_in(review, bench_).size()));
  }

  void say_out_of_sight() {
    Counts by_state;
    std::size_t all = 0;
    bench_.store().for_each({.channels = choice_.channels, .only_out_of_sight = true, .with_deleted = false},
                            [&](const StoredComment& stored) {
                              ++all;
                              ++by_state[std::string(to_string(stored.comment.state))];
                            });
    line(tr("out of sight: {}{}", all, all == 0 ? "" : " (" + listed(by_state) + ")"));
    const ReviewChoice review{
        .queue = ReviewQueue::hidden, .channels = choice_.channels, .labels = {}, .departments = {}};
    line(tr("to look at a second time: {}", keys_waiting_in(review, bench_).size()));
  }

  void say_overdue() {
    std::map<std::string, Counts> by_department;
    Counts escalations;
    std::vector<Overdue> rows;
    bench_.store().for_each(
        {.channels = choice_.channels, .only_hits = true, .with_deleted = false}, [&](const StoredComment& stored) {
          const SheetRow row = sheet_row_of(stored, clock_);
          if (!is_overdue(row, now_)) return;
          ++by_department[named(row.department, tr("no department"))][named(row.owner, tr("nobody"))];
          const Escalation* escalation = escalation_of(row, settings_, now_);
          if (escalation != nullptr) ++escalations[terminal_safe(escalation->to)];
          rows.push_back({*row.due_at, line_of(row, escalation)});
        });
    line(tr("overdue: {}", rows.size()));
    for (const auto& [department, owners] : by_department) line("  " + department + ": " + listed(owners));
    for (const auto& [to, count] : escalations) line(tr("to tell {}: {}", to, count));
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Overdue& left, const Overdue& right) { return left.due_at < right.due_at; });
    if (!rows.empty()) line(tr("overdue longest:"));
    for (std::size_t i = 0; i < rows.size() && i < most_named; ++i) text_ += rows[i].line;
    if (rows.size() > most_named) line(tr("  and {} more: cm export --overdue", rows.size() - most_named));
  }

  [[nodiscard]] std::string line_of(const SheetRow& row, const Escalation* escalation) const {
    std::string text = "  " + terminal_safe(key_of(row.comment)) + "  " + tr("due {}", local(*row.due_at)) + "  " +
                       named(row.department, "-") + "  " + named(row.owner, "-");
    if (escalation != nullptr) text += "  " + tr("tell {}", terminal_safe(escalation->to));
    text += "\n";
    if (choice_.with_texts) text += "    " + beginning_of(row) + "\n";
    return text;
  }

  const DigestChoice& choice_;
  Workbench& bench_;
  const FollowUpSettings& settings_;
  Timestamp now_;
  ContactClock clock_;
  std::string text_;
};

}  // namespace

std::string digest_of_the_day(const DigestChoice& choice, Workbench& bench) { return Digest(choice, bench).text(); }

}  // namespace cm
