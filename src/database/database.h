// Database: a SOCI session opened from the address in cm.toml, and the few places where SQLite and
// PostgreSQL differ. All SQL binds its values.
#pragma once

#include <soci/soci.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace cm {

enum class DatabaseKind : std::uint8_t { sqlite, postgresql };

class Database {
 public:
  /// "sqlite:cm.db" (relative to `folder`), "sqlite::memory:" or "postgresql://…". A new SQLite file
  /// is made with mode 0600, in WAL with a busy timeout. Throws Error(wrong_use) for an address that
  /// is none, Error(unavailable) when the database cannot be opened.
  static Database open(const std::string& address, const std::filesystem::path& folder);

  [[nodiscard]] soci::session& session() { return *session_; }
  [[nodiscard]] DatabaseKind kind() const { return kind_; }

  /// The file of a SQLite store; empty otherwise.
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  Database(DatabaseKind kind, std::filesystem::path file, std::unique_ptr<soci::session> session);

  DatabaseKind kind_;
  std::filesystem::path file_;
  std::unique_ptr<soci::session> session_;
};

/// A transaction that writes: BEGIN IMMEDIATE on SQLite, so that two writers wait and never deadlock.
/// Rolls back unless committed. One that begins inside another joins it: only the outermost commit counts.
class Transaction {
 public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace cm
