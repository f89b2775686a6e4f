#include "rules/fast/gram_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "rules/fast/packed_bytes.h"
#include "rules/fast/required_literals.h"

namespace cm {
namespace {

// By Kind. Keys of scripts that take two bytes a letter are three letters long, short ones two.
constexpr std::array<std::size_t, 4> key_size{4, 6, 3, 4};
constexpr std::array<std::uint64_t, 4> key_mask{0xFFFFFFFFU, 0xFFFFFFFFFFFFU, 0xFFFFFFU, 0xFFFFFFFFU};

bool is_wide(std::uint64_t packed) { return (packed & 0x80U) != 0; }
bool begins_letter(std::uint64_t packed) { return (packed & 0xC0U) != 0x80U; }

std::uint64_t key_hash(std::uint64_t key, bool is_short) {
  return (key + (is_short ? 0x1B873593U : 0U)) * 0x9E3779B97F4A7C15U;
}

}  // namespace

void GramIndex::add(std::string_view text, std::uint32_t id) {
  Literal literal{.text = std::string(text), .id = id};
  std::string padded(text);
  padded.resize(text.size() + 8);
  double rarest = -1;
  // The rarest key of the usual size; a short literal has only shorter ones.
  for (const bool is_short : {false, true}) {
    for (std::size_t at = 0; at < text.size(); ++at) {
      const std::uint64_t packed = packed_bytes(padded.data() + at);
      if (!begins_letter(packed)) continue;
      const Kind kind = is_wide(packed) ? (is_short ? short_wide : long_wide) : (is_short ? short_ascii : long_ascii);
      if (at + key_size[kind] > text.size()) continue;
      const double rare = rarity(text.substr(at, key_size[kind]));
      if (rare <= rarest) continue;
      rarest = rare;
      literal.anchor = static_cast<std::uint32_t>(at);
      literal.kind = kind;
      literal.key = packed & key_mask[kind];
    }
    if (rarest >= 0) break;
  }
  if (literal.kind >= short_ascii) has_short_ = true;
  literals_.push_back(std::move(literal));
}

void GramIndex::build() {
  std::stable_sort(literals_.begin(), literals_.end(), [](const Literal& a, const Literal& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.key < b.key;
  });
  const std::size_t size = std::max<std::size_t>(literals_.size(), 64);
  bits_.reset(size);
  const auto slot_bits = static_cast<unsigned>(std::bit_width(size * 2 - 1));
  slot_shift_ = 64 - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, Slot{});
  for (std::size_t i = 0; i < literals_.size();) {
    const auto same_key = [&](const Literal& one) {
      return one.kind == literals_[i].kind && one.key == literals_[i].key;
    };
    std::size_t end = i;
    while (end < literals_.size() && same_key(literals_[end])) ++end;
    const std::uint64_t hash = key_hash(literals_[i].key, literals_[i].kind >= short_ascii);
    bits_.add(hash);
    std::size_t slot = hash >> slot_shift_;
    while (slots_[slot].count != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {literals_[i].key, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
    i = end;
  }
}

/// Writes where a key may stand and gives the number of places. Nothing here branches on what is found:
/// that cannot be foreseen.
template <bool wide_too, bool short_too>
std::size_t GramIndex::scan(std::string_view text, std::uint32_t* places) const {
  const char* const bytes = text.data();
  const HashBits::View bits = bits_.view();
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::uint64_t packed = packed_bytes(bytes + at);
    const bool wide = wide_too && is_wide(packed);
    unsigned maybe = bits.may_have(key_hash(packed & key_mask[wide ? long_wide : long_ascii], false)) ? 1 : 0;
    if constexpr (short_too) {
      maybe |= bits.may_have(key_hash(packed & key_mask[wide ? short_wide : short_ascii], true)) ? 1U : 0U;
    }
    if constexpr (wide_too) maybe &= begins_letter(packed) ? 1U : 0U;
    places[count] = static_cast<std::uint32_t>(at);
    count += maybe;
  }
  return count;
}

void GramIndex::confirm(std::string_view text, std::uint32_t at, Kind kind, std::vector<Candidate>& found) const {
  const std::uint64_t key = packed_bytes(text.data() + at) & key_mask[kind];
  for (std::size_t slot = key_hash(key, kind >= short_ascii) >> slot_shift_;; slot = (slot + 1) & (slots_.size() - 1)) {
    const Slot& here = slots_[slot];
    if (here.count == 0) return;
    if (here.key != key || literals_[here.first].kind != kind) continue;
    for (std::uint32_t i = here.first; i < here.first + here.count; ++i) {
      const Literal& literal = literals_[i];
      if (literal.anchor <= at && text.substr(at - literal.anchor).starts_with(literal.text)) {
        found.push_back({literal.id, at - literal.anchor});
      }
    }
    return;
  }
}

void GramIndex::find(const ViewedBytes& view, CandidateScratch& scratch, std::vector<Candidate>& found) const {
  if (literals_.empty()) return;
  const std::string_view text = view.text();
  if (scratch.begins.size() <= text.size()) scratch.begins.resize(text.size() + 1);
  std::uint32_t* const places = scratch.begins.data();
  const bool wide_too = view.goes_beyond_ascii();
  const std::size_t count = wide_too ? (has_short_ ? scan<true, true>(text, places) : scan<true, false>(text, places))
                                     : (has_short_ ? scan<false, true>(text, places) : scan<false, false>(text, places));
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t at = places[i];
    const bool wide = is_wide(packed_bytes(text.data() + at));
    confirm(text, at, wide ? long_wide : long_ascii, found);
    if (has_short_) confirm(text, at, wide ? short_wide : short_ascii, found);
  }
}

}  // namespace cm
