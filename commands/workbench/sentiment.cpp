#include "workbench/sentiment.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>

#include "sentiment/sentiment_reader.h"

namespace cm {
namespace {

namespace fs = std::filesystem;

struct LateReader {
  std::once_flag loaded;
  std::optional<SentimentReader> reader;
};

bool stands_in(const fs::path& file, const fs::path& folder) {
  std::error_code failed;
  const fs::path whole = fs::weakly_canonical(file, failed);
  return std::mismatch(folder.begin(), folder.end(), whole.begin(), whole.end()).first == folder.end();
}

}  // namespace

SentimentSource shipped_sentiment(Workbench& bench) {
  const fs::path folder = bench.shipped_rules_folder() / "sentiment";
  std::error_code failed;
  if (!fs::is_directory(folder, failed)) return {};
  return [folder, late = std::make_shared<LateReader>()]() -> const SentimentReader& {
    std::call_once(late->loaded, [&] { late->reader = SentimentReader::from_folder(folder); });
    return *late->reader;
  };
}

SentimentSource shipped_sentiment_beside(const RuleSet& rules, Workbench& bench) {
  std::error_code failed;
  const fs::path shipped = fs::weakly_canonical(bench.shipped_rules_folder(), failed);
  const std::vector<RulePack>& packs = rules.packs();
  const bool any =
      std::any_of(packs.begin(), packs.end(), [&](const RulePack& pack) { return stands_in(pack.file, shipped); });
  return any ? shipped_sentiment(bench) : SentimentSource{};
}

}  // namespace cm
