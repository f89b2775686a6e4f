#include "database/table_copy.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/error.h"

namespace cm {
namespace {

constexpr std::size_t rows_at_once = 1000;

struct TableColumn {
  std::string name;
  bool is_text = false;
};

std::vector<TableColumn> columns_of(Database& database, std::string_view table) {
  std::vector<TableColumn> columns;
  const auto read = [&](SqlRow& row) {
    TableColumn column;
    column.name = row.text();
    const std::string_view type = row.text();
    column.is_text = type == "TEXT" || type == "text";
    columns.push_back(std::move(column));
  };
  if (database.kind() == DatabaseKind::sqlite) {
    database.query("SELECT name, type FROM pragma_table_info(:name) ORDER BY cid", 2, {table}, read);
  } else {
    database.query(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name = :name ORDER BY ordinal_position",
        2, {table}, read);
  }
  if (columns.empty()) throw Error(ErrorKind::internal, "there is no table \"" + std::string(table) + "\"");
  return columns;
}

std::vector<std::string> split_names(std::string_view list) {
  std::vector<std::string> names;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    names.emplace_back(list.substr(0, comma));
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return names;
}

std::string joined(const std::vector<std::string>& names, std::string_view before = "") {
  std::string list;
  for (const auto& name : names) list += (list.empty() ? "" : ", ") + std::string(before) + name;
  return list;
}

using Cells = std::vector<std::optional<std::string>>;

// Hands out all rows in the order of the key, without ever holding more than a piece of them.
void for_each_row(Database& database, const TableKey& table, const std::vector<TableColumn>& columns,
                  const std::function<void(const Cells&)>& visit) {
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  const std::vector<std::string> key = split_names(table.key);
  std::vector<std::size_t> key_places;
  std::vector<std::string> key_texts;
  for (const auto& part : key) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].name == part) key_places.push_back(i);
    }
  }
  const std::string select = "SELECT " + joined(names) + " FROM " + std::string(table.name);
  const std::string order = " ORDER BY " + joined(key) + " LIMIT " + std::to_string(rows_at_once);
  const std::string after = " WHERE (" + joined(key) + ") > (" + joined(key, ":") + ")";

  std::vector<Cells> rows;
  const auto read = [&](SqlRow& row) {
    Cells& cells = rows.emplace_back();
    for (std::size_t i = 0; i < columns.size(); ++i) cells.push_back(row.maybe_text());
  };
  bool first = true;
  do {
    std::vector<SqlValue> values;
    const Cells last = rows.empty() ? Cells{} : rows.back();
    rows.clear();
    if (!first) {
      for (const std::size_t place : key_places) {
        values.push_back(columns[place].is_text ? SqlValue(*last[place]) : SqlValue(std::stoll(*last[place])));
      }
    }
    database.query(first ? select + order : select + after + order, columns.size(), values, read);
    first = false;
    for (const Cells& cells : rows) visit(cells);
  } while (rows.size() == rows_at_once);
}

}  // namespace

TableDigest digest_of(Database& database, const TableKey& table) {
  // By name: an added column stands last in one database and elsewhere in another.
  std::vector<TableColumn> columns = columns_of(database, table.name);
  std::sort(columns.begin(), columns.end(), [](const auto& left, const auto& right) { return left.name < right.name; });
  TableDigest digest;
  for_each_row(database, table, columns, [&](const Cells& cells) {
    std::string row;
    for (const auto& cell : cells) row += cell ? std::to_string(cell->size()) + ":" + *cell : "-";
    ++digest.rows;
    digest.sum += std::stoull(sha256_hex(row).substr(0, 16), nullptr, 16);
  });
  return digest;
}

void copy_table(Database& from, Database& to, const TableKey& table) {
  const std::vector<TableColumn> columns = columns_of(from, table.name);
  std::vector<std::string> names;
  for (const auto& column : columns) names.push_back(column.name);
  const std::string insert =
      "INSERT INTO " + std::string(table.name) + " (" + joined(names) + ") VALUES (" + joined(names, ":") + ")";
  for_each_row(from, table, columns, [&](const Cells& cells) {
    std::vector<SqlValue> values;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (!cells[i]) {
        values.push_back(SqlValue::null(columns[i].is_text));
      } else {
        values.push_back(columns[i].is_text ? SqlValue(*cells[i]) : SqlValue(std::stoll(*cells[i])));
      }
    }
    to.run(insert, values);
  });
  if (table.counts_up && to.kind() == DatabaseKind::postgresql) {
    // What was written with its number does not move the sequence that gives the next one.
    to.run_once("SELECT setval(pg_get_serial_sequence('" + std::string(table.name) + "', '" + std::string(table.key) +
                "'), (SELECT COALESCE(max(" + std::string(table.key) + "), 0) + 1 FROM " + std::string(table.name) +
                "), false)");
  }
}

}  // namespace cm
