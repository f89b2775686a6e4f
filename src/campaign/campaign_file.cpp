#include "campaign/campaign_file.h"

#include <toml++/toml.h>

#include <array>
#include <iterator>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "base/suggest.h"
#include "config/toml_reader.h"
#include "platforms/platform_table.h"
#include "text/utf8.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> top_keys{"cm_campaign",  "name",        "begins",   "ends",
                                                   "banned_words", "brand_guide", "expected", "copy"};
constexpr std::array<std::string_view, 3> copy_keys{"channel", "text", "file"};

class CampaignReader {
 public:
  CampaignReader(fs::path file, const PlatformOfChannel& platform_of_channel)
      : folder_(file.parent_path()), reader_(file.string(), read_.problems), platform_of_channel_(platform_of_channel) {
    read_.campaign.file = std::move(file);
  }

  CampaignRead read(std::string_view text) {
    toml::table root;
    try {
      root = toml::parse(text, read_.campaign.file.string());
    } catch (const toml::parse_error& failure) {
      reader_.problem(failure.source(), std::string(failure.description()));
      return std::move(read_);
    }
    Campaign& campaign = read_.campaign;
    reader_.refuse_unknown_keys(root, top_keys, "a campaign");
    if (root.get("cm_campaign") == nullptr) {
      reader_.problem(root.source(), "a campaign begins with: cm_campaign = 1");
    }
    (void)reader_.whole_number(root, "cm_campaign", {1, 1});
    campaign.name = reader_.text(root, "name").value_or(campaign.file.stem().string());
    campaign.begins = moment(root, "begins");
    campaign.ends = moment(root, "ends");
    if (campaign.ends && is_whole_day(*reader_.text(root, "ends"))) *campaign.ends += std::chrono::days(1);
    if (campaign.begins && campaign.ends && *campaign.ends <= *campaign.begins) {
      reader_.problem(root.get("ends")->source(), "the campaign ends before it begins");
    }
    banned_words(root);
    brand_guide(root);
    copies(root);
    if (const auto name = reader_.text(root, "expected")) expected(*root.get("expected"), folder_ / *name);
    return std::move(read_);
  }

 private:
  std::optional<Timestamp> moment(const toml::table& root, std::string_view key) {
    const auto written = reader_.text(root, key);
    if (!written) return std::nullopt;
    const auto read = parse_iso8601(*written);
    if (!read)
      reader_.problem(root.get(key)->source(), "\"" + std::string(key) + "\" is no date such as \"2026-12-01\"");
    return read;
  }

  // A bare date ends with its day.
  static bool is_whole_day(std::string_view written) { return written.find(':') == std::string_view::npos; }

  void banned_words(const toml::table& root) {
    const auto words = reader_.texts(root, "banned_words");
    if (!words) return;
    for (const toml::node& item : *root.get_as<toml::array>("banned_words")) {
      if (const auto* word = item.as_string()) {
        read_.campaign.banned_words.push_back({word->get(), reader_.place_of(item.source())});
      }
    }
  }

  void brand_guide(const toml::table& root) {
    const auto names = reader_.texts(root, "brand_guide");
    if (!names) return;
    for (const std::string& name : *names) {
      // A guide is meant as it stands: its rules count without a week in shadow.
      RuleFiles guide = read_rules(folder_ / name, RuleOrigin::shipped);
      std::move(guide.packs.begin(), guide.packs.end(), std::back_inserter(read_.campaign.brand_guide));
      std::move(guide.problems.begin(), guide.problems.end(), std::back_inserter(read_.problems));
    }
  }

  void copies(const toml::table& root) {
    const toml::node* node = root.get("copy");
    if (node == nullptr) return;
    if (!node->is_array_of_tables()) {
      reader_.problem(node->source(), "the campaign's texts are written as [[copy]], one for each");
      return;
    }
    for (const toml::node& item : *node->as_array()) copy(*item.as_table());
  }

  void copy(const toml::table& table) {
    reader_.refuse_unknown_keys(table, copy_keys, "[[copy]]");
    CampaignCopy copy;
    copy.place = reader_.place_of(table.source());
    if (const auto channel = reader_.text(table, "channel")) {
      copy.channel = *channel;
      copy.platform = platform_of(*channel, table.get("channel")->source());
    } else if (table.get("channel") == nullptr) {
      reader_.problem(table.source(),
                      "a copy needs a \"channel\": one of cm.toml, or a platform such as \"instagram\"");
    }
    const auto text = reader_.text(table, "text");
    const auto file = reader_.text(table, "file");
    if (text) copy.place = reader_.place_of(table.get("text")->source());
    if ((table.get("text") != nullptr) == (table.get("file") != nullptr)) {
      reader_.problem(table.source(), "a copy has either a \"text\" or the name of a \"file\" with it");
    } else if (text) {
      copy.text = *text;
    } else if (file) {
      copy.place = {(folder_ / *file).string(), 1, 1};
      copy.text = whole_file(*table.get("file"), folder_ / *file);
      if (!is_valid_utf8(copy.text)) read_.problems.push_back({copy.place, "the file is not UTF-8"});
    }
    read_.campaign.copy.push_back(std::move(copy));
  }

  std::string platform_of(const std::string& channel, const toml::source_region& where) {
    if (const auto platform = platform_of_channel_(channel)) return *platform;
    std::vector<std::string_view> names;
    for (const PlatformKind& kind : platform_table()) {
      if (kind.name == channel) return channel;
      names.push_back(kind.name);
    }
    reader_.problem(
        where, "\"" + channel + "\" is neither a channel of cm.toml nor a platform" + did_you_mean(channel, names));
    return {};
  }

  std::string whole_file(const toml::node& named_by, const fs::path& path) {
    try {
      return read_file(path);
    } catch (const Error& error) {
      reader_.problem(named_by.source(), error.what());
    }
    return {};
  }

  void expected(const toml::node& named_by, const fs::path& path) {
    read_.campaign.expected_file = path;
    const std::size_t before = read_.problems.size();
    const std::string contents = whole_file(named_by, path);
    if (read_.problems.size() > before) return;
    ExpectedSheet sheet = read_expected_sheet(contents, path.string());
    read_.campaign.expected = std::move(sheet.rows);
    std::move(sheet.problems.begin(), sheet.problems.end(), std::back_inserter(read_.problems));
  }

  fs::path folder_;
  CampaignRead read_;
  TomlReader reader_;
  const PlatformOfChannel& platform_of_channel_;
};

}  // namespace

CampaignRead read_campaign(std::string_view toml, const fs::path& file, const PlatformOfChannel& platform_of_channel) {
  return CampaignReader(file, platform_of_channel).read(toml);
}

}  // namespace cm
