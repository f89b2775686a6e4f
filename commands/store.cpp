// cm store copy: a whole store from one database to another, for a team that outgrows a file and back.

#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "command.h"
#include "database/run_lock.h"
#include "database/table_copy.h"
#include "journal/journal.h"
#include "journal/journal_schema.h"
#include "store/schema.h"
#include "store/store.h"
#include "workbench/workbench.h"

namespace cm {
namespace {

struct Addresses {
  std::string from;
  std::string to;
};

std::vector<TableKey> all_tables() {
  std::vector<TableKey> tables(store_tables().begin(), store_tables().end());
  tables.insert(tables.end(), journal_tables().begin(), journal_tables().end());
  return tables;
}

ExitCode run_copy(const Addresses& addresses, Workbench& bench) {
  if (addresses.from == addresses.to) throw Error(ErrorKind::wrong_use, "the store would be copied onto itself");
  const std::string file = addresses.from.starts_with("sqlite:") ? addresses.from.substr(7) : "";
  if (!file.empty() && file != ":memory:" && !std::filesystem::exists(bench.folder() / file)) {
    throw Error(ErrorKind::wrong_use, "there is no store \"" + addresses.from + "\" to copy");
  }
  Database from = Database::open(addresses.from, bench.folder());
  Database to = Database::open(addresses.to, bench.folder());
  // Both brought to the same schema, so that their tables have the same columns.
  const Store from_store(from);
  const Journal from_journal(from);
  const Store to_store(to);
  const Journal to_journal(to);

  // Nobody may write to either while it is copied.
  std::vector<std::string> channels{"cm store copy"};
  for (const ChannelSettings& channel : bench.settings().channels) channels.push_back(channel.name);
  const RunLock from_lock(from, channels);
  const RunLock to_lock(to, channels);

  std::int64_t rows = 0;
  Transaction transaction(to);
  for (const TableKey& table : all_tables()) {
    if (digest_of(to, table).rows > 0) {
      throw Error(ErrorKind::wrong_use, "store \"" + to.name() + "\" is not empty: copy into a new one");
    }
    copy_table(from, to, table);
  }
  nlohmann::ordered_json counts;
  for (const TableKey& table : all_tables()) {
    const TableDigest there = digest_of(to, table);
    if (there != digest_of(from, table)) {
      throw Error(ErrorKind::internal,
                  "table \"" + std::string(table.name) + "\" did not arrive as it was; nothing was kept of the copy");
    }
    counts[std::string(table.name)] = there.rows;
    rows += there.rows;
  }
  transaction.commit();
  bench.out().write(nlohmann::ordered_json{{"rows", rows}, {"verified", true}, {"tables", counts}}.dump() + "\n");
  bench.log().info("copied " + std::to_string(rows) + " rows; set store = … in cm.toml to use the copy");
  return ExitCode::done;
}

}  // namespace

void add_store_command(CLI::App& app, ChosenCommand& chosen) {
  CLI::App* command = app.add_subcommand("store", "Look after the store itself");
  command->require_subcommand(1);
  command->footer("Example: cm store copy sqlite:cm.db postgresql://cm@db.acme.example/cm");
  CLI::App* copy = command->add_subcommand("copy", "Copy everything into an empty store, and verify it");
  copy->footer("Example: cm store copy sqlite:cm.db postgresql://cm@db.acme.example/cm");
  const auto addresses = std::make_shared<Addresses>();
  copy->add_option("FROM", addresses->from, "sqlite:FILE or postgresql://…")->required();
  copy->add_option("TO", addresses->to, "The same; it must be empty")->required();
  copy->callback(
      [&chosen, addresses] { chosen = [addresses](Workbench& bench) { return run_copy(*addresses, bench); }; });
}

}  // namespace cm
