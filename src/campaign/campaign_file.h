// CAMPAIGN.toml: what a campaign will say on which channels, and the sheet of what people will say back.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "base/timestamp.h"
#include "campaign/expected_sheet.h"
#include "rules/rule_file.h"

namespace cm {

/// One text of the brand's own.
struct CampaignCopy {
  std::string channel;   ///< as the file names it: a channel of cm.toml or a platform
  std::string platform;  ///< what that is
  std::string text;      ///< valid UTF-8
  Place place;
};

struct Campaign {
  std::filesystem::path file;
  std::string name;
  std::optional<Timestamp> begins;
  std::optional<Timestamp> ends;      ///< the first moment that is no longer of it
  std::vector<Pattern> banned_words;  ///< as in `words` of a rule
  std::vector<RulePack> brand_guide;
  std::vector<CampaignCopy> copy;
  std::filesystem::path expected_file;  ///< empty: the campaign names none
  std::vector<ExpectedComment> expected;
};

struct CampaignRead {
  Campaign campaign;
  std::vector<Problem> problems;  ///< of all files; with one or more nothing may be checked
};

/// The platform of a channel that cm.toml names; nothing for any other name.
using PlatformOfChannel = std::function<std::optional<std::string>(std::string_view channel)>;

/// Reads campaign text and the files that it names, design: campaign.5; relative paths start at its folder.
/// Never throws for what a person wrote: that becomes a problem with its place.
[[nodiscard]] CampaignRead read_campaign(std::string_view toml, const std::filesystem::path& file,
                                         const PlatformOfChannel& platform_of_channel);

}  // namespace cm
