// Rising topics: phrases of one to three words that a day's comments use much more often than the days
// before it did: the weak signals that come before a wave of complaints.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/timestamp.h"

namespace cm {

/// One comment, as far as topics go.
struct TopicText {
  Timestamp at{};
  std::string_view text;        ///< valid UTF-8
  std::string_view author;      ///< "channel/author_id"; empty: unknown
  std::string_view department;  ///< empty: nobody's yet
};

struct TopicSettings {
  int days_before = 14;            ///< what a day is compared with
  std::size_t least_comments = 3;  ///< that use the phrase on the day, by as many authors
  double least_score = 15.13;      ///< one phrase in ten thousand reaches it by chance (chi-square, one degree)
  std::size_t most_topics = 10;    ///< for one day and department
};

struct RisingTopic {
  Timestamp day{};  ///< 00:00 UTC of the day
  std::string department;
  std::string phrase;        ///< folded
  std::size_t comments = 0;  ///< of the day that use it; near-identical texts count once
  double usual = 0;          ///< comments that used it on a day before
  double score = 0;          ///< Dunning's log-likelihood ratio of the day against the days before
};

/// Collects comments, in any order, as numbers for words: about 100 bytes a comment.
class RisingTopics {
 public:
  explicit RisingTopics(TopicSettings settings = {});

  void add(const TopicText& comment);

  /// Of each day (in UTC) from that of `from` to before `until`, and each department: what rose most comes first. A
  /// phrase that another one of the same comments says better is left out. A day without comments before it has none:
  /// nothing is known of what is usual.
  [[nodiscard]] std::vector<RisingTopic> between(Timestamp from, Timestamp until) const;

 private:
  using WordId = std::uint32_t;
  struct Text {
    std::vector<WordId> words;  // word_break between clauses
    std::uint64_t author = 0;   // 0: unknown
    std::uint64_t fingerprint = 0;
  };
  using Texts = std::vector<Text>;
  using Days = std::map<std::int64_t, Texts>;  // by days since 1970
  struct Phrase;
  struct PhraseHash;
  struct Uses;
  using UsesOf = std::unordered_map<Phrase, Uses, PhraseHash>;

  WordId id_of(const std::string& word);
  [[nodiscard]] UsesOf frequent_phrases(const Texts& day) const;
  void count_before(UsesOf& phrases, const Texts& texts) const;
  [[nodiscard]] std::vector<RisingTopic> rising_on(const Days& days, Days::const_iterator day) const;
  [[nodiscard]] std::string spelled(const Phrase& phrase) const;
  template <typename Visit>
  void each_phrase(const Text& text, Visit visit) const;

  TopicSettings settings_;
  std::unordered_map<std::string, WordId> ids_;
  std::vector<std::string> words_;
  std::vector<bool> is_stop_;
  std::map<std::string, Days> departments_;
};

}  // namespace cm
