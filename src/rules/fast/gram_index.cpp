#include "rules/fast/gram_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "rules/fast/packed_bytes.h"
#include "rules/fast/required_literals.h"
#include "text/vectors.h"

namespace cm {
namespace {

// By Kind. Keys of scripts that take two bytes a letter are three letters long, short ones two.
constexpr std::array<std::size_t, 4> key_size{4, 6, 3, 4};
constexpr std::array<std::uint64_t, 4> key_mask{0xFFFFFFFFU, 0xFFFFFFFFFFFFU, 0xFFFFFFU, 0xFFFFFFFFU};

bool is_wide(std::uint64_t packed) { return (packed & 0x80U) != 0; }
bool begins_letter(std::uint64_t packed) { return (packed & 0xC0U) != 0x80U; }

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
  literals_.push_back(std::move(literal));
}

void GramIndex::build() {
  std::stable_sort(literals_.begin(), literals_.end(), [](const Literal& a, const Literal& b) {
    return a.kind != b.kind ? a.kind < b.kind : a.key < b.key;
  });
  const std::size_t size = std::max<std::size_t>(literals_.size(), 64);
  filter_.reset(size);
  const auto slot_bits = static_cast<unsigned>(std::bit_width(size * 2 - 1));
  slot_shift_ = 32 - slot_bits;
  slots_.assign(std::size_t{1} << slot_bits, Slot{});
  for (std::size_t i = 0; i < literals_.size();) {
    const auto same_key = [&](const Literal& one) {
      return one.kind == literals_[i].kind && one.key == literals_[i].key;
    };
    std::size_t end = i;
    while (end < literals_.size() && same_key(literals_[end])) ++end;
    const bool is_short = literals_[i].kind >= short_ascii;
    filter_.add(literals_[i].key, is_short);
    std::size_t slot = GramFilter::hash(literals_[i].key, is_short) >> slot_shift_;
    while (slots_[slot].count != 0) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = {literals_[i].key, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(end - i)};
    i = end;
  }
}

void GramIndex::confirm(std::string_view text, std::uint32_t at, Kind kind, std::vector<Candidate>& found) const {
  const std::uint64_t key = packed_bytes(text.data() + at) & key_mask[kind];
  for (std::size_t slot = GramFilter::hash(key, kind >= short_ascii) >> slot_shift_;;
       slot = (slot + 1) & (slots_.size() - 1)) {
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
  const std::size_t count = filter_.scan(view, vectors(), places);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t at = places[i];
    const bool wide = is_wide(packed_bytes(text.data() + at));
    confirm(text, at, wide ? long_wide : long_ascii, found);
    if (filter_.has_short()) confirm(text, at, wide ? short_wide : short_ascii, found);
  }
}

}  // namespace cm
