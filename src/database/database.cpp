#include "database/database.h"

#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <deque>
#include <unordered_map>
#include <utility>

#include "base/error.h"
#include "database/postgresql_library.h"

namespace cm {
namespace {

constexpr int busy_timeout_s = 30;

struct Slot {
  bool is_text = false;
  std::string text;
  long long number = 0;
  soci::indicator indicator = soci::i_ok;
};

// A prepared statement with the places that its values come from and go to.
struct Prepared {
  Prepared(soci::session& session, std::string_view sql, std::size_t columns, std::span<const SqlValue> values)
      : slots(values.size()), cells(columns), statement(session) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      slots[i].is_text = values[i].is_text();
      if (slots[i].is_text) {
        statement.exchange(soci::use(slots[i].text, slots[i].indicator));
      } else {
        statement.exchange(soci::use(slots[i].number, slots[i].indicator));
      }
    }
    for (auto& cell : cells) statement.exchange(soci::into(cell.text, cell.indicator));
    statement.alloc();
    statement.prepare(std::string(sql));
    statement.define_and_bind();
  }

  void bind(std::span<const SqlValue> values) {
    if (values.size() != slots.size()) throw Error(ErrorKind::internal, "a statement got too few or too many values");
    for (std::size_t i = 0; i < values.size(); ++i) {
      Slot& slot = slots[i];
      slot.indicator = values[i].is_null() ? soci::i_null : soci::i_ok;
      if (values[i].is_null()) continue;
      if (values[i].is_text() != slot.is_text)
        throw Error(ErrorKind::internal, "a statement got a value of another kind");
      if (slot.is_text) {
        slot.text.assign(values[i].text());
      } else {
        slot.number = values[i].number();
      }
    }
  }

  std::deque<Slot> slots;
  std::vector<SqlRow::Cell> cells;
  soci::statement statement;
  bool running = false;
};

std::string quoted(const std::filesystem::path& path) { return "\"" + path.string() + "\""; }

[[noreturn]] void throw_sqlite(const std::string& store, int result, const std::string& message) {
  const std::string what = "store \"" + store + "\": ";
  switch (result & 0xff) {
    case 5:  // SQLITE_BUSY
    case 6:  // SQLITE_LOCKED
      throw Error(ErrorKind::locked, what + "another process has been writing to it for " +
                                         std::to_string(busy_timeout_s) + " s; run this again when it has ended");
    case 3:  // SQLITE_PERM
    case 8:  // SQLITE_READONLY
      throw Error(ErrorKind::unavailable,
                  what + "it is read-only; make the file and its folder writable for this user");
    case 13:  // SQLITE_FULL
      throw Error(ErrorKind::unavailable, what + "the disk is full; make room and run this again, nothing was lost");
    case 10:  // SQLITE_IOERR
      throw Error(ErrorKind::unavailable, what + "the disk refused to read or write (" + message +
                                              "); look at the free space and the disk, then run this again");
    case 14:  // SQLITE_CANTOPEN
      throw Error(ErrorKind::unavailable, what + "it cannot be opened; look at its folder's existence and permissions");
    case 11:  // SQLITE_CORRUPT
      throw Error(ErrorKind::unavailable,
                  what + "the file is damaged; restore a backup, or save what can be read with: sqlite3 " + store +
                      " .recover | sqlite3 rescued.db");
    case 26:  // SQLITE_NOTADB
      throw Error(ErrorKind::unavailable, what + "the file is no SQLite database; name another one in cm.toml");
    default:
      throw Error(ErrorKind::internal, what + message);
  }
}

/// What the server refused: "ERROR:  42501: permission denied" in libpq's verbose form, which names the SQLSTATE.
struct ServerError {
  std::string state;  // empty: no server said it
  std::string message;
};

ServerError server_error(const std::string& line) {
  constexpr std::size_t state_size = 5;
  const std::size_t at = line.find(":  ");
  const std::size_t state = at + 3;
  if (at == std::string::npos || line.size() < state + state_size + 2) return {{}, line};
  const std::string code = line.substr(state, state_size);
  const bool is_code = code.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
  if (!is_code || line.compare(state + state_size, 2, ": ") != 0) return {{}, line};
  return {code, line.substr(0, state) + line.substr(state + state_size + 2)};
}

[[noreturn]] void throw_postgresql(const std::string& store, const std::string& line) {
  const auto [state, message] = server_error(line);
  const std::string what = "store " + store + ": ";
  if (state.starts_with("28")) {
    throw Error(ErrorKind::login, what + "PostgreSQL refused the login; look at user and password in the address");
  }
  if (state == "42501") throw Error(ErrorKind::login, what + "this PostgreSQL user lacks a permission: " + message);
  if (state == "25006") throw Error(ErrorKind::unavailable, what + "the database is read-only (a standby?)");
  if (state == "53100")
    throw Error(ErrorKind::unavailable, what + "the server's disk is full; make room and run this again");
  if (state == "55P03" || state == "40P01" || state == "40001") {
    throw Error(ErrorKind::locked, what + "another process is writing the same rows; run this again");
  }
  if (state.empty() || state.starts_with("08") || state.starts_with("53") || state.starts_with("57")) {
    throw Error(ErrorKind::unavailable, what + "the server cannot be reached or has ended the connection (" + message +
                                            "); run this again when it is back");
  }
  throw Error(ErrorKind::internal, what + message + " (SQLSTATE " + state + ")");
}

// The sanitizer would ask for the backend's type, which only its library has: see postgresql_library.h.
__attribute__((no_sanitize("vptr"))) PGconn* connection_of(soci::session& session) {
  return static_cast<soci::postgresql_session_backend*>(session.get_backend())->conn_;
}

// The first line, without what SOCI adds about the statement: that would repeat bound values.
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// "postgresql://me:secret@db.example:5432/cm?x=y" is called "postgresql://db.example:5432/cm".
std::string without_login(const std::string& address) {
  const std::size_t start = address.find("://") + 3;
  std::string rest = address.substr(start, address.find('?', start) - start);
  if (const std::size_t at = rest.rfind('@'); at != std::string::npos) rest.erase(0, at + 1);
  return "postgresql://" + rest;
}

// SOCI takes an address apart at blanks and '=' and knows nothing of URLs: libpq reads it first.
std::string as_keywords(const std::string& address, const std::string& name) {
  char* why = nullptr;
  const PostgresqlLibrary& libpq = postgresql_library();
  const std::unique_ptr<PQconninfoOption, decltype(libpq.conninfo_free)> options(
      libpq.conninfo_parse(address.c_str(), &why), libpq.conninfo_free);
  if (options == nullptr) {
    libpq.freemem(why);
    throw Error(ErrorKind::wrong_use,
                "store " + name + " is no PostgreSQL address: write postgresql://user@host:5432/database");
  }
  std::string keywords;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view value = option->val;
    if (value.find_first_of(" '\\\"") != std::string_view::npos) {
      throw Error(ErrorKind::wrong_use, "store " + name + ": \"" + option->keyword +
                                            "\" holds a blank, quote or backslash, which cm cannot hand on");
    }
    keywords += (keywords.empty() ? "" : " ") + std::string(option->keyword) + "=" + std::string(value);
  }
  return keywords;
}

// Made before SQLite opens it: its journal files get the same mode.
void make_private_file(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (descriptor >= 0) {
    ::close(descriptor);
  } else if (errno != EEXIST) {
    throw Error(ErrorKind::unavailable, "cannot make the store " + quoted(file) + ": " + std::strerror(errno));
  }
}

}  // namespace

struct Database::Connection {
  DatabaseKind kind = DatabaseKind::sqlite;
  std::filesystem::path file;
  std::string name;
  std::recursive_mutex turn;  // a visitor may run statements of its own, a transaction may hold another
  soci::session session;
  std::unordered_map<std::string, std::unique_ptr<Prepared>> statements;
  int depth = 0;        // transactions inside each other
  bool doomed = false;  // an inner one rolled back
  Durability durability = Durability::killed_process;

  void make_commits(Durability wanted) {
    if (kind != DatabaseKind::sqlite || durability == wanted) return;
    run_once(wanted == Durability::power_cut ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    durability = wanted;
  }

  [[noreturn]] void translate(const soci::soci_error& error) const {
    if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
      throw_sqlite(name, sqlite->result(), first_line(sqlite->get_error_message()));
    }
    if (kind == DatabaseKind::postgresql) throw_postgresql(name, first_line(error.get_error_message()));
    throw Error(ErrorKind::internal, "store \"" + name + "\": " + first_line(error.get_error_message()));
  }

  void run_once(const std::string& sql) {
    const std::lock_guard hold(turn);
    try {
      session.once << sql;
    } catch (const soci::soci_error& error) {
      translate(error);
    }
  }

  // Runs it; `visit` sees each row. A statement that failed is prepared anew next time: SOCI leaves it half-way.
  std::int64_t execute(std::string_view sql, std::size_t columns, std::span<const SqlValue> values,
                       const std::function<void(SqlRow&)>* visit) {
    const std::string key(sql);
    const std::lock_guard hold(turn);
    try {
      auto& prepared = statements[key];
      if (!prepared) prepared = std::make_unique<Prepared>(session, sql, columns, values);
      if (prepared->running) throw Error(ErrorKind::internal, "a query was begun again by its own visitor");
      prepared->bind(values);
      prepared->running = true;
      bool got_row = prepared->statement.execute(true);
      if (visit == nullptr) {
        prepared->running = false;
        return prepared->statement.get_affected_rows();
      }
      // Read to the end in any case: a SELECT that stops half-way keeps SQLite's read lock.
      while (got_row) {
        SqlRow row(prepared->cells);
        (*visit)(row);
        got_row = prepared->statement.fetch();
      }
      prepared->running = false;
      return 0;
    } catch (const soci::soci_error& error) {
      statements.erase(key);
      translate(error);
    } catch (...) {
      statements.erase(key);
      throw;
    }
  }
};

const SqlRow::Cell& SqlRow::next() {
  if (at_ == cells_.size()) throw Error(ErrorKind::internal, "a query's row has fewer columns than were asked for");
  return cells_[at_++];
}

std::string_view SqlRow::text() {
  const Cell& cell = next();
  return cell.indicator == soci::i_null ? std::string_view() : std::string_view(cell.text);
}

std::optional<std::string> SqlRow::maybe_text() {
  const Cell& cell = next();
  if (cell.indicator == soci::i_null) return std::nullopt;
  return cell.text;
}

std::int64_t SqlRow::number() { return maybe_number().value_or(0); }

std::optional<std::int64_t> SqlRow::maybe_number() {
  const Cell& cell = next();
  if (cell.indicator == soci::i_null) return std::nullopt;
  std::int64_t value = 0;
  std::from_chars(cell.text.data(), cell.text.data() + cell.text.size(), value);
  return value;
}

Database::Database(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Database::Database(Database&&) noexcept = default;
Database::~Database() = default;

Database Database::open(const std::string& address, const std::filesystem::path& folder) {
  auto connection = std::make_unique<Connection>();
  Connection& made = *connection;
  try {
    if (address.starts_with("sqlite:")) {
      const std::string file = address.substr(7);
      if (file.empty())
        throw Error(ErrorKind::wrong_use, "store \"" + address + "\" names no file: write \"sqlite:cm.db\"");
      if (file == ":memory:") {
        made.name = "memory";
        made.session.open(soci::sqlite3, "dbname=:memory:");
      } else {
        made.file = folder / file;
        made.name = made.file.string();
        if (made.name.find('"') != std::string::npos) {
          throw Error(ErrorKind::wrong_use, "store \"" + address + "\": a store's path cannot hold a double quote");
        }
        make_private_file(made.file);
        made.session.open(soci::sqlite3, "dbname=\"" + made.name + "\" timeout=" + std::to_string(busy_timeout_s));
      }
      // Rarer checkpoints write a page of an index once for many comments.
      // Negative cache sizes are KiB.
      for (const char* pragma :
           {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL", "PRAGMA foreign_keys = ON",
            "PRAGMA cache_size = -8192", "PRAGMA wal_autocheckpoint = 16384", "PRAGMA trusted_schema = OFF"}) {
        made.run_once(pragma);
      }
    } else if (address.starts_with("postgresql://") || address.starts_with("postgres://")) {
      made.kind = DatabaseKind::postgresql;
      made.name = without_login(address);
      const PostgresqlLibrary& postgresql = postgresql_library();
      made.session.open(*postgresql.factory(), as_keywords(address, made.name));
      postgresql.set_error_verbosity(connection_of(made.session), PQERRORS_VERBOSE);  // see server_error()
      // Keepalives free the locks of a host that went without a word.
      for (const char* setting :
           {"SET client_min_messages = warning", "SET client_encoding = 'UTF8'", "SET standard_conforming_strings = on",
            "SET tcp_keepalives_idle = 20", "SET tcp_keepalives_interval = 5", "SET tcp_keepalives_count = 4"}) {
        made.run_once(setting);
      }
    } else {
      throw Error(ErrorKind::wrong_use,
                  "store \"" + address + "\" is no address: write \"sqlite:cm.db\" or \"postgresql://host/database\"");
    }
  } catch (const soci::soci_error& error) {
    made.translate(error);
  }
  return Database(std::move(connection));
}

std::int64_t Database::run(std::string_view sql, std::initializer_list<SqlValue> values) {
  return run(sql, std::span(values.begin(), values.size()));
}

std::int64_t Database::run(std::string_view sql, std::span<const SqlValue> values) {
  return connection_->execute(sql, 0, values, nullptr);
}

void Database::query(std::string_view sql, std::size_t columns, std::span<const SqlValue> values,
                     const std::function<void(SqlRow&)>& visit) {
  connection_->execute(sql, columns, values, &visit);
}

void Database::query(std::string_view sql, std::size_t columns, std::initializer_list<SqlValue> values,
                     const std::function<void(SqlRow&)>& visit) {
  query(sql, columns, std::span(values.begin(), values.size()), visit);
}

std::optional<std::int64_t> Database::number(std::string_view sql, std::initializer_list<SqlValue> values) {
  std::optional<std::int64_t> found;
  bool first = true;
  query(sql, 1, values, [&](SqlRow& row) {
    if (std::exchange(first, false)) found = row.maybe_number();
  });
  return found;
}

std::optional<std::string> Database::text(std::string_view sql, std::initializer_list<SqlValue> values) {
  std::optional<std::string> found;
  query(sql, 1, values, [&](SqlRow& row) {
    if (!found) found = row.text();
  });
  return found;
}

void Database::run_once(const std::string& sql) { connection_->run_once(sql); }

std::vector<std::string> Database::prepared_statements() const {
  const std::lock_guard hold(connection_->turn);
  std::vector<std::string> all;
  for (const auto& [sql, prepared] : connection_->statements) all.push_back(sql);
  return all;
}

DatabaseKind Database::kind() const { return connection_->kind; }
const std::filesystem::path& Database::file() const { return connection_->file; }
const std::string& Database::name() const { return connection_->name; }

Transaction::Transaction(Database& database, Durability durability)
    : database_(database), turn_(database.connection_->turn) {
  Database::Connection& connection = *database.connection_;
  if (connection.depth == 0) {
    connection.make_commits(durability);
    connection.run_once(connection.kind == DatabaseKind::sqlite ? "BEGIN IMMEDIATE" : "BEGIN");
    connection.doomed = false;
  }
  ++connection.depth;
}

Transaction::~Transaction() {
  if (!open_) return;
  Database::Connection& connection = *database_.connection_;
  connection.doomed = true;
  if (--connection.depth > 0) return;
  try {
    connection.session.once << "ROLLBACK";
  } catch (...) {
    // SQLite rolled back by itself (disk full), or the connection is gone and its transaction with it.
  }
}

void Transaction::commit() {
  Database::Connection& connection = *database_.connection_;
  if (connection.depth > 1) {
    open_ = false;
    --connection.depth;
    return;
  }
  if (connection.doomed) throw Error(ErrorKind::internal, "a transaction was committed after a part of it had failed");
  connection.run_once("COMMIT");
  open_ = false;
  connection.depth = 0;
}

}  // namespace cm
