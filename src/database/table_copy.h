// Copying tables from one database to another, and seeing that all of it arrived.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "database/database.h"

namespace cm {

/// A table and its primary key, by which it is read piece by piece.
struct TableKey {
  std::string_view name;
  std::string_view key;    ///< its columns, separated by commas
  bool counts_up = false;  ///< the database gives new rows their key
};

/// What a table holds: rows, and a sum over them that does not depend on their order.
struct TableDigest {
  std::int64_t rows = 0;
  std::uint64_t sum = 0;

  friend bool operator==(const TableDigest&, const TableDigest&) = default;
};

[[nodiscard]] TableDigest digest_of(Database& database, const TableKey& table);

/// Copies the rows into a table of the same shape, which is empty, inside the caller's transaction.
void copy_table(Database& from, Database& to, const TableKey& table);

}  // namespace cm
