// Conditions on the shape of a text: what it is made of, whatever it says. Always known.
#pragma once

#include <optional>

#include "model/subject.h"
#include "model/surroundings.h"

namespace cm {

[[nodiscard]] std::optional<double> link_count(const Subject& comment, const Surroundings& around);

/// "@name" that does not go on from a letter, digit or dot, so that no mail address counts.
[[nodiscard]] std::optional<double> mention_count(const Subject& comment, const Surroundings& around);

/// "#tag" with at least one letter, so that "#1" does not count.
[[nodiscard]] std::optional<double> hashtag_count(const Subject& comment, const Surroundings& around);

/// Skin tones, joiners and variation signs belong to the emoji before them; a flag is one emoji.
[[nodiscard]] std::optional<double> emoji_count(const Subject& comment, const Surroundings& around);
[[nodiscard]] std::optional<double> emoji_share(const Subject& comment, const Surroundings& around);

/// 0 for a text without letters that have two cases. Latin, Greek and Cyrillic letters are counted.
[[nodiscard]] std::optional<double> capitals_share(const Subject& comment, const Surroundings& around);

/// In code points.
[[nodiscard]] std::optional<double> folded_length(const Subject& comment, const Surroundings& around);

}  // namespace cm
