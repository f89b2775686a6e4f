#include "database/database.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>

#include "base/error.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"

using namespace cm;

namespace {

ErrorKind kind_of_refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    CAPTURE(error.what());
    return error.kind();
  }
  return ErrorKind::internal;
}

std::string message_of_refusal(const std::function<void()>& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("PostgreSQL is tested where a server is at hand") {
  if (std::getenv("CM_TEST_POSTGRESQL") == nullptr) {
    MESSAGE("skipped on PostgreSQL: CM_TEST_POSTGRESQL names no server (tests/servers/postgresql/start.sh starts one)");
  }
}

TEST_CASE("values come back as they were bound, whatever letters are in them") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Database& database = made.get();
    database.run_once("CREATE TABLE t (a TEXT, b BIGINT)");
    const std::string text = "it's \"quoted\"; DROP TABLE t; -- \\ :a $1 ? سلام 👍";
    database.run("INSERT INTO t (a, b) VALUES (:a, :b)", {text, std::int64_t{-9'000'000'000'000}});
    database.run("INSERT INTO t (a, b) VALUES (:a, :b)", {"", std::optional<std::int64_t>()});
    std::vector<std::pair<std::string, std::optional<std::int64_t>>> rows;
    database.query("SELECT a, b FROM t ORDER BY a", 2, {}, [&](SqlRow& row) {
      std::string a(row.text());
      rows.emplace_back(std::move(a), row.maybe_number());
    });
    REQUIRE(rows.size() == 2);
    CHECK(rows[0] == std::pair(std::string(), std::optional<std::int64_t>()));
    CHECK(rows[1] == std::pair(text, std::optional<std::int64_t>(-9'000'000'000'000)));
  }
}

TEST_CASE("a statement tells how many rows it changed") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Database& database = made.get();
    database.run_once("CREATE TABLE t (a BIGINT)");
    for (int i = 0; i < 3; ++i) CHECK(database.run("INSERT INTO t (a) VALUES (:a)", {i}) == 1);
    CHECK(database.run("UPDATE t SET a = 0 WHERE a > :a", {0}) == 2);
    CHECK(database.run("DELETE FROM t WHERE a = :a", {7}) == 0);
  }
}

TEST_CASE("what an exception leaves is rolled back") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Database& database = made.get();
    database.run_once("CREATE TABLE t (a BIGINT)");
    {
      Transaction transaction(database);
      database.run("INSERT INTO t (a) VALUES (:a)", {1});
    }
    CHECK(database.number("SELECT count(*) FROM t") == 0);
    {
      Transaction outer(database);
      {
        Transaction inner(database);
        database.run("INSERT INTO t (a) VALUES (:a)", {1});
        inner.commit();
      }
      outer.commit();
    }
    CHECK(database.number("SELECT count(*) FROM t") == 1);
  }
}

TEST_CASE("an outer transaction cannot be committed when an inner one was given up") {
  TestDatabase made("memory");
  Transaction outer(made.get());
  { const Transaction inner(made.get()); }
  CHECK_THROWS_AS(outer.commit(), Error);
}

TEST_CASE("a failed statement is told without the values that were bound, and works the next time") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Database& database = made.get();
    database.run_once("CREATE TABLE t (a TEXT PRIMARY KEY)");
    const auto insert = [&](std::string_view text) { database.run("INSERT INTO t (a) VALUES (:a)", {text}); };
    insert("a secret");
    const std::string message = message_of_refusal([&] { insert("a secret"); });
    CHECK_FALSE(message.empty());
    CHECK(message.find("a secret") == std::string::npos);
    insert("another");
    CHECK(database.number("SELECT count(*) FROM t") == 2);
  }
}

TEST_CASE("a new store can be read by its owner only, and so can its journal files") {
  TestDatabase made("file");
  made.get().run_once("CREATE TABLE t (a BIGINT)");
  for (const char* name : {"cm.db", "cm.db-wal", "cm.db-shm"}) {
    CAPTURE(name);
    struct stat facts {};
    REQUIRE(::stat((made.folder().path() / name).c_str(), &facts) == 0);
    CHECK((facts.st_mode & 0777) == 0600);
  }
}

TEST_CASE("a reader sees what another connection wrote after its own last query") {
  TestDatabase made("file");
  Database second = made.open_another();
  made.get().run_once("CREATE TABLE t (a BIGINT)");
  CHECK(second.number("SELECT count(*) FROM t") == 0);
  made.get().run("INSERT INTO t (a) VALUES (:a)", {1});
  CHECK(second.number("SELECT count(*) FROM t") == 1);
  second.run("INSERT INTO t (a) VALUES (:a)", {2});
  CHECK(made.get().number("SELECT count(*) FROM t") == 2);
}

TEST_CASE("an address that is none, and a file that is no store, are refused with what to do") {
  const TemporaryFolder folder;
  CHECK(kind_of_refusal([&] { Database::open("mysql://x", folder.path()); }) == ErrorKind::wrong_use);
  CHECK(kind_of_refusal([&] { Database::open("sqlite:", folder.path()); }) == ErrorKind::wrong_use);
  CHECK(kind_of_refusal([&] { Database::open("sqlite:no/such/folder/cm.db", folder.path()); }) ==
        ErrorKind::unavailable);
  folder.write("notes.txt", std::string(8192, 'x'));
  CHECK(kind_of_refusal([&] { Database::open("sqlite:notes.txt", folder.path()); }) == ErrorKind::unavailable);
  CHECK(message_of_refusal([&] { Database::open("sqlite:notes.txt", folder.path()); }).find("cm.toml") !=
        std::string::npos);
}

TEST_CASE("a server that cannot be reached is unavailable, and its password is not told") {
  const TemporaryFolder folder;
  const std::string address = "postgresql://me:hunter2@127.0.0.1:1/cm";
  CHECK(kind_of_refusal([&] { Database::open(address, folder.path()); }) == ErrorKind::unavailable);
  CHECK(message_of_refusal([&] { Database::open(address, folder.path()); }).find("hunter2") == std::string::npos);
}

TEST_CASE("what PostgreSQL refuses is told by its SQLSTATE") {
  if (std::getenv("CM_TEST_POSTGRESQL") == nullptr) return;
  TestDatabase made("postgresql");
  Database& database = made.get();
  database.run_once("CREATE TABLE t (a TEXT)");
  database.run_once("SET default_transaction_read_only = on");
  const auto insert = [&] { database.run("INSERT INTO t (a) VALUES (:a)", {"x"}); };
  CHECK(kind_of_refusal(insert) == ErrorKind::unavailable);
  CHECK(message_of_refusal(insert).find("read-only") != std::string::npos);
  CHECK(message_of_refusal([&] { database.run_once("SELECT a FROM no_such_table"); }).find("(SQLSTATE 42P01)") !=
        std::string::npos);
}

TEST_CASE("a damaged store is told as such") {
  TestDatabase made("file");
  {
    Database& database = made.get();
    database.run_once("CREATE TABLE t (a TEXT)");
    for (int i = 0; i < 2000; ++i) database.run("INSERT INTO t (a) VALUES (:a)", {std::string(100, 'x')});
    database.run_once("PRAGMA wal_checkpoint(TRUNCATE)");
  }
  const auto file = made.folder().path() / "cm.db";
  std::string bytes = read_file(file);
  REQUIRE(bytes.size() > 40'000);
  bytes.replace(8192, 20'000, std::string(20'000, '\x7f'));
  made.folder().write("damaged.db", bytes);
  Database damaged = Database::open("sqlite:damaged.db", made.folder().path());
  const std::string message = message_of_refusal([&] { damaged.number("SELECT count(*) FROM t WHERE a <> 'y'"); });
  CHECK(message.find("damaged") != std::string::npos);
}
