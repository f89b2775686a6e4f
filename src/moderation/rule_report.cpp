#include "moderation/rule_report.h"

#include <algorithm>

#include "store/decisions.h"

namespace cm {

std::optional<double> RuleFigures::precision() const {
  const std::size_t decided = upheld + overturned;
  if (decided == 0) return std::nullopt;
  return static_cast<double>(upheld) / static_cast<double>(decided);
}

std::map<std::string, RuleHistory> rule_histories(Store& store, std::optional<Timestamp> since) {
  std::map<std::string, RuleHistory> histories;
  store.for_each({.since = since, .only_judged = true}, [&](const StoredComment& stored) {
    const Timestamp at = stored.comment.created_at.value_or(stored.first_seen_at);
    for (const MatchRecord& match : stored.verdict->matches) {
      RuleHistory& history = histories[match.rule];
      const std::string& lang = stored.verdict->lang.empty() ? stored.comment.lang : stored.verdict->lang;
      for (RuleFigures* figures : {&history.all, &history.by_lang[lang]}) {
        ++figures->hits;
        figures->last_hit = std::max(figures->last_hit, std::optional(at));
      }
    }
  });

  std::map<std::string, Decision> last;
  store.decisions().for_each([&](const Decision& decision) {
    const auto kind = decision_named(decision.decision);
    const bool counts = !decision.undone && kind && kind->ruling != Ruling::none && (!since || decision.at >= *since);
    if (counts) last[decision.key] = decision;
  });
  for (const auto& [key, decision] : last) {
    const bool right = decision_named(decision.decision)->ruling == Ruling::right;
    for (const MatchRecord& match : decision.matches) {
      RuleHistory& history = histories[match.rule];
      for (RuleFigures* figures : {&history.all, &history.by_lang[decision.lang]}) {
        ++(right ? figures->upheld : figures->overturned);
      }
    }
  }
  return histories;
}

}  // namespace cm
