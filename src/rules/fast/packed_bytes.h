// Eight bytes of a text as one number, the first of them in its lowest bits on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace cm {

inline std::uint64_t packed_bytes(const char* bytes) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  value = __builtin_bswap64(value);
#endif
  return value;
}

/// The first `size` of them; the others are 0.
inline std::uint64_t first_bytes(std::uint64_t packed, std::size_t size) {
  return size >= 8 ? packed : packed & ((std::uint64_t{1} << size * 8) - 1);
}

}  // namespace cm
