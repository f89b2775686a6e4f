// Database: a SOCI session opened from the address in cm.toml, and the few places where SQLite and
// PostgreSQL differ. All SQL binds its values; every statement is prepared once and kept.
//
// SQL for both: a parameter is ":name", in the order of the values handed in, and each name stands once
// (PostgreSQL gets a parameter for each place, SQLite one for each name).
#pragma once

#include <soci/soci.h>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <variant>
#include <vector>

namespace cm {

enum class DatabaseKind : std::uint8_t { sqlite, postgresql };

/// A value on its way into a statement: text, a number, or no number. It is read before the call returns.
class SqlValue {
 public:
  SqlValue(std::string_view text) : value_(text) {}                                // NOLINT: values are written plainly
  SqlValue(const std::string& text) : value_(std::string_view(text)) {}            // NOLINT
  SqlValue(const char* text) : value_(std::string_view(text)) {}                   // NOLINT
  SqlValue(std::integral auto number) : value_(static_cast<long long>(number)) {}  // NOLINT
  SqlValue(const std::optional<std::int64_t>& number) {                            // NOLINT
    if (number) value_ = static_cast<long long>(*number);
  }

  /// NULL in the place of a text or of a number: a statement keeps the kind that it was first run with.
  static SqlValue null(bool of_text) {
    SqlValue value(std::optional<std::int64_t>{});
    value.null_of_text_ = of_text;
    return value;
  }

  [[nodiscard]] bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
  [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string_view>(value_) || null_of_text_; }
  [[nodiscard]] std::string_view text() const { return std::get<std::string_view>(value_); }
  [[nodiscard]] long long number() const { return std::get<long long>(value_); }

 private:
  std::variant<std::monostate, std::string_view, long long> value_;
  bool null_of_text_ = false;
};

/// One row of a result: its columns are taken from left to right. What it gives is gone with the next row.
class SqlRow {
 public:
  struct Cell {
    std::string text;
    soci::indicator indicator = soci::i_null;
  };
  explicit SqlRow(std::span<const Cell> cells) : cells_(cells) {}

  /// The next column as text; NULL is empty.
  std::string_view text();
  std::optional<std::string> maybe_text();
  /// The next column as a whole number; NULL is 0.
  std::int64_t number();
  std::optional<std::int64_t> maybe_number();

 private:
  const Cell& next();

  std::span<const Cell> cells_;
  std::size_t at_ = 0;
};

/// Threads may share one: their statements take turns, and a Transaction keeps its turn until it ends.
class Database {
 public:
  /// "sqlite:cm.db" (relative to `folder`), "sqlite::memory:" or "postgresql://…". A new SQLite file
  /// is made with mode 0600, in WAL with a busy timeout. Throws Error(wrong_use) for an address that
  /// is none, Error(unavailable) when the database cannot be opened.
  static Database open(const std::string& address, const std::filesystem::path& folder);

  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;
  ~Database();

  /// Runs a statement that gives no rows; returns how many rows it changed.
  std::int64_t run(std::string_view sql, std::initializer_list<SqlValue> values = {});
  std::int64_t run(std::string_view sql, std::span<const SqlValue> values);

  /// Runs a query of `columns` columns and hands each row to `visit`, which may run other statements
  /// but not this one.
  void query(std::string_view sql, std::size_t columns, std::span<const SqlValue> values,
             const std::function<void(SqlRow&)>& visit);
  void query(std::string_view sql, std::size_t columns, std::initializer_list<SqlValue> values,
             const std::function<void(SqlRow&)>& visit);

  /// The first column of the first row as a number; nothing when there is no row or it is NULL.
  std::optional<std::int64_t> number(std::string_view sql, std::initializer_list<SqlValue> values = {});
  /// The first column of the first row as text; nothing when there is no row.
  std::optional<std::string> text(std::string_view sql, std::initializer_list<SqlValue> values = {});

  /// For statements that take no values and run once: schema steps, PRAGMA, BEGIN.
  void run_once(const std::string& sql);

  /// Every statement that was prepared, for tests that look at how the database would run it.
  [[nodiscard]] std::vector<std::string> prepared_statements() const;

  [[nodiscard]] DatabaseKind kind() const;

  /// The file of a SQLite store; empty otherwise.
  [[nodiscard]] const std::filesystem::path& file() const;

  /// What messages call it: the file, "memory", or the PostgreSQL host and database; never a password.
  [[nodiscard]] const std::string& name() const;

 private:
  friend class Transaction;
  struct Connection;
  explicit Database(std::unique_ptr<Connection> connection);

  std::unique_ptr<Connection> connection_;
};

/// What a commit outlives. On SQLite waiting for the disk takes longer than all else in a small transaction;
/// PostgreSQL does as its server is set.
enum class Durability : std::uint8_t {
  killed_process,  ///< after a power cut the last ones may be missing, in their order; never half of one
  power_cut,       ///< it is on the disk when commit() returns, and so is all that was committed before
};

/// A transaction that writes: BEGIN IMMEDIATE on SQLite, so that two writers wait and never deadlock.
/// Rolls back unless committed. One that begins inside another joins it: only the outermost commit
/// counts, with its durability, and when an inner one rolled back the outermost cannot commit any more. Other threads
/// wait for its end, so nothing slow belongs in it.
class Transaction {
 public:
  explicit Transaction(Database& database, Durability durability = Durability::killed_process);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Database& database_;
  std::unique_lock<std::recursive_mutex> turn_;
  bool open_ = true;
};

}  // namespace cm
