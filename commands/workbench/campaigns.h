// The campaigns that a command line names: by their file, or by their name among those kept beside cm.toml.
#pragma once

#include <string>

#include "campaign/campaign_file.h"
#include "workbench/workbench.h"

namespace cm {

/// Reads the campaign of a file. A name is looked for beside cm.toml, in its folder `campaigns`, and one folder
/// below each: what the file calls itself, or else the name of the file (of the folder, for a campaign.toml).
/// Throws Error(wrong_use) when there is none, naming the nearest, or several; what is wrong in the file is a
/// problem of the result.
[[nodiscard]] CampaignRead read_campaign_named(const std::string& file_or_name, Workbench& bench);

}  // namespace cm
