// SimHash: a fingerprint that near-identical texts share but for a few bits (Charikar 2002).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace cm {

/// Of a folded text, over its words. 0 for a text without words.
[[nodiscard]] std::uint64_t simhash(std::string_view folded_text);

/// At most so many bits apart: the same text with a word or two changed. Unrelated texts are 32 apart,
/// give or take 4.
inline constexpr int near_duplicate_bits = 12;

/// How many of the fingerprints have at least `least` others near them. Fingerprints that are 0 have none.
[[nodiscard]] std::size_t count_near_duplicates(std::span<const std::uint64_t> fingerprints, std::size_t least = 2);

}  // namespace cm
