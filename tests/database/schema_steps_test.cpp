#include "database/schema_steps.h"

#include <doctest/doctest.h>

#include <array>

#include "base/error.h"
#include "support/test_database.h"

using namespace cm;

namespace {

constexpr auto make_table = std::to_array<std::string_view>({"CREATE TABLE t (id {serial}, a TEXT NOT NULL)"});
constexpr auto add_column = std::to_array<std::string_view>({"ALTER TABLE t ADD COLUMN b BIGINT NOT NULL DEFAULT 7"});
constexpr auto broken = std::to_array<std::string_view>(
    {"ALTER TABLE t ADD COLUMN c BIGINT NOT NULL DEFAULT 1", "CREATE TABLE t (x TEXT)"});

constexpr std::array<SchemaStep, 1> yesterday = {make_table};
constexpr std::array<SchemaStep, 2> today = {make_table, add_column};
constexpr std::array<SchemaStep, 2> never = {make_table, broken};

}  // namespace

TEST_CASE("an older database takes the steps that it lacks and keeps what is in it") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    Database& database = made.get();
    take_schema_steps(database, "part", yesterday);
    CHECK(database.number("INSERT INTO t (a) VALUES (:a) RETURNING id", {"kept"}) == 1);
    take_schema_steps(database, "part", today);
    take_schema_steps(database, "part", today);
    CHECK(taken_schema_steps(database, "part") == 2);
    CHECK(database.text("SELECT a FROM t") == "kept");
    CHECK(database.number("SELECT b FROM t") == 7);
  }
}

TEST_CASE("a database of a newer cm is refused and told what to do") {
  TestDatabase made("memory");
  take_schema_steps(made.get(), "part", today);
  try {
    take_schema_steps(made.get(), "part", yesterday);
    FAIL("the newer database was opened");
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::wrong_use);
    CHECK(std::string(error.what()).find("upgrade cm") != std::string::npos);
  }
}

TEST_CASE("a step that fails half-way leaves nothing of itself") {
  for (const auto& engine : test_engines()) {
    CAPTURE(engine);
    TestDatabase made(engine);
    take_schema_steps(made.get(), "part", yesterday);
    CHECK_THROWS_AS(take_schema_steps(made.get(), "part", never), Error);
    CHECK(taken_schema_steps(made.get(), "part") == 1);
    take_schema_steps(made.get(), "part", today);
    CHECK(taken_schema_steps(made.get(), "part") == 2);
  }
}
