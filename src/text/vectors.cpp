#include "text/vectors.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace cm {
namespace {

Vectors of_this_machine() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0 ? Vectors::avx2 : Vectors::sse2;
#else
  return Vectors::none;
#endif
}

Vectors wanted() {
  const char* const name = std::getenv("CM_VECTORS");
  const std::string_view text = name == nullptr ? "" : name;
  if (text == "none") return Vectors::none;
  if (text == "sse2") return Vectors::sse2;
  return Vectors::avx2;
}

}  // namespace

Vectors vectors() {
  static const Vectors most = std::min(of_this_machine(), wanted());
  return most;
}

}  // namespace cm
