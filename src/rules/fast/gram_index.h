// GramIndex: where any of many literals stands in a text, by a few bytes of each that are looked up
// at every letter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "text/viewed_bytes.h"

namespace cm {

class GramIndex {
 public:
  /// Literals of required_literals.h's length or longer; the id is what find() gives back.
  void add(std::string_view literal, std::uint32_t id);

  /// To be called once, after the last add().
  void build();

  [[nodiscard]] bool empty() const { return literals_.empty(); }

  /// Calls found(id, begin) for every place where a literal stands; places of one literal in their order.
  template <typename Found>
  void find(const ViewedBytes& view, Found&& found) const;

 private:
  /// How many bytes make a key: by the literal's first byte and its length.
  enum Kind : std::size_t { long_ascii, long_wide, short_ascii, short_wide, kinds };
  static constexpr std::array<std::uint64_t, kinds> key_mask{0xFFFFFFFFU, 0xFFFFFFFFFFFFU, 0xFFFFFFU, 0xFFFFFFFFU};
  static constexpr std::array<std::size_t, kinds> key_size{4, 6, 3, 4};

  struct Literal {
    std::string text;
    std::uint32_t id = 0;
    std::uint32_t anchor = 0;  // where in the text its key stands
    Kind kind = long_ascii;
    std::uint64_t key = 0;
  };

  struct Slot {
    std::uint64_t key = 0;
    std::uint32_t first = 0;  // in literals_, which is sorted by key
    std::uint32_t count = 0;  // 0: nothing here
  };

  static std::uint64_t load(const char* bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes, sizeof value);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    return value;
  }
  static std::uint64_t hash(std::uint64_t key, Kind kind) {
    return (key + (kind >= short_ascii ? 0x1B873593U : 0U)) * 0x9E3779B97F4A7C15U;
  }
  [[nodiscard]] bool may_have(std::uint64_t hashed) const {
    const std::uint64_t bit = hashed >> bitmap_shift_;
    return (bitmap_[bit / 64] >> bit % 64 & 1U) != 0;
  }

  template <typename Found>
  void confirm(std::string_view text, std::size_t at, std::uint64_t key, std::uint64_t hashed, Kind kind,
               Found& found) const;

  std::vector<Literal> literals_;
  std::vector<std::uint64_t> bitmap_;
  std::vector<Slot> slots_;
  unsigned bitmap_shift_ = 52;
  unsigned slot_shift_ = 60;
  bool has_short_ = false;
};

template <typename Found>
void GramIndex::confirm(std::string_view text, std::size_t at, std::uint64_t key, std::uint64_t hashed, Kind kind,
                        Found& found) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hashed >> slot_shift_;; slot = (slot + 1) & mask) {
    const Slot& here = slots_[slot];
    if (here.count == 0) return;
    if (here.key != key || literals_[here.first].kind != kind) continue;
    for (std::uint32_t i = here.first; i < here.first + here.count; ++i) {
      const Literal& literal = literals_[i];
      if (literal.anchor > at || at - literal.anchor + literal.text.size() > text.size()) continue;
      const std::size_t begin = at - literal.anchor;
      if (std::memcmp(text.data() + begin, literal.text.data(), literal.text.size()) == 0) found(literal.id, begin);
    }
    return;
  }
}

template <typename Found>
void GramIndex::find(const ViewedBytes& view, Found&& found) const {
  if (literals_.empty()) return;
  const std::string_view text = view.text();
  const char* const bytes = text.data();
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint64_t loaded = load(bytes + at);
    const bool wide = (loaded & 0x80U) != 0;
    const std::uint64_t key = loaded & (wide ? key_mask[long_wide] : key_mask[long_ascii]);
    const std::uint64_t hashed = hash(key, long_ascii);
    if (may_have(hashed)) confirm(text, at, key, hashed, wide ? long_wide : long_ascii, found);
  }
  if (!has_short_) return;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint64_t loaded = load(bytes + at);
    const bool wide = (loaded & 0x80U) != 0;
    const std::uint64_t key = loaded & (wide ? key_mask[short_wide] : key_mask[short_ascii]);
    const std::uint64_t hashed = hash(key, short_ascii);
    if (may_have(hashed)) confirm(text, at, key, hashed, wide ? short_wide : short_ascii, found);
  }
}

}  // namespace cm
