#include "formats/sheet_file.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "base/error.h"
#include "base/files.h"
#include "base/new_file.h"
#include "sheet/csv_writer.h"
#include "sheet/redact.h"
#include "sheet/sheet_json.h"
#include "sheet/xlsx_writer.h"
#include "store/figure_window.h"

namespace cm {
namespace {

constexpr std::chrono::hours one_day(24);

bool holds(const std::vector<std::string>& list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

bool asked_for(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || holds(wanted, value);
}

/// What a rule calls a complaint or praise was heard in a customer's words; the sentiment is of the tone.
bool is_negative(const SheetRow& row) { return row.sentiment == Sentiment::negative || holds(row.labels, "complaint"); }
/// Spam is written in a glad tone as well: nobody thanks for that, nor for what is to be hidden.
bool is_positive(const SheetRow& row) {
  const bool glad = row.sentiment == Sentiment::positive || holds(row.labels, "praise");
  const bool unwanted = row.action >= Action::hold || holds(row.labels, "spam") || holds(row.labels, "promotion");
  return glad && !unwanted && !is_negative(row);
}

bool belongs(const SheetRow& row, SheetKind kind) {
  // "Sorry that your lamp came broken" is the brand's own answer and no complaint; who assigned it wants it all the
  // same.
  if (kind != SheetKind::all && is_of_the_brand(row.comment.author)) return row.picked;
  switch (kind) {
    case SheetKind::follow_up:
      return row.picked;
    case SheetKind::positive:
      return is_positive(row);
    case SheetKind::negative:
      return is_negative(row);
    case SheetKind::daily:
      return row.picked || is_positive(row) || is_negative(row);
    case SheetKind::all:
      break;
  }
  return true;
}

bool chosen(const SheetRow& row, const SheetChoice& choice, Timestamp now) {
  if (!belongs(row, choice.kind)) return false;
  if (choice.overdue && !is_overdue(row, now)) return false;
  if (choice.escalated && !choice.escalated(row)) return false;
  if (choice.sentiment && row.sentiment != *choice.sentiment) return false;
  const bool labelled =
      choice.labels.empty() || std::any_of(choice.labels.begin(), choice.labels.end(),
                                           [&](const auto& label) { return holds(row.labels, label); });
  return labelled && asked_for(choice.departments, row.department) && asked_for(choice.owners, row.owner) &&
         asked_for(choice.statuses, row.status);
}

CommentFilter filter_of(const SheetChoice& choice, Timestamp now) {
  CommentFilter filter;
  filter.channels = choice.channels;
  filter.mentions = choice.mentions;
  filter.since = choice.since;
  if (choice.kind == SheetKind::daily && !choice.since) filter.since = now - one_day;
  filter.only_hits = choice.kind == SheetKind::follow_up;
  filter.only_judged = choice.kind == SheetKind::positive || choice.kind == SheetKind::negative;
  return filter;
}

// What sorting needs of a row: the rows themselves are read again, so that memory stays small.
struct Urgency {
  int turn = 0;  ///< overdue, then due later, then what waits for nobody
  int severity = 0;
  std::int64_t due = std::numeric_limits<std::int64_t>::max();
  int score = 0;
  std::string key;

  friend bool operator<(const Urgency& left, const Urgency& right) {
    return std::tuple(left.turn, -left.severity, left.due, -left.score) <
           std::tuple(right.turn, -right.severity, right.due, -right.score);
  }
};

void for_each_row(Workbench& bench, const SheetChoice& choice, const std::function<void(SheetRow&)>& visit) {
  const Timestamp now = bench.clock().now();
  const ContactClock clock = contact_clock_of(bench.settings().follow_up);
  Store& store = bench.store();
  std::vector<Urgency> order;
  store.for_each(filter_of(choice, now), [&](const StoredComment& stored) {
    SheetRow row = sheet_row_of(stored, clock);
    if (!chosen(row, choice, now)) return;
    if (choice.kind == SheetKind::all) return visit(row);
    Urgency& urgency = order.emplace_back();
    if (row.due_at) urgency.due = to_epoch_ms(*row.due_at);
    urgency.turn = is_overdue(row, now) ? 0 : row.due_at ? 1 : 2;
    urgency.severity = static_cast<int>(row.severity);
    urgency.score = row.score;
    urgency.key = key_of(row.comment);
  });
  std::stable_sort(order.begin(), order.end());
  for (const Urgency& one : order) {
    const auto stored = store.find(one.key);
    if (!stored) continue;
    SheetRow row = sheet_row_of(*stored, clock);
    visit(row);
  }
}

// What a cell of the sheet offers: the departments of cm.toml, and the people who own something already.
SheetChoices choices_of(Workbench& bench) {
  SheetChoices choices;
  for (const auto& [name, address] : bench.settings().follow_up.departments) choices.departments.push_back(name);
  choices.owners = bench.store().owners();
  return choices;
}

std::size_t write_xlsx(Workbench& bench, const SheetChoice& choice, bool redacted, const std::string& file) {
  XlsxWriter writer(file, choices_of(bench));
  std::size_t rows = 0;
  for_each_row(bench, choice, [&](SheetRow& row) {
    if (redacted) redact(row);
    writer.add(row);
    ++rows;
  });
  writer.close();
  return rows;
}

std::size_t write_text(Workbench& bench, const SheetChoice& choice, const SheetForm& form,
                       const std::function<void(std::string_view)>& write) {
  const bool csv = form.format == SheetFormat::csv;
  if (form.bom) write("\xEF\xBB\xBF");
  if (csv) write(csv_header());
  std::size_t rows = 0;
  for_each_row(bench, choice, [&](SheetRow& row) {
    if (form.redacted) redact(row);
    write(csv ? csv_line(row, CsvStyle{.raw = form.csv_raw}) : to_json(row) + "\n");
    ++rows;
  });
  return rows;
}

void remember_export(Workbench& bench) {
  try {
    bench.store().note_export(bench.clock().now());
  } catch (const Error& error) {
    // A store that can only be read still gives a sheet.
    bench.log().debug(std::string("the export was not noted: ") + error.what());
  }
}

}  // namespace

ContactClock contact_clock_of(const FollowUpSettings& settings) {
  return {std::chrono::hours(settings.contact_hours), settings.working};
}

const Escalation* escalation_of(const SheetRow& row, const FollowUpSettings& settings, Timestamp now) {
  if (!row.due_at) return nullptr;
  auto found = settings.escalate.find(row.department);
  if (found == settings.escalate.end()) found = settings.escalate.find("*");
  if (found == settings.escalate.end()) return nullptr;
  const auto hours = std::chrono::hours(found->second.after_hours);
  return after_working(*row.due_at, hours, settings.working) <= now ? &found->second : nullptr;
}

SheetRow sheet_row_of(const StoredComment& stored, const ContactClock& clock) {
  SheetRow row;
  row.comment = stored.comment;
  row.first_seen_at = stored.first_seen_at;
  row.lang = stored.comment.lang;
  row.action_state = stored.action_state;
  row.answered_at = stored.last_response_at;
  if (stored.verdict) {
    const Verdict& verdict = *stored.verdict;
    if (!verdict.lang.empty()) row.lang = verdict.lang;
    row.sentiment = verdict.sentiment;
    row.labels = verdict.labels;
    for (const MatchRecord& match : verdict.matches) {
      if (match.mode == RuleMode::enforce) row.rules.push_back(match.rule);
    }
    row.action = verdict.action;
    row.severity = verdict.severity;
    row.score = verdict.score;
    row.department = verdict.department;
    row.contact_hours = verdict.contact_hours;
  }
  const bool by_rules = row.action != Action::none || !row.action_state.empty();
  row.picked = by_rules && !is_of_the_brand(stored.comment.author);
  if (stored.follow_up) {
    const FollowUp& follow_up = *stored.follow_up;
    row.picked = row.picked || follow_up != FollowUp{};
    if (!follow_up.department.empty()) row.department = follow_up.department;
    row.owner = follow_up.owner;
    row.status = follow_up.status;
    row.last_contact_at = follow_up.last_contact_at;
    row.contacts = follow_up.contacts;
    row.note = follow_up.note;
  }
  if (row.picked && row.status.empty()) row.status = "open";
  row.due_at = due_at(row, clock);
  return row;
}

std::size_t write_sheet(Workbench& bench, const SheetChoice& choice, const SheetForm& form,
                        const std::function<void(std::string_view)>& write) {
  remember_export(bench);
  if (form.format != SheetFormat::xlsx) return write_text(bench, choice, form, write);
  // The library writes files only.
  const NewFile file(std::filesystem::temp_directory_path() / "cm-sheet");
  const std::size_t rows = write_xlsx(bench, choice, form.redacted, file.beside());
  write(read_file(file.beside(), std::numeric_limits<std::size_t>::max()));
  return rows;
}

std::size_t write_sheet_file(Workbench& bench, const SheetChoice& choice, const SheetForm& form,
                             const std::filesystem::path& file) {
  remember_export(bench);
  NewFile made(file);
  const std::size_t rows = form.format == SheetFormat::xlsx
                               ? write_xlsx(bench, choice, form.redacted, made.beside())
                               : write_text(bench, choice, form, [&made](std::string_view text) { made.write(text); });
  made.commit();
  return rows;
}

SheetFormat sheet_format_of(const std::filesystem::path& file) {
  if (file.extension() == ".xlsx") return SheetFormat::xlsx;
  if (file.extension() == ".ndjson" || file.extension() == ".jsonl") return SheetFormat::ndjson;
  return SheetFormat::csv;
}

}  // namespace cm
