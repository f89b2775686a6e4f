// The sheet of expected comments: what people will say of a campaign, what should happen to it, who will
// answer and with which facts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "model/action.h"

namespace cm {

enum class ExpectedKind : std::uint8_t { other, complaint, attack, question, praise };

[[nodiscard]] std::string_view to_string(ExpectedKind kind);

/// What should happen to a comment.
struct Treatment {
  Action least = Action::none;
  Action most = Action::hide;
};

/// "none", "flag", "hold", "hide", or "visible": no more than a flag.
[[nodiscard]] std::optional<Treatment> parse_treatment(std::string_view text);

struct ExpectedComment {
  std::string text;
  ExpectedKind kind = ExpectedKind::other;
  std::optional<Treatment> treatment;  ///< nothing: what goes for its kind
  std::string treatment_text;          ///< as it was written
  std::string department;
  std::string owner;
  std::string answer;  ///< the facts that an answer will need
  std::string lang;
  std::string channel;
  Place place;
};

struct ExpectedSheet {
  std::vector<ExpectedComment> rows;
  std::vector<Problem> problems;  ///< with one of these nothing of the sheet should be checked
};

/// Reads a sheet as CSV, design: campaign.5. Never throws for what a person wrote: that becomes a problem
/// with file, line and the number of the column.
[[nodiscard]] ExpectedSheet read_expected_sheet(std::string_view contents, const std::string& file);

/// A sheet to begin with: the header, and rows without texts that say what to think of.
[[nodiscard]] std::string expected_sheet_template();

}  // namespace cm
