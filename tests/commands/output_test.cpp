#include "workbench/output.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

#include "base/error.h"

namespace cm {
namespace {

TEST_CASE("A full disk is an error, not silence") {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  Output output(full);
  output.write("a verdict\n");
  CHECK_THROWS_AS(output.flush(), Error);
  ::close(full);
}

TEST_CASE("A reader that went away is no error") {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(::pipe(ends.data()) == 0);
  ::close(ends[0]);
  Output output(ends[1]);
  output.write("a verdict\n");
  CHECK_NOTHROW(output.flush());
  CHECK(output.closed());
  CHECK_NOTHROW(output.write("another\n"));
  ::close(ends[1]);
}

}  // namespace
}  // namespace cm
