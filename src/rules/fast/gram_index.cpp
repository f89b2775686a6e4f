#include "rules/fast/gram_index.h"

#include <algorithm>
#include <bit>

#include "rules/fast/required_literals.h"

namespace cm {
namespace {

bool is_wide(char byte) { return (static_cast<unsigned char>(byte) & 0x80U) != 0; }
bool begins_letter(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

}  // namespace

void GramIndex::add(std::string_view text, std::uint32_t id) {
  Literal literal{.text = std::string(text), .id = id};
  double rarest = -1;
  for (const bool short_keys : {false, true}) {
    for (std::size_t at = 0; at < text.size() && rarest < 0; ++at) {
      // The rarest key of the usual size; a short literal has only shorter ones.
      for (std::size_t from = at; from < text.size(); ++from) {
        if (!begins_letter(text[from])) continue;
        const Kind kind =
            is_wide(text[from]) ? (short_keys ? short_wide : long_wide) : (short_keys ? short_ascii : long_ascii);
        if (from + key_size[kind] > text.size()) continue;
        const double rare = rarity(text.substr(from, key_size[kind]));
        if (rare <= rarest) continue;
        rarest = rare;
        literal.anchor = static_cast<std::uint32_t>(from);
        literal.kind = kind;
      }
    }
    if (rarest >= 0) break;
  }
  if (literal.kind >= short_ascii) has_short_ = true;
  char padded[8] = {};
  std::memcpy(padded, text.data() + literal.anchor, key_size[literal.kind]);
  literal.key = load(padded);
  literals_.push_back(std::move(literal));
}

void GramIndex::build() {
  std::stable_sort(literals_.begin(), literals_.end(), [](const Literal& a, const Literal& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.key < b.key;
  });
  const std::size_t size = std::max<std::size_t>(literals_.size(), 64);
  const auto bits = static_cast<unsigned>(std::bit_width(size * 32 - 1));
  bitmap_shift_ = 64 - bits;
  bitmap_.assign((std::size_t{1} << bits) / 64, 0);
  const auto slot_bits = static_cast<unsigned>(std::bit_width(size * 2 - 1));
  slot_shift_ = 64 - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, Slot{});
  for (std::size_t i = 0; i < literals_.size();) {
    std::size_t end = i;
    while (end < literals_.size() && literals_[end].kind == literals_[i].kind && literals_[end].key == literals_[i].key)
      ++end;
    const std::uint64_t hashed = hash(literals_[i].key, literals_[i].kind);
    const std::uint64_t bit = hashed >> bitmap_shift_;
    bitmap_[bit / 64] |= std::uint64_t{1} << bit % 64;
    std::size_t slot = hashed >> slot_shift_;
    while (slots_[slot].count != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {literals_[i].key, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
    i = end;
  }
}

}  // namespace cm
