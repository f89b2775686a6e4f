// What the fuzz targets share: their input as text, and how they say what is wrong.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace cm {

[[nodiscard]] inline std::string_view bytes_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

/// Ends the run as a failure that libFuzzer keeps the input of.
inline void expect(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "not true: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace cm
