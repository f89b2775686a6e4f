#include "topics/rising.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <set>
#include <utility>

#include "text/simhash.h"
#include "text/words.h"

namespace cm {
namespace {

constexpr std::size_t longest_phrase = 3;
constexpr std::uint32_t word_break = std::numeric_limits<std::uint32_t>::max();

// A text is compared with so many before it: a flood of one text comes in one piece.
constexpr std::size_t compared_with = 2000;

// Shorter texts are alike because there is little to say: "still no refund" from ten people is ten comments.
constexpr std::size_t words_of_a_fingerprint = 6;

// A phrase goes without its own line when so many of its comments have one that was told before.
constexpr double told_already = 0.7;

std::int64_t day_of(Timestamp moment) {
  return std::chrono::floor<std::chrono::days>(moment).time_since_epoch().count();
}

/// Dunning's log-likelihood ratio (1993) of `now` in `all_now` against `before` in `all_before`; 0 where it fell.
/// Unlike z scores it is right for what was never seen before.
double rise(std::size_t now, std::size_t all_now, std::size_t before, std::size_t all_before) {
  const auto all = static_cast<double>(all_now + all_before);
  const double share = static_cast<double>(now + before) / all;
  const auto cell = [](std::size_t seen, double expected) {
    return seen == 0 ? 0.0 : static_cast<double>(seen) * std::log(static_cast<double>(seen) / expected);
  };
  const double expected_now = share * static_cast<double>(all_now);
  const double expected_before = share * static_cast<double>(all_before);
  if (static_cast<double>(now) <= expected_now) return 0;
  return 2 *
         (cell(now, expected_now) + cell(all_now - now, static_cast<double>(all_now) - expected_now) +
          cell(before, expected_before) + cell(all_before - before, static_cast<double>(all_before) - expected_before));
}

}  // namespace

struct RisingTopics::Phrase {
  std::array<WordId, longest_phrase> words{word_break, word_break, word_break};

  friend bool operator==(const Phrase&, const Phrase&) = default;

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(std::find(words.begin(), words.end(), word_break) - words.begin());
  }
};

struct RisingTopics::PhraseHash {
  std::size_t operator()(const Phrase& phrase) const {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const WordId word : phrase.words) hash = (hash ^ word) * 0x100000001b3U;
    return hash ^ (hash >> 29U);
  }
};

struct RisingTopics::Uses {
  std::vector<std::uint32_t> texts;  // of the day
  std::size_t before = 0;
};

RisingTopics::RisingTopics(TopicSettings settings) : settings_(settings) {}

RisingTopics::WordId RisingTopics::id_of(const std::string& word) {
  const auto [found, is_new] = ids_.try_emplace(word, static_cast<WordId>(words_.size()));
  if (is_new) {
    words_.push_back(word);
    is_stop_.push_back(is_stop_word(word));
  }
  return found->second;
}

void RisingTopics::add(const TopicText& comment) {
  Text text;
  std::string all_words;
  std::size_t count = 0;
  for (const Clause& clause : clauses_of(comment.text)) {
    if (!text.words.empty()) text.words.push_back(word_break);
    for (const std::string& word : clause) {
      text.words.push_back(id_of(word));
      all_words += word + " ";
      ++count;
    }
  }
  if (text.words.empty()) return;
  if (!comment.author.empty()) text.author = std::hash<std::string_view>{}(comment.author) | 1U;
  text.fingerprint = count >= words_of_a_fingerprint ? simhash(all_words) : 0;

  Texts& texts = departments_[std::string(comment.department)][day_of(comment.at)];
  const std::size_t first = texts.size() > compared_with ? texts.size() - compared_with : 0;
  const bool repeats =
      text.fingerprint != 0 &&
      std::any_of(texts.begin() + static_cast<std::ptrdiff_t>(first), texts.end(), [&text](const Text& other) {
        return other.fingerprint != 0 && std::popcount(text.fingerprint ^ other.fingerprint) <= near_duplicate_bits;
      });
  if (!repeats) texts.push_back(std::move(text));
}

/// Calls `visit` for each phrase of a text, once; phrases do not begin or end with a stop word.
template <typename Visit>
void RisingTopics::each_phrase(const Text& text, Visit visit) const {
  std::vector<Phrase> seen;
  for (std::size_t first = 0; first < text.words.size(); ++first) {
    Phrase phrase;
    for (std::size_t length = 1; length <= longest_phrase && first + length <= text.words.size(); ++length) {
      const WordId word = text.words[first + length - 1];
      if (word == word_break || (length == 1 && is_stop_[word])) break;
      phrase.words[length - 1] = word;
      if (is_stop_[word] || (length == 1 && words_[word].size() < 3)) continue;
      if (std::find(seen.begin(), seen.end(), phrase) != seen.end()) continue;
      seen.push_back(phrase);
      visit(phrase);
    }
  }
}

RisingTopics::UsesOf RisingTopics::frequent_phrases(const Texts& day) const {
  UsesOf phrases;
  for (std::uint32_t i = 0; i < day.size(); ++i) {
    each_phrase(day[i], [&](const Phrase& phrase) { phrases[phrase].texts.push_back(i); });
  }
  std::erase_if(phrases, [&](const auto& entry) {
    std::set<std::uint64_t> authors;
    std::size_t unknown = 0;
    for (const std::uint32_t text : entry.second.texts) {
      if (day[text].author == 0) {
        ++unknown;
      } else {
        authors.insert(day[text].author);
      }
    }
    return authors.size() + unknown < settings_.least_comments;
  });
  return phrases;
}

void RisingTopics::count_before(UsesOf& phrases, const Texts& texts) const {
  for (const Text& text : texts) {
    each_phrase(text, [&](const Phrase& phrase) {
      if (const auto known = phrases.find(phrase); known != phrases.end()) ++known->second.before;
    });
  }
}

std::string RisingTopics::spelled(const Phrase& phrase) const {
  std::string text;
  for (std::size_t i = 0; i < phrase.size(); ++i) text += (i == 0 ? "" : " ") + words_[phrase.words[i]];
  return text;
}

std::vector<RisingTopic> RisingTopics::rising_on(const Days& days, Days::const_iterator day) const {
  UsesOf phrases = frequent_phrases(day->second);
  std::size_t texts_before = 0;
  const auto first = days.lower_bound(day->first - settings_.days_before);
  for (auto earlier = first; earlier != day; ++earlier) {
    count_before(phrases, earlier->second);
    texts_before += earlier->second.size();
  }
  if (texts_before == 0) return {};
  const auto days_known = static_cast<double>(day->first - first->first);

  struct Candidate {
    double score;
    const Phrase* phrase;
    const Uses* uses;
    std::string spelled;
  };
  std::vector<Candidate> candidates;
  for (const auto& [phrase, uses] : phrases) {
    const double score = rise(uses.texts.size(), day->second.size(), uses.before, texts_before);
    if (score >= settings_.least_score) candidates.push_back({score, &phrase, &uses, spelled(phrase)});
  }
  // Of phrases that rose alike the longer says more.
  std::sort(candidates.begin(), candidates.end(), [](const Candidate& left, const Candidate& right) {
    return std::tuple(-left.score, right.phrase->size(), left.spelled) <
           std::tuple(-right.score, left.phrase->size(), right.spelled);
  });

  std::vector<RisingTopic> topics;
  std::set<std::uint32_t> told;
  for (const Candidate& candidate : candidates) {
    if (topics.size() == settings_.most_topics) break;
    const std::vector<std::uint32_t>& texts = candidate.uses->texts;
    const auto known = std::count_if(texts.begin(), texts.end(), [&told](auto text) { return told.contains(text); });
    if (static_cast<double>(known) >= told_already * static_cast<double>(texts.size())) continue;
    told.insert(texts.begin(), texts.end());
    topics.push_back({.day = std::chrono::sys_days(std::chrono::days(day->first)),
                      .phrase = candidate.spelled,
                      .comments = texts.size(),
                      .usual = static_cast<double>(candidate.uses->before) / days_known,
                      .score = candidate.score});
  }
  return topics;
}

std::vector<RisingTopic> RisingTopics::between(Timestamp from, Timestamp until) const {
  std::vector<RisingTopic> all;
  for (const auto& [department, days] : departments_) {
    for (auto day = days.lower_bound(day_of(from)); day != days.end(); ++day) {
      if (std::chrono::sys_days(std::chrono::days(day->first)) >= until) break;
      for (RisingTopic& topic : rising_on(days, day)) {
        topic.department = department;
        all.push_back(std::move(topic));
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const RisingTopic& left, const RisingTopic& right) { return left.day < right.day; });
  return all;
}

}  // namespace cm
