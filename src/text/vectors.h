// Which vector instructions the hot path may use.
#pragma once

#include <cstdint>

namespace cm {

/// Each has those before it.
enum class Vectors : std::uint8_t {
  none,  ///< plain C++: what machines other than x86-64 run
  sse2,  ///< every x86-64 has it
  avx2,
};

/// The most that this machine has, or what CM_VECTORS names where that is less; the same for the whole run.
[[nodiscard]] Vectors vectors();

}  // namespace cm
