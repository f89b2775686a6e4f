// TestDatabase: an empty database of a test's own on each engine that is at hand, gone with it.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "database/database.h"
#include "support/temporary_folder.h"

namespace cm {

/// The engines that a test of the store runs on: SQLite in memory and in a file, and the PostgreSQL
/// server that CM_TEST_POSTGRESQL names (tests/servers/postgresql/start.sh starts one).
[[nodiscard]] inline std::vector<std::string> test_engines() {
  std::vector<std::string> engines{"memory", "file"};
  if (std::getenv("CM_TEST_POSTGRESQL") != nullptr) engines.emplace_back("postgresql");
  return engines;
}

class TestDatabase {
 public:
  explicit TestDatabase(const std::string& engine) {
    if (engine == "memory") {
      address_ = "sqlite::memory:";
    } else if (engine == "file") {
      address_ = "sqlite:cm.db";
    } else {
      static int count = 0;
      schema_ = "cm_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
      const std::string server = std::getenv("CM_TEST_POSTGRESQL");
      server_.emplace(Database::open(server, folder_.path()));
      server_->run_once("CREATE SCHEMA " + schema_);
      address_ = server + (server.find('?') == std::string::npos ? "?" : "&") + "options=-csearch_path%3D" + schema_;
    }
    database_.emplace(open_another());
  }
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase() {
    database_.reset();
    if (server_) server_->run_once("DROP SCHEMA " + schema_ + " CASCADE");
  }

  [[nodiscard]] Database& get() { return *database_; }
  [[nodiscard]] const TemporaryFolder& folder() const { return folder_; }
  [[nodiscard]] const std::string& address() const { return address_; }

  /// A second connection to the same database; in memory it is another, empty database.
  [[nodiscard]] Database open_another() const { return Database::open(address_, folder_.path()); }

 private:
  TemporaryFolder folder_;
  std::string address_;
  std::string schema_;
  std::optional<Database> server_;
  std::optional<Database> database_;
};

}  // namespace cm
