#include "base/shared_library.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "base/error.h"

namespace cm {
namespace {

std::string refusal(const std::string& library, const char* function) {
  try {
    void (*found)() = nullptr;
    SharedLibrary(library, "libexample1").find(function, found);
    const bool is_there = found != nullptr;
    CHECK(is_there);
    return {};
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::unavailable);
    return error.what();
  }
}

TEST_CASE("a library that is not installed is told with the package that has it") {
  const std::string message = refusal("libnowhere.so.7", "anything");
  CHECK(message.find("libnowhere.so.7") != std::string::npos);
  CHECK(message.find("install the package libexample1") != std::string::npos);
}

TEST_CASE("a library without the function that is asked for is told, and one with it is not") {
  CHECK(refusal("libm.so.6", "no_such_function").find("no_such_function") != std::string::npos);
  CHECK(refusal("libm.so.6", "cos").empty());
}

}  // namespace
}  // namespace cm
