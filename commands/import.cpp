// cm import: an edited sheet back into the store, comments that another tool exported, or scores of a survey.

#include <algorithm>
#include <charconv>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>

#include "base/error.h"
#include "base/files.h"
#include "command.h"
#include "formats/comment_import.h"
#include "formats/score_file.h"
#include "formats/sheet_file.h"
#include "sheet/merge.h"
#include "sheet/sheet_reader.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct ImportFlags {
  std::string file;
  std::string map;
  DateOrder dates = DateOrder::unknown;
  bool overwrite = false;
  bool csat = false;
  bool dry_run = false;
};

PeopleCells cells_of(const SheetRow& row) {
  return {row.department,
          row.owner,
          row.status,
          row.last_contact_at ? to_iso8601(*row.last_contact_at) : std::string(),
          std::to_string(row.contacts),
          row.note};
}

// One comment that the sheet names, with what the store has of it.
struct Met {
  const EditedRow* edited = nullptr;
  StoredComment stored;
  PeopleCells current;
  std::vector<FollowUpChange> changes;  // newest first
};

// How the row looked in a sheet that knows the changes up to `last_change`.
PeopleCells cells_at(const Met& met, std::int64_t last_change) {
  StoredComment then = met.stored;
  FollowUp follow_up = then.follow_up.value_or(FollowUp{});
  for (const FollowUpChange& change : met.changes) {
    if (change.id <= last_change) break;
    if (change.field == "department") follow_up.department = change.before;
    if (change.field == "owner") follow_up.owner = change.before;
    if (change.field == "status") follow_up.status = change.before;
    if (change.field == "note") follow_up.note = change.before;
    if (change.field == "last_contact_at") follow_up.last_contact_at = parse_iso8601(change.before);
    if (change.field == "contacts") {
      follow_up.contacts = 0;
      std::from_chars(change.before.data(), change.before.data() + change.before.size(), follow_up.contacts);
    }
  }
  then.follow_up = follow_up;
  return cells_of(sheet_row_of(then, ContactClock{}));
}

std::size_t agreements(const Met& met, std::int64_t last_change) {
  const PeopleCells then = cells_at(met, last_change);
  std::size_t count = 0;
  for (std::size_t i = 0; i < people_column_count; ++i) {
    const auto& cell = met.edited->cells[i];
    if (cell && same_cell(static_cast<PeopleColumn>(i), *cell, then[i])) ++count;
  }
  return count;
}

// A sheet does not say when it was made, and copies of it go around for days. It was made from the state
// that most of its untouched cells agree with; of several, from the latest.
std::int64_t state_the_sheet_was_made_from(const std::vector<Met>& rows, const std::vector<SheetExport>& exports,
                                           std::int64_t latest) {
  std::int64_t best = latest;
  std::int64_t most = std::numeric_limits<std::int64_t>::min();
  for (const SheetExport& one : exports) {  // newest first
    std::int64_t agreed = 0;
    for (const Met& met : rows) {
      // A comment that came later than the sheet cannot stand in it.
      if (met.stored.sequence > one.last_comment) agreed -= 1000;
      if (!met.changes.empty()) agreed += static_cast<std::int64_t>(agreements(met, one.last_change));
    }
    if (agreed > most) {
      most = agreed;
      best = one.last_change;
    }
  }
  return best;
}

FollowUp changed_follow_up(const Met& met, const PeopleCells& cells) {
  FollowUp follow_up = met.stored.follow_up.value_or(FollowUp{});
  const auto changed = [&](PeopleColumn column) {
    return cells[static_cast<std::size_t>(column)] != met.current[static_cast<std::size_t>(column)];
  };
  const auto cell = [&](PeopleColumn column) -> const std::string& { return cells[static_cast<std::size_t>(column)]; };
  if (changed(PeopleColumn::department)) follow_up.department = cell(PeopleColumn::department);
  if (changed(PeopleColumn::owner)) follow_up.owner = cell(PeopleColumn::owner);
  if (changed(PeopleColumn::status)) follow_up.status = cell(PeopleColumn::status);
  if (changed(PeopleColumn::note)) follow_up.note = cell(PeopleColumn::note);
  if (changed(PeopleColumn::last_contact_at)) {
    follow_up.last_contact_at = parse_iso8601(cell(PeopleColumn::last_contact_at));
  }
  if (changed(PeopleColumn::contacts)) {
    const std::string& digits = cell(PeopleColumn::contacts);
    std::from_chars(digits.data(), digits.data() + digits.size(), follow_up.contacts);
  }
  return follow_up;
}

std::string read_input(const std::string& file) { return read_file(file == "-" ? "/dev/stdin" : file); }

class SheetImport {
 public:
  SheetImport(const ImportFlags& flags, Workbench& bench) : flags_(flags), bench_(bench) {}

  ExitCode run() {
    const EditedSheet sheet = read_sheet(read_input(flags_.file), flags_.file, flags_.dates);
    if (!sheet.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(sheet.problems));
    Store& store = bench_.store();
    store.atomically([&] {
      meet(sheet);
      std::int64_t latest = 0;
      for (const Met& met : met_) {
        if (!met.changes.empty()) latest = std::max(latest, met.changes.front().id);
      }
      const std::int64_t base = state_the_sheet_was_made_from(met_, store.exports(500), latest);
      for (const Met& met : met_) one_row(met, base);
    });
    bench_.out().write(nlohmann::ordered_json{{"kind", "summary"},
                                              {"rows", sheet.rows.size()},
                                              {"changed", changed_},
                                              {"unchanged", unchanged_},
                                              {"conflicts", conflicts_},
                                              {"unknown", unknown_},
                                              {"dry_run", flags_.dry_run}}
                           .dump() +
                       "\n");
    if (unknown_ > 0) bench_.log().warning("rows that name no comment of this store: " + std::to_string(unknown_));
    if (conflicts_ > 0 && !flags_.overwrite) {
      bench_.log().warning("cells that somebody else changed as well: " + std::to_string(conflicts_) +
                           "; the store keeps theirs (--overwrite takes the sheet's)");
    }
    return unknown_ > 0 || (conflicts_ > 0 && !flags_.overwrite) ? ExitCode::partial : ExitCode::done;
  }

 private:
  void meet(const EditedSheet& sheet) {
    std::unordered_map<std::string, std::uint32_t> lines;
    for (const EditedRow& row : sheet.rows) {
      const auto [first, is_new] = lines.emplace(row.key, row.place.line);
      if (!is_new) {
        throw Error(ErrorKind::wrong_use,
                    to_string(Problem{row.place, "\"" + row.key + "\" stands in line " + std::to_string(first->second) +
                                                     " already"}));
      }
      auto stored = bench_.store().find(row.key);
      if (!stored) {
        ++unknown_;
        tell({{"kind", "unknown"}, {"line", row.place.line}, {"key", row.key}});
        continue;
      }
      Met met;
      met.edited = &row;
      met.current = cells_of(sheet_row_of(*stored, ContactClock{}));
      if (stored->follow_up) {
        bench_.store().for_each_change(row.key, [&](const FollowUpChange& change) { met.changes.push_back(change); });
        std::reverse(met.changes.begin(), met.changes.end());
      }
      met.stored = std::move(*stored);
      met_.push_back(std::move(met));
    }
  }

  void one_row(const Met& met, std::int64_t base) {
    MergedRow merged = merge(cells_at(met, base), met.edited->cells, met.current);
    for (const CellConflict& conflict : merged.conflicts) {
      ++conflicts_;
      tell({{"kind", "conflict"},
            {"line", met.edited->place.line},
            {"key", met.edited->key},
            {"column", to_string(conflict.column)},
            {"exported", conflict.exported},
            {"sheet", conflict.in_sheet},
            {"store", conflict.in_store},
            {"kept", flags_.overwrite ? "sheet" : "store"}});
      if (flags_.overwrite) {
        merged.cells[static_cast<std::size_t>(conflict.column)] = conflict.in_sheet;
        merged.changed = true;
      }
    }
    if (!merged.changed) {
      ++unchanged_;
      return;
    }
    ++changed_;
    if (flags_.dry_run) return;
    bench_.store().save_follow_up(met.edited->key, changed_follow_up(met, merged.cells), bench_.person(),
                                  bench_.clock().now());
  }

  void tell(const nlohmann::ordered_json& line) {
    bench_.out().write(line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  }

  const ImportFlags& flags_;
  Workbench& bench_;
  std::vector<Met> met_;
  std::size_t changed_ = 0;
  std::size_t unchanged_ = 0;
  std::size_t conflicts_ = 0;
  std::size_t unknown_ = 0;
};

ExitCode import_scores(const ImportFlags& flags, Workbench& bench) {
  const ScoreFile read = read_scores(read_input(flags.file), flags.file);
  if (!read.problems.empty()) throw Error(ErrorKind::wrong_use, to_string(read.problems));
  (void)bench.store();
  Database& database = bench.database();
  const SavedScores saved = flags.dry_run ? SavedScores{} : save_scores(database, read.scores);
  for (const std::string& key : saved.unknown) {
    bench.log().warning("no comment in the store is called \"" + key + "\"; its score was left out");
  }
  bench.out().write(nlohmann::ordered_json{{"kind", "summary"},
                                           {"scores", read.scores.size()},
                                           {"added", saved.added},
                                           {"unchanged", saved.unchanged},
                                           {"unknown", saved.unknown.size()},
                                           {"dry_run", flags.dry_run}}
                        .dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                    "\n");
  return saved.unknown.empty() ? ExitCode::done : ExitCode::partial;
}

ExitCode run_import(const ImportFlags& flags, Workbench& bench) {
  if (flags.csat) return import_scores(flags, bench);
  if (flags.map.empty()) return SheetImport(flags, bench).run();
  const ImportMap map = read_import_map(read_file(flags.map), flags.map);
  const ImportedComments imported = import_comments(read_input(flags.file), flags.file, map, flags.dates);
  for (const Problem& problem : imported.unreadable) bench.log().warning(to_string(problem));
  std::size_t added = 0;
  if (!flags.dry_run) {
    const Timestamp now = bench.clock().now();
    Store& store = bench.store();
    store.atomically([&] {
      for (const Comment& comment : imported.comments) {
        if (!store.find(key_of(comment))) ++added;
        store.save_comment(comment, now);
      }
    });
  }
  bench.out().write(nlohmann::ordered_json{{"kind", "summary"},
                                           {"comments", imported.comments.size()},
                                           {"added", added},
                                           {"unreadable", imported.unreadable.size()},
                                           {"dry_run", flags.dry_run}}
                        .dump() +
                    "\n");
  return imported.unreadable.empty() ? ExitCode::done : ExitCode::partial;
}

}  // namespace

void add_import_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("import", "Take an edited sheet back, comments of another tool, or scores");
  command->footer(
      "Example: cm import sheet.csv\n"
      "Comments of another tool: cm import --map facebook.toml comments.csv\n"
      "Scores of a survey: cm import --csat scores.csv");
  const auto flags = std::make_shared<ImportFlags>();
  const std::map<std::string, DateOrder> orders{{"dmy", DateOrder::day_first}, {"mdy", DateOrder::month_first}};
  command->add_option("FILE", flags->file, "The sheet, as CSV or XLSX; - reads stdin")->required();
  CLI::Option* map =
      command->add_option("--map", flags->map, "The file holds comments; this TOML file names their columns")
          ->type_name("FILE");
  command->add_flag("--csat", flags->csat, "The file holds scores of a survey: key,score,at")->excludes(map);
  command->add_option("--dates", flags->dates, "How 05/06/2026 is meant: dmy or mdy")
      ->transform(CLI::CheckedTransformer(orders).description(""))
      ->type_name("ORDER");
  command->add_flag("--overwrite", flags->overwrite, "Where two people changed one cell, take the sheet's");
  command->add_flag("--dry-run", flags->dry_run, "Say what would change; change nothing");
  command->callback([&chosen, flags] { chosen = [flags](Workbench& bench) { return run_import(*flags, bench); }; });
}

}  // namespace cm
