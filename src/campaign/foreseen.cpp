#include "campaign/foreseen.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "text/words.h"

namespace cm {
namespace {

constexpr std::size_t longest_phrase = 3;

// One word in common is chance unless the row has no more.
constexpr std::size_t least_shared_stems = 2;

using Weights = std::map<std::string, double, std::less<>>;

double weight_of(const std::vector<std::string>& stems, const Weights& weights) {
  double sum = 0;
  for (const std::string& stem : stems) {
    const auto known = weights.find(stem);
    if (known != weights.end()) sum += known->second;
  }
  return sum;
}

std::vector<std::string> shared(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  std::vector<std::string> both;
  std::ranges::set_intersection(left, right, std::back_inserter(both));
  return both;
}

/// The phrases of one to three words that do not begin or end with a stop word.
std::set<std::string> phrases_of(std::string_view text) {
  std::set<std::string> phrases;
  for (const Clause& clause : clauses_of(text)) {
    for (std::size_t first = 0; first < clause.size(); ++first) {
      if (is_stop_word(clause[first])) continue;
      std::string phrase;
      for (std::size_t length = 1; length <= longest_phrase && first + length <= clause.size(); ++length) {
        const std::string& word = clause[first + length - 1];
        phrase += (length == 1 ? "" : " ") + word;
        if (!is_stop_word(word) && phrase.size() > 2) phrases.insert(phrase);
      }
    }
  }
  return phrases;
}

using CommentsOfPhrase = std::map<std::string, std::set<std::size_t>>;

/// The phrase of most comments; of those alike the longest.
std::optional<std::string> commonest(const CommentsOfPhrase& phrases) {
  const auto best = std::ranges::max_element(phrases, [](const auto& left, const auto& right) {
    return std::pair(left.second.size(), left.first.size()) < std::pair(right.second.size(), right.first.size());
  });
  if (best == phrases.end() || best->second.size() < least_cluster) return std::nullopt;
  return best->first;
}

}  // namespace

Foreseen::Foreseen(const std::vector<ExpectedComment>& expected) {
  for (const ExpectedComment& row : expected) rows_.push_back(stems_of(row.text));
}

void Foreseen::add(std::string_view key, std::string_view text) {
  said_.push_back({std::string(key), std::string(text), stems_of(text)});
}

// Inverse document frequency over rows and comments together.
std::map<std::string, double, std::less<>> Foreseen::weights() const {
  std::map<std::string, std::size_t, std::less<>> counts;
  for (const auto& row : rows_) {
    for (const std::string& stem : row) ++counts[stem];
  }
  for (const Said& said : said_) {
    for (const std::string& stem : said.stems) ++counts[stem];
  }
  const auto texts = static_cast<double>(rows_.size() + said_.size());
  Weights weights;
  for (const auto& [stem, count] : counts) weights[stem] = std::log(1 + texts / static_cast<double>(count));
  return weights;
}

ForeseenReport Foreseen::report() const {
  ForeseenReport report;
  report.comments = said_.size();
  report.by_row.resize(rows_.size());
  const Weights weights = this->weights();
  std::vector<double> row_weights;
  row_weights.reserve(rows_.size());
  for (const auto& row : rows_) row_weights.push_back(weight_of(row, weights));

  CommentsOfPhrase phrases;
  std::size_t unforeseen = 0;
  for (std::size_t i = 0; i < said_.size(); ++i) {
    std::optional<std::size_t> best;
    double best_share = foreseen_share;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
      const std::vector<std::string> both = shared(rows_[row], said_[i].stems);
      if (both.size() < std::min(least_shared_stems, rows_[row].size()) || both.empty()) continue;
      const double share = weight_of(both, weights) / row_weights[row];
      if (share < best_share) continue;
      best = row;
      best_share = share;
    }
    if (best) {
      ++report.by_row[*best];
      ++report.foreseen;
      continue;
    }
    ++unforeseen;
    for (const std::string& phrase : phrases_of(said_[i].text)) phrases[phrase].insert(i);
  }

  std::set<std::size_t> clustered;
  while (report.clusters.size() < most_clusters) {
    const auto phrase = commonest(phrases);
    if (!phrase) break;
    UnforeseenCluster& cluster = report.clusters.emplace_back();
    cluster.phrase = *phrase;
    const std::set<std::size_t> members = phrases.at(*phrase);
    for (const std::size_t i : members) cluster.keys.push_back(said_[i].key);
    clustered.insert(members.begin(), members.end());
    for (auto& [other, comments] : phrases) {
      std::erase_if(comments, [&members](std::size_t i) { return members.contains(i); });
    }
  }
  report.alone = unforeseen - clustered.size();
  return report;
}

}  // namespace cm
