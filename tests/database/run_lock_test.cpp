#include "database/run_lock.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include "base/error.h"
#include "support/test_database.h"

using namespace cm;

TEST_CASE("the second run is refused at once and told who holds the lock") {
  for (const auto& engine : test_engines()) {
    if (engine == "memory") continue;
    CAPTURE(engine);
    TestDatabase made(engine);
    Database second = made.open_another();
    std::string message;
    {
      const RunLock held(made.get(), {"blog", "shop"}, "20261120T100000Z-3f9c");
      try {
        const RunLock refused(second, {"shop"});
      } catch (const Error& error) {
        CHECK(error.kind() == ErrorKind::locked);
        message = error.what();
      }
    }
    CAPTURE(message);
    CHECK(message.find("20261120T100000Z-3f9c") != std::string::npos);
    CHECK(message.find(std::to_string(::getpid())) != std::string::npos);
    CHECK_NOTHROW(RunLock(second, {"shop"}));
  }
}

TEST_CASE("a team's runs on different channels do not stop each other") {
  for (const auto& engine : test_engines()) {
    if (engine != "postgresql") continue;
    TestDatabase made(engine);
    Database second = made.open_another();
    const RunLock blog(made.get(), {"blog"});
    CHECK_NOTHROW(RunLock(second, {"shop"}));
  }
}

TEST_CASE("a store in memory needs no lock") {
  TestDatabase made("memory");
  const RunLock first(made.get(), {"blog"});
  CHECK_NOTHROW(RunLock(made.get(), {"blog"}));
}
