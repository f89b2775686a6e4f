#include "workbench/campaigns.h"

#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/files.h"
#include "base/suggest.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

struct NamedCampaign {
  std::string name;
  fs::path file;
};

// Only what tells a campaign from other TOML files is read here; whether it is sound is told when it is chosen.
std::optional<std::string> name_of_campaign(const fs::path& file) {
  toml::table root;
  try {
    root = toml::parse_file(file.string());
  } catch (const toml::parse_error&) {
    return std::nullopt;
  }
  if (root.get("cm_campaign") == nullptr) return std::nullopt;
  const std::string stem = file.stem().string();
  const std::string by_place = stem == "campaign" ? file.parent_path().filename().string() : stem;
  return root["name"].value<std::string>().value_or(by_place);
}

void add_toml_files(const fs::path& folder, std::vector<fs::path>& files) {
  std::error_code failed;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failed)) {
    if (entry.path().extension() == ".toml" && entry.is_regular_file(failed)) files.push_back(entry.path());
  }
}

std::vector<NamedCampaign> campaigns_below(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const fs::path& top : {folder, folder / "campaigns"}) {
    add_toml_files(top, files);
    std::error_code failed;
    for (const fs::directory_entry& entry : fs::directory_iterator(top, failed)) {
      if (entry.is_directory(failed)) add_toml_files(entry.path(), files);
    }
  }
  std::ranges::sort(files);
  files.erase(std::unique(files.begin(), files.end()), files.end());
  std::vector<NamedCampaign> found;
  for (const fs::path& file : files) {
    if (auto name = name_of_campaign(file)) found.push_back({std::move(*name), file});
  }
  return found;
}

fs::path file_of_campaign(const std::string& name, Workbench& bench) {
  const fs::path folder = bench.folder();
  const std::vector<NamedCampaign> campaigns = campaigns_below(folder);
  std::vector<std::string_view> names;
  std::vector<fs::path> files;
  for (const NamedCampaign& one : campaigns) {
    names.push_back(one.name);
    if (one.name == name) files.push_back(one.file);
  }
  if (files.size() == 1) return files.front();
  if (files.empty()) {
    throw Error(ErrorKind::wrong_use, "\"" + name + "\" is neither a file nor the name of a campaign in " +
                                          (folder / "campaigns").string() + " or beside cm.toml" +
                                          did_you_mean(name, names));
  }
  throw Error(ErrorKind::wrong_use, "several campaigns are called \"" + name + "\", among them " + files[0].string() +
                                        " and " + files[1].string() + "; name the file");
}

}  // namespace

CampaignRead read_campaign_named(const std::string& file_or_name, Workbench& bench) {
  std::error_code failed;
  const bool is_path = fs::exists(file_or_name, failed) || file_or_name.find('/') != std::string::npos ||
                       fs::path(file_or_name).extension() == ".toml";
  const fs::path file = is_path ? fs::path(file_or_name) : file_of_campaign(file_or_name, bench);
  const auto platform_of_channel = [&bench](std::string_view name) -> std::optional<std::string> {
    for (const ChannelSettings& channel : bench.settings().channels) {
      if (channel.name == name) return channel.platform;
    }
    return std::nullopt;
  };
  return read_campaign(read_file(file), file, platform_of_channel);
}

}  // namespace cm
