#include "moderation/screen.h"

#include <utility>

#include "base/stop.h"
#include "language/detect.h"
#include "rules/conditions/language.h"
#include "sentiment/sentiment_reader.h"

namespace cm {
namespace {

// One transaction each: large enough that the disk is no brake, small enough that a kill costs little.
constexpr std::size_t batch_size = 1000;

}  // namespace

Verdict Screener::judge(const Subject& comment, const Surroundings& around) const {
  return verdict(comment, rules_.judge(comment, around));
}

Verdict Screener::verdict(const Subject& comment, const Findings& findings) const {
  Verdict verdict = policy_.decide(findings);
  std::string_view lang = told_language(comment);
  if (sentiment_) {
    if (lang.empty()) lang = detect_language(comment.text);
    verdict.sentiment = sentiment_().sentiment(comment.text, lang);
  }
  verdict.lang = lang;
  return verdict;
}

std::size_t screen(Store& store, const Screener& screener, const std::vector<std::string>& channels, ScreenWhat what,
                   Clock& clock, const VerdictSink& tell) {
  const RuleSet& rules = screener.rules();
  const std::string fingerprint = rules.fingerprint();
  std::vector<JudgedComment> batch;
  std::size_t judged = 0;
  const auto save_batch = [&] {
    store.save_verdicts(batch, fingerprint, clock.now());
    judged += batch.size();
    batch.clear();
  };

  const CommentFilter filter{.channels = channels, .only_unjudged = what == ScreenWhat::unjudged};
  store.for_each(filter, [&](const StoredComment& stored) {
    leave_if_stopped();
    const Comment& comment = stored.comment;
    const Surroundings around = store.surroundings_of(comment, rules.repeat_windows(), rules.wants_prior_comments());
    Verdict verdict = screener.judge(subject_of(comment), around);
    if (tell) tell(comment, verdict);
    batch.push_back({key_of(comment), comment.text, std::move(verdict)});
    if (batch.size() == batch_size) save_batch();
  });
  save_batch();
  return judged;
}

}  // namespace cm
