// Foreseen: after a campaign began, which of its comments the sheet of expected ones had foreseen, and what
// the others have in common.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "campaign/expected_sheet.h"

namespace cm {

/// Comments that no row had foreseen and that share a phrase: "loyalty card".
struct UnforeseenCluster {
  std::string phrase;
  std::vector<std::string> keys;  ///< in the order they came
};

struct ForeseenReport {
  std::size_t comments = 0;
  std::size_t foreseen = 0;
  std::vector<std::size_t> by_row;          ///< for each row of the sheet
  std::vector<UnforeseenCluster> clusters;  ///< the largest first, most_clusters of them
  std::size_t alone = 0;                    ///< unforeseen ones that are in no cluster
};

class Foreseen {
 public:
  explicit Foreseen(const std::vector<ExpectedComment>& expected);

  /// A comment of the campaign's time.
  void add(std::string_view key, std::string_view text);

  [[nodiscard]] ForeseenReport report() const;

 private:
  struct Said {
    std::string key;
    std::string text;
    std::vector<std::string> stems;
  };

  [[nodiscard]] std::map<std::string, double, std::less<>> weights() const;

  std::vector<std::vector<std::string>> rows_;  // their stems
  std::vector<Said> said_;
};

/// From which share of a row's meaning (its stems, the rare ones weigh more) on a comment was foreseen by it.
inline constexpr double foreseen_share = 0.5;

/// Fewer comments are no cluster.
inline constexpr std::size_t least_cluster = 3;

/// As many as a person reads; each costs a pass over all phrases.
inline constexpr std::size_t most_clusters = 20;

}  // namespace cm
